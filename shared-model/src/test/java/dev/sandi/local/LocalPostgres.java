package dev.sandi.local;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A PostgreSQL server of our own, run as a child process. Data survive a restart. */
public final class LocalPostgres implements AutoCloseable {

  public static final String SUPERUSER = "postgres";

  /** For an address that nothing outside this machine can reach. */
  public static final String PASSWORD = "sandi";

  private final PostgresCluster cluster;
  private final PostgresConfiguration configuration;

  private LocalPostgres(Path dir, PostgresConfiguration configuration) {
    this.cluster = PostgresCluster.in(dir);
    this.configuration = configuration;
  }

  /**
   * Starts a server.
   *
   * @param dir where its data are, or will be
   * @param port its port, or 0 for any free one
   */
  public static LocalPostgres start(Path dir, int port) {
    return start(dir, port, Map.of());
  }

  /** Starts a server whose {@code postgresql.conf} differs in some settings. */
  public static LocalPostgres start(Path dir, int port, Map<String, String> settings) {
    var configuration = new PostgresConfiguration(Loopback.choosePort(port), Map.copyOf(settings));
    var postgres = new LocalPostgres(dir, configuration);
    postgres.start();
    return postgres;
  }

  /**
   * Starts a server whose data are, if it has none yet, a copy of another's.
   *
   * @param template where the other was started, which no longer runs
   */
  public static LocalPostgres startAs(
      Path template, Path dir, int port, Map<String, String> settings) {
    var configuration = new PostgresConfiguration(Loopback.choosePort(port), Map.copyOf(settings));
    var postgres = new LocalPostgres(dir, configuration);
    try {
      postgres.cluster.copy(PostgresFiles.at(template));
    } catch (IOException e) {
      throw new LocalFailure("%s cannot be copied: %s.".formatted(template, e.getMessage()), e);
    }
    postgres.start();
    return postgres;
  }

  /** Stops what a JVM that was killed left running on this directory. */
  public static void stopLeftover(Path dir) {
    Postmaster.of(PostgresFiles.at(dir).data()).ifPresent(Postmaster::stop);
  }

  /** Deletes a database that is not running, wherever its files are. */
  public static void erase(Path dir) throws IOException {
    Directories.delete(PostgresFiles.at(dir).root());
    Directories.delete(dir);
  }

  /** Starts the server again after {@link #stop()}, with the same port and data. */
  public synchronized void start() {
    var data = cluster.files().data();
    Postmaster.of(data).ifPresent(Postmaster::stop);
    try {
      cluster.create(configuration, PASSWORD);
      cluster.start(configuration);
    } catch (IOException e) {
      throw new LocalFailure("PostgreSQL cannot use %s: %s.".formatted(data, e.getMessage()), e);
    }
    try {
      SandiDatabase.prepare(this::connect, PASSWORD);
    } catch (SQLException e) {
      stop();
      throw new LocalFailure("The database cannot be set up: %s.".formatted(e.getMessage()), e);
    }
  }

  /** Ends all sessions and stops the server. */
  public synchronized void stop() {
    Postmaster.of(cluster.files().data()).ifPresent(Postmaster::stop);
  }

  public int port() {
    return configuration.port();
  }

  public String jdbcUrl() {
    return jdbcUrl(SandiDatabase.NAME);
  }

  /** A connection that may do everything. */
  public Connection superuser() throws SQLException {
    return connect(SandiDatabase.NAME);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, PASSWORD);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(Loopback.HOST, port(), database);
  }

  @Override
  public void close() {
    stop();
  }
}
