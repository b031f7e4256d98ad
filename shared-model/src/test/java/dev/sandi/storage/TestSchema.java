package dev.sandi.storage;

import dev.sandi.local.LocalPostgres;
import dev.sandi.testing.Database;
import dev.sandi.testing.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A schema of the shared database for one test, and connections to it as one copy has them. */
public final class TestSchema implements AutoCloseable {

  private final Database database = Infrastructure.shared().database();
  private final String name = "test_" + UUID.randomUUID().toString().substring(0, 8);
  private final List<ThreadConnections> opened = new ArrayList<>();
  private final DataSource dataSource;

  public TestSchema() {
    dataSource = connect();
    jdbc().execute("create schema " + name);
  }

  /** Another copy's connections to the same schema. */
  public DataSource connect() {
    var connections = new ThreadConnections(url(), LocalPostgres.SUPERUSER, database.password());
    opened.add(connections);
    return connections;
  }

  private String url() {
    String url = database.jdbcUrl();
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name;
  }

  public TestSchema withOutbox() {
    new ResourceDatabasePopulator(new ClassPathResource("db/shared/R__outbox.sql"))
        .execute(dataSource);
    return this;
  }

  /** One connection, for a transaction that the test begins and ends. */
  public Connection connection() throws SQLException {
    return DriverManager.getConnection(url(), LocalPostgres.SUPERUSER, database.password());
  }

  public JdbcTemplate jdbc() {
    return new JdbcTemplate(dataSource);
  }

  public TransactionTemplate transactions() {
    return transactions(dataSource);
  }

  public static TransactionTemplate transactions(DataSource dataSource) {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource));
  }

  public int count(String table) {
    Integer count = jdbc().queryForObject("select count(*) from " + table, Integer.class);
    return count == null ? 0 : count;
  }

  @Override
  public void close() {
    jdbc().execute("drop schema " + name + " cascade");
    opened.forEach(ThreadConnections::close);
  }
}
