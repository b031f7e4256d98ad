package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Somebody who does what a guide says, in an empty directory: with bash, and with numbers and ports
 * that are free here. Functions and variables of a block are there in those that follow.
 */
final class Reader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Where a receiver of callbacks and an SMSC listen in guides. */
  static final int RECEIVER = 9000;

  static final int SMSC = 2775;

  private static final String NUMBERS = "6281234567";

  private final Path directory;
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, Process> running = new HashMap<>();
  private final Map<Integer, Integer> ports = new HashMap<>();
  private @Nullable Snippet last;
  private String printed = "";
  private boolean lost;

  Reader(Map<Integer, Integer> ports) {
    try {
      this.directory = Files.createTempDirectory("guide");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.ports.putAll(ports);
    this.ports.put(RECEIVER, freePort());
    this.ports.put(SMSC, freePort());
    String numbers = "6281" + ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
    places.put(NUMBERS, numbers);
    places.put(NUMBERS.substring(0, 5) + "*", numbers.substring(0, 5) + "*");
  }

  int port(int ofGuide) {
    return ports.get(ofGuide);
  }

  /** Does what a block says. Who could not do one does none of those behind it. */
  void follow(Snippet snippet) {
    assumeTrue(!lost, "what stands before it was not done");
    lost = true;
    step(snippet);
    lost = false;
  }

  void assumeItRuns(Snippet snippet) {
    assumeTrue(running.containsKey(snippet.get("background")), "it was not started");
  }

  private void step(Snippet snippet) {
    if (snippet.has("norun")) {
      lost = false;
      abort("not run: " + snippet.get("reason"));
    } else if (snippet.has("file")) {
      write(snippet.get("file"), here(snippet.text()));
    } else if (snippet.has("background")) {
      start(snippet);
    } else if (snippet.has("output")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertAmong(snippet, read(snippet.get("output") + ".out")));
    } else if (snippet.isOutput()) {
      compare(snippet);
    } else {
      run(snippet);
      last = snippet;
    }
  }

  private void run(Snippet snippet) {
    write("block", here(snippet.text()));
    write(
        "run",
        """
        set -o pipefail
        [ ! -f state ] || . ./state 2>/dev/null
        . ./block </dev/null
        status=$?
        { declare -p | grep '^declare -- '; declare -f; } > state
        exit $status
        """);
    Process bash = process("block", List.of("bash", "run"));
    try {
      if (!bash.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        end(bash);
        fail("it does not end: %s", read("block.out"));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    printed = read("block.out");
    if (!snippet.has("eventually")) {
      assertThat(bash.exitValue()).as("%s", printed).isZero();
    }
  }

  private void compare(Snippet shown) {
    if (last == null) {
      fail("nothing was run that could have printed it");
    } else if (last.has("eventually")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(() -> compareOrRepeat(shown, last));
    } else {
      assertAlike(shown, printed);
    }
  }

  /** Not repeated once it has printed it: the same again may be refused. */
  private void compareOrRepeat(Snippet shown, Snippet again) {
    try {
      assertAlike(shown, printed);
    } catch (AssertionError different) {
      run(again);
      throw different;
    }
  }

  private void assertAlike(Snippet shown, String output) {
    String language = shown.language();
    // Samples have the guides' numbers, too.
    String actual = output.isBlank() ? "" : Likeness.of(here(output), language);
    assertThat(actual).isEqualTo(Likeness.of(here(shown.text()), language));
  }

  /** Servers print more than what they were told to; only these lines, and each as often. */
  private void assertAmong(Snippet shown, String output) {
    List<String> expected = Likeness.of(here(shown.text()), "text").lines().toList();
    assertThat(Likeness.of(output, "text").lines().filter(expected::contains).toList())
        .as("%s", output)
        .isEqualTo(expected);
  }

  /** Starts it, and waits until it listens. */
  private void start(Snippet snippet) {
    String name = snippet.get("background");
    String tool =
        Stream.of(snippet.text().split("\\s+", -1))
            .filter(word -> !word.contains("="))
            .findFirst()
            .orElseThrow();
    assumeTrue(isInstalled(tool), tool + " is not installed");
    boolean smsc = snippet.has("main");
    running.put(
        name,
        process(
            name, smsc ? java(snippet.get("main")) : List.of("bash", "-c", here(snippet.text()))));
    int port = port(smsc ? SMSC : RECEIVER);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(running.get(name).isAlive()).as("%s", read(name + ".out")).isTrue();
              assertThat(listens(port)).isTrue();
            });
  }

  private List<String> java(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Dsmsc.port=" + port(SMSC),
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        main);
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private Process process(String name, List<String> command) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve(name + ".out").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text of the guide with what is here in place of what is in a local run. */
  private String here(String text) {
    String here = text;
    for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
      here = here.replaceAll("(?<=[: =(])" + port.getKey() + "\\b", port.getValue().toString());
    }
    for (Map.Entry<String, String> place : places.entrySet()) {
      here = here.replace(place.getKey(), place.getValue());
    }
    return here;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    running.values().forEach(Reader::end);
    FileSystemUtils.deleteRecursively(directory);
  }
}
