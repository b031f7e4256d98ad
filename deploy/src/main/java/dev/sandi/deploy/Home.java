package dev.sandi.deploy;

import dev.sandi.local.Directories;
import dev.sandi.local.LocalFailure;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The directory of a local run. One pipeline at a time holds it. */
final class Home implements AutoCloseable {

  /** Counts up when an older home can no longer be used. */
  private static final String VERSION = "1";

  private final Path root;
  private final FileChannel lock;

  private Home(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Takes the directory, making or emptying it as wanted. */
  static Home open(Path root, boolean fresh) {
    var lock = lock(root);
    if (lock == null) {
      throw new LocalFailure(
          "Another pipeline is running on %s: stop it, or choose another directory with -Dsandi.home=<directory>."
              .formatted(root));
    }
    var home = new Home(root, lock);
    try {
      if (fresh) {
        home.empty();
      }
      home.checkVersion();
      return home;
    } catch (IOException e) {
      home.close();
      throw unusable(root, e);
    } catch (LocalFailure e) {
      home.close();
      throw e;
    }
  }

  private static @Nullable FileChannel lock(Path root) {
    try {
      refuseForeign(root);
      Files.createDirectories(root);
      var channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very JVM, which is as taken as by another.
      }
      channel.close();
      return null;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  private static LocalFailure unusable(Path root, IOException e) {
    return new LocalFailure(
        "The directory %s cannot be written (%s): choose another with -Dsandi.home=<directory>."
            .formatted(root, e.getClass().getSimpleName()),
        e);
  }

  /** Nothing is written to, let alone deleted from, a directory that we did not make. */
  private static void refuseForeign(Path root) throws IOException {
    if (!Files.isDirectory(root) || Files.exists(root.resolve("version"))) {
      return;
    }
    try (var entries = Files.list(root)) {
      if (entries.anyMatch(entry -> !entry.endsWith("lock"))) {
        throw new LocalFailure(
            "The directory %s holds something else than a Sandi home: choose another with -Dsandi.home=<directory>."
                .formatted(root));
      }
    }
  }

  private void empty() throws IOException {
    LocalPostgres.stopLeftover(postgres());
    LocalPostgres.erase(postgres());
    try (var entries = Files.newDirectoryStream(root, entry -> !entry.endsWith("lock"))) {
      for (var entry : entries) {
        Directories.delete(entry);
      }
    }
  }

  private void checkVersion() throws IOException {
    var file = root.resolve("version");
    if (!Files.exists(file)) {
      Files.writeString(file, VERSION + "\n");
    }
    var found = Files.readString(file).strip();
    if (!found.equals(VERSION)) {
      throw new LocalFailure(
          "The data in %s are of version %s, and this is version %s: -Dsandi.fresh=true starts empty."
              .formatted(root, found, VERSION));
    }
  }

  Path root() {
    return root;
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path keys() {
    return root.resolve("keys.properties");
  }

  /** Keeps the stack trace for whoever wants more than a sentence. */
  LocalFailure record(LocalFailure failure) {
    var file = root.resolve("failure.txt");
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      failure.printStackTrace(out);
    } catch (IOException e) {
      return failure;
    }
    return new LocalFailure(failure.getMessage() + " The stack trace is in " + file + ".", failure);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with this process anyway.
    }
  }
}
