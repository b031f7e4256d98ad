package dev.sandi.testing;

import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A server on this machine, in a hurry: its files end with the test, so nothing waits for a disk.
 */
final class EmbeddedDatabase implements Database, AutoCloseable {

  private static final Map<String, String> HASTY =
      Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

  /** The data that each begins with, made once in a JVM: {@code initdb} takes most of a start. */
  private static final class Template {

    private static final TestDirectory DIRECTORY = TestDirectory.create();

    static {
      LocalPostgres.start(at(), 0, HASTY).close();
      Runtime.getRuntime().addShutdownHook(new Thread(Template::erase, "template-end"));
    }

    static Path at() {
      return DIRECTORY.path().resolve("postgres");
    }

    private static void erase() {
      try (DIRECTORY) {
        LocalPostgres.erase(at());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Path dir;
  private final LocalPostgres postgres;
  private final String query;

  EmbeddedDatabase(Path dir) {
    this(dir, Map.of(), "");
  }

  /**
   * One with other settings.
   *
   * @param settings of the server
   * @param query what clients add to its URL
   */
  EmbeddedDatabase(Path dir, Map<String, String> settings, String query) {
    Map<String, String> all = new HashMap<>(HASTY);
    all.putAll(settings);
    this.dir = dir;
    this.postgres = LocalPostgres.startAs(Template.at(), dir, 0, all);
    this.query = query;
  }

  @Override
  public String jdbcUrl() {
    return postgres.jdbcUrl() + query;
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
