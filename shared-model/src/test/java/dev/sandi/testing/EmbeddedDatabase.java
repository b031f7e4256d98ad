package dev.sandi.testing;

import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * A server on this machine, in a hurry: its files end with the test, so nothing waits for a disk.
 */
final class EmbeddedDatabase implements Database, AutoCloseable {

  private static final Map<String, String> HASTY =
      Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

  private final Path dir;
  private final LocalPostgres postgres;

  EmbeddedDatabase(Path dir) {
    this.dir = dir;
    this.postgres = LocalPostgres.start(dir, 0, HASTY);
  }

  @Override
  public String jdbcUrl() {
    return postgres.jdbcUrl();
  }

  @Override
  public Connection superuser() throws SQLException {
    return postgres.superuser();
  }

  @Override
  public void stop() {
    postgres.stop();
  }

  @Override
  public void start() {
    postgres.start();
  }

  @Override
  public void close() {
    postgres.close();
    try {
      LocalPostgres.erase(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
