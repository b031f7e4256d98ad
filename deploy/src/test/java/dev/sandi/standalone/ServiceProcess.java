package dev.sandi.standalone;

import static org.awaitility.Awaitility.await;

import dev.sandi.local.Loopback;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One service, run as {@code java -jar} runs it. Its output is kept in {@code target/standalone}.
 */
final class ServiceProcess implements AutoCloseable {

  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Path OUTPUTS = Path.of("target", "standalone");

  private final Service service;
  private final Settings settings;
  private final int port = Loopback.choosePort(0);
  private final Path output;
  private Process process;

  private ServiceProcess(Service service, Settings settings) {
    this.service = service;
    this.settings = settings;
    try {
      Files.createDirectories(OUTPUTS);
      this.output = Files.createTempFile(OUTPUTS, service.module() + "-", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = launch();
    // For a test JVM that is told to end before its tests are through.
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "end-" + service));
  }

  /**
   * Starts a service and does not wait for it.
   *
   * @param settings all that it is told, beside its port
   */
  static ServiceProcess start(Service service, Settings settings) {
    return new ServiceProcess(service, settings);
  }

  /** Starts it again after its end, as it was. */
  void startAgain() {
    process = launch();
  }

  private Process launch() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
                java, "-XX:TieredStopAtLevel=1", "-Xmx512m", "-jar", service.jar().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(settings.variables());
    builder.environment().put("SANDI_PORT", String.valueOf(port));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://" + Loopback.HOST + ":" + port + path);
  }

  /** Waits until it is ready to be given work. */
  void awaitReady() {
    await(service.module())
        .atMost(TO_START)
        .failFast(service + " has ended, see " + output, () -> !process.isAlive())
        .until(() -> isReady());
  }

  private boolean isReady() {
    try {
      return Http.get(uri("/actuator/health/readiness")).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Waits until it ends by itself, and gives its exit code. */
  int awaitEnd() {
    await(service.module()).atMost(TO_START).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** Ends it as {@code kill -9} does, at once and without a word to it. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** All that it has written, to either stream. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
