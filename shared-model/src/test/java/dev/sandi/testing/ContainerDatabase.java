package dev.sandi.testing;

import dev.sandi.local.LocalPostgres;
import dev.sandi.local.SandiDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A database in a container. */
final class ContainerDatabase implements Database, AutoCloseable {

  private static final String IMAGE = "postgres:17.6";
  private static final int PORT = 5432;

  private final PostgreSQLContainer postgres =
      new PostgreSQLContainer(IMAGE)
          .withUsername(LocalPostgres.SUPERUSER)
          .withPassword(LocalPostgres.PASSWORD)
          .withDatabaseName(SandiDatabase.NAME);
  private final ContainerSwitch power = ContainerSwitch.start(postgres, PORT);

  ContainerDatabase() {
    try {
      SandiDatabase.prepare(this::connect, LocalPostgres.PASSWORD);
    } catch (SQLException e) {
      close();
      throw new IllegalStateException("the database cannot be set up", e);
    }
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl(SandiDatabase.NAME);
  }

  @Override
  public Connection superuser() throws SQLException {
    return connect(SandiDatabase.NAME);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl(database), LocalPostgres.SUPERUSER, LocalPostgres.PASSWORD);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(postgres.getHost(), postgres.getMappedPort(PORT), database);
  }

  @Override
  public void stop() {
    power.off();
  }

  @Override
  public void start() {
    power.on();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(
            () -> {
              try (var connection = superuser()) {
                return connection.isValid(1);
              }
            });
  }

  @Override
  public void close() {
    postgres.close();
  }
}
