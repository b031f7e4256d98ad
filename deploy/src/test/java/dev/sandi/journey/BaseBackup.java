package dev.sandi.journey;

import dev.sandi.local.LocalPostgres;
import dev.sandi.testing.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A base backup of a running server by the low-level API (PostgreSQL 17, 25.3.4), and a server that
 * is restored from it: what {@code pg_basebackup} does, which the embedded binaries do not have.
 */
final class BaseBackup implements AutoCloseable {

  /** Nothing here needs to outlive a power cut. */
  private static final Map<String, String> HASTY = Map.of("fsync", "off");

  private final Path dir;

  private BaseBackup(Path dir) {
    this.dir = dir;
  }

  /** Copies the files of a server that goes on working meanwhile. */
  static BaseBackup take(Database database, Path dir) {
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement()) {
      Path data = Path.of(text(statement, "show data_directory"));
      Path copy = dir.resolve("data");
      statement.execute("select pg_backup_start('sandi', true)");
      copy(data, copy, Path.of("pg_wal"));
      String label = text(statement, "select labelfile from pg_backup_stop(false)");
      Files.writeString(copy.resolve("backup_label"), label);
      copy(data.resolve("pg_wal"), copy.resolve("pg_wal"), Path.of("archive_status"));
      Files.createDirectories(copy.resolve("pg_wal/archive_status"));
      Files.deleteIfExists(copy.resolve("postmaster.pid"));
      return new BaseBackup(dir);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the backup cannot be taken", e);
    }
  }

  /** Another server, which recovers to the end of the backup. */
  Database restore() {
    LocalPostgres restored = LocalPostgres.start(dir, 0, HASTY);
    return new Database() {
      @Override
      public String jdbcUrl() {
        return restored.jdbcUrl();
      }

      @Override
      public Connection superuser() throws SQLException {
        return restored.superuser();
      }

      @Override
      public void stop() {
        restored.stop();
      }

      @Override
      public void start() {
        restored.start();
      }
    };
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Files may come and go while they are copied: recovery makes up for it from the log. */
  private static void copy(Path from, Path to, Path without) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Path relative = from.relativize(each);
            if (!relative.equals(without)) {
              Files.createDirectories(to);
              if (!relative.toString().isEmpty()) {
                Files.copy(each, to.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
              } else {
                Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
              }
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            try {
              Files.copy(
                  each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            } catch (NoSuchFileException e) {
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path each, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  @Override
  public void close() {
    LocalPostgres.stopLeftover(dir);
    try {
      LocalPostgres.erase(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
