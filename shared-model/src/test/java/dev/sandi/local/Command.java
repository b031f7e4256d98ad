package dev.sandi.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program to run to its end. */
record Command(List<String> words) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What a program said on both of its outputs, and its exit code. */
  record Outcome(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }

  static Command of(List<String> prefix, String... words) {
    var all = new ArrayList<>(prefix);
    all.addAll(List.of(words));
    return new Command(all);
  }

  Outcome run() {
    try {
      return outcome(start());
    } catch (IOException e) {
      return new Outcome(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(130, "interrupted");
    }
  }

  private Process start() throws IOException {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    // The working directory may be closed to the user that the program runs as.
    builder.directory(new File("/"));
    // PGPORT and the like are meant for somebody else's database.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private Outcome outcome(Process process) throws InterruptedException {
    var output = CompletableFuture.supplyAsync(() -> read(process), Runnable::run);
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Outcome(124, "no answer within " + LIMIT.toSeconds() + " s");
    }
    return new Outcome(process.exitValue(), output.join());
  }

  private static String read(Process process) {
    try (var in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
