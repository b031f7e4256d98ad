package dev.sandi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server of a data directory, found by the file that it keeps there. */
record Postmaster(Path data, ProcessHandle process) {

  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

  private static final Duration FAST = Duration.ofSeconds(8);
  private static final Duration IMMEDIATE = Duration.ofSeconds(2);

  /** The server that runs on this directory: not just any process that has come to have its id. */
  static Optional<Postmaster> of(Path data) {
    try {
      var lines = Files.readAllLines(pidFile(data));
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
              .filter(process -> isServerOf(data, process.info()))
              .map(process -> new Postmaster(data, process));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isServerOf(Path data, ProcessHandle.Info process) {
    var program = process.command().map(Path::of).map(Path::getFileName).map(Path::toString);
    return program.filter(name -> name.startsWith("postgres")).isPresent()
        && process
            .arguments()
            .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
            .orElse(true);
  }

  private static Path pidFile(Path data) {
    return data.resolve("postmaster.pid");
  }

  /**
   * Ends every session and writes everything down; if that takes too long, leaves it to recovery.
   */
  void stop() {
    signal("INT");
    if (!gone(FAST)) {
      log.warn("PostgreSQL in {} does not stop, and will recover at its next start", data);
      signal("QUIT");
      if (!gone(IMMEDIATE)) {
        process.destroyForcibly();
      }
    }
  }

  private void signal(String name) {
    // Java itself can only send TERM, which waits for all clients to leave.
    Command.of(List.of(), "sh", "-c", "kill -" + name + " " + process.pid()).run();
  }

  /** The file goes last. The process may stay in the table until its parent has looked at it. */
  private boolean gone(Duration limit) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (process.isAlive() && Files.exists(pidFile(data))) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
