package dev.sandi.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one database keeps its files: in the directory that was asked for, or, when that cannot be
 * reached by the user that PostgreSQL runs as, in one that can.
 *
 * @param root the directory, with the data and the log in it
 */
record PostgresFiles(Path root) {

  private static final Logger log = LoggerFactory.getLogger(PostgresFiles.class);

  /**
   * Holds the path of the other directory, so that fresh files here make a fresh database there.
   */
  private static final String ELSEWHERE = "elsewhere";

  /** Where the files of this database are now. */
  static PostgresFiles at(Path asked) {
    var pointer = asked.toAbsolutePath().normalize().resolve(ELSEWHERE);
    try {
      return new PostgresFiles(
          Files.exists(pointer) ? Path.of(Files.readString(pointer).strip()) : pointer.getParent());
    } catch (IOException e) {
      throw new LocalFailure("%s cannot be read: %s.".formatted(pointer, e.getMessage()), e);
    }
  }

  /** Where they can be used, which may mean to move them. */
  static PostgresFiles usableBy(RunAs runAs, Path asked) {
    var files = at(asked);
    try {
      Files.createDirectories(files.root);
      if (!RunAs.isRoot()) {
        return files;
      }
      Directories.give(files.root, runAs.owner());
      return runAs.canWrite(files.root) ? files : files.moved(runAs);
    } catch (IOException e) {
      throw new LocalFailure(
          "The database directory %s cannot be made (%s): choose another with -Dsandi.home=<directory>."
              .formatted(files.root, e.getMessage()),
          e);
    }
  }

  private PostgresFiles moved(RunAs runAs) throws IOException {
    var target = StateDirectory.ofThisUser().resolve("postgres-" + hash());
    log.warn("{} cannot be reached as {}: the database is in {}", root, runAs.user(), target);
    Directories.delete(target);
    if (Files.exists(data())) {
      var copy = Command.of(List.of(), "cp", "-a", root.toString(), target.toString()).run();
      if (!copy.succeeded()) {
        throw new IOException(copy.output());
      }
    } else {
      Files.createDirectory(target);
    }
    Directories.give(target, runAs.owner());
    var unfinished = root.resolve(ELSEWHERE + ".new");
    Files.writeString(unfinished, target.toString());
    Files.move(unfinished, root.resolve(ELSEWHERE), StandardCopyOption.ATOMIC_MOVE);
    Directories.delete(data());
    return new PostgresFiles(target);
  }

  private String hash() {
    return UUID.nameUUIDFromBytes(root.toString().getBytes(StandardCharsets.UTF_8))
        .toString()
        .substring(0, 8);
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("postgres.log");
  }
}
