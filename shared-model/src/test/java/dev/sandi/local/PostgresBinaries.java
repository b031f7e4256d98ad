package dev.sandi.local;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/** The PostgreSQL programs from the class path, unpacked once per machine and user. */
record PostgresBinaries(Path root) {

  static PostgresBinaries unpacked() {
    var archive = archive();
    try {
      var root = cache().resolve("postgres-" + fingerprint(archive));
      if (!Files.isDirectory(root)) {
        unpack(archive, root);
      }
      return new PostgresBinaries(root);
    } catch (IOException e) {
      throw new LocalFailure(
          "PostgreSQL cannot be unpacked (%s): choose a directory for it with -Dsandi.postgres.cache=<directory>, or set SANDI_DB_URL to a database of your own."
              .formatted(e.getMessage()),
          e);
    }
  }

  String program(String name) {
    return root.resolve("bin").resolve(name).toString();
  }

  /** The version that counts for the format of the data, such as {@code 17}. */
  String majorVersion() {
    var answer = Command.of(List.of(program("postgres")), "--version").run();
    return answer.output().replaceFirst("\\D*(\\d+).*", "$1");
  }

  private static URL archive() {
    var mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    var arm = System.getProperty("os.arch").equals("aarch64");
    var name = "postgres-%s-%s.txz".formatted(mac ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
    var archive = PostgresBinaries.class.getResource("/" + name);
    if (archive == null) {
      throw new LocalFailure(
          "There is no PostgreSQL for this machine (%s) on the class path: set SANDI_DB_URL to a database of your own."
              .formatted(name));
    }
    return archive;
  }

  private static String fingerprint(URL archive) throws IOException {
    var connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc());
    }
    return Long.toHexString(connection.getContentLengthLong() ^ connection.getLastModified());
  }

  /** Not below a home directory for root: PostgreSQL runs as another user, who cannot see it. */
  private static Path cache() throws IOException {
    var chosen = System.getProperty("sandi.postgres.cache", "");
    if (!chosen.isBlank()) {
      return Files.createDirectories(Path.of(chosen).toAbsolutePath());
    }
    var home = Path.of(System.getProperty("user.home"));
    if (!RunAs.isRoot() && Files.isWritable(home)) {
      return Files.createDirectories(home.resolve(".cache/sandi"));
    }
    return StateDirectory.ofThisUser();
  }

  private static void unpack(URL archive, Path root) throws IOException {
    var unfinished = Files.createTempDirectory(root.getParent(), "unpacking-");
    try {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      new TxzArchive(archive.openStream()).unpackTo(unfinished);
      Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(root)) {
        throw e;
      }
      // Another JVM was faster, and what it moved there is the same.
    } finally {
      Directories.delete(unfinished);
    }
  }
}
