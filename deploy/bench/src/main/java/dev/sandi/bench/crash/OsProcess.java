package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs a {@code main} as in production, and is told nothing but signals. */
final class OsProcess {

  private static final int ORDERLY_SECONDS = 30;

  private final Process process;

  private OsProcess(Process process) {
    this.process = process;
  }

  static OsProcess start(String main, List<String> jvm, List<String> args, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(jvm);
    command.add(main);
    command.addAll(args);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      return new OsProcess(builder.start());
    } catch (IOException e) {
      throw new BenchmarkFailure(main + " cannot be started.", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM; whoever has not ended after a while is killed. */
  void terminate() {
    process.destroy();
    try {
      if (!process.waitFor(ORDERLY_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  void freeze() {
    signal("STOP", process.toHandle());
  }

  void thaw() {
    signal("CONT", process.toHandle());
  }

  /** Java itself sends TERM and KILL only. */
  static void signal(String name, ProcessHandle to) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start().waitFor();
    } catch (IOException e) {
      throw new BenchmarkFailure("No signal can be sent.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
