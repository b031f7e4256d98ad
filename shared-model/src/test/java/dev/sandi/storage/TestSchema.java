package dev.sandi.storage;

import com.zaxxer.hikari.HikariDataSource;
import dev.sandi.local.LocalPostgres;
import dev.sandi.testing.Database;
import dev.sandi.testing.Infrastructure;
import java.util.UUID;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A schema of the shared database for one test, and connections to it as one copy has them. */
public final class TestSchema implements AutoCloseable {

  private final Database database = Infrastructure.shared().database();
  private final String name = "test_" + UUID.randomUUID().toString().substring(0, 8);
  private final HikariDataSource dataSource;

  public TestSchema() {
    dataSource = connect(8);
    jdbc().execute("create schema " + name);
  }

  /** Another copy's connections to the same schema. */
  public HikariDataSource connect(int connections) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database.jdbcUrl());
    pool.addDataSourceProperty("currentSchema", name);
    pool.setUsername(LocalPostgres.SUPERUSER);
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(0);
    return pool;
  }

  public TestSchema withOutbox() {
    new ResourceDatabasePopulator(new ClassPathResource("db/shared/R__outbox.sql"))
        .execute(dataSource);
    return this;
  }

  public JdbcTemplate jdbc() {
    return new JdbcTemplate(dataSource);
  }

  public TransactionTemplate transactions() {
    return transactions(dataSource);
  }

  public static TransactionTemplate transactions(HikariDataSource dataSource) {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource));
  }

  public int count(String table) {
    Integer count = jdbc().queryForObject("select count(*) from " + table, Integer.class);
    return count == null ? 0 : count;
  }

  @Override
  public void close() {
    jdbc().execute("drop schema " + name + " cascade");
    dataSource.close();
  }
}
