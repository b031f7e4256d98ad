package dev.sandi.testing;

import dev.sandi.local.Directories;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for the tests of one JVM; its name tells when it is nobody's any more. */
record TestDirectory(Path path) implements AutoCloseable {

  private static final String PREFIX = "sandi-test-";
  private static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir"));

  static TestDirectory create() {
    try {
      return new TestDirectory(
          Files.createTempDirectory(TEMP, PREFIX + ProcessHandle.current().pid() + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what test JVMs left behind that were killed before they could. */
  static void sweep() {
    try (var found = Files.newDirectoryStream(TEMP, PREFIX + "*-*")) {
      for (var dir : found) {
        if (isAbandoned(dir)) {
          sweep(dir);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path dir) {
    var pid = dir.getFileName().toString().substring(PREFIX.length()).split("-", 2)[0];
    return pid.matches("\\d{1,9}")
        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()
        && Files.isWritable(dir);
  }

  private static void sweep(Path dir) {
    try {
      LocalPostgres.stopLeftover(dir.resolve("postgres"));
      LocalPostgres.erase(dir.resolve("postgres"));
      Directories.delete(dir);
    } catch (IOException e) {
      // Another JVM sweeps it at this moment, or a later one will.
    }
  }

  @Override
  public void close() {
    try {
      Directories.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
