package dev.sandi.ingress.request;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sandi.value.AppId;
import java.util.Properties;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database as requests use it: it answers in a second or is away.
 *
 * <p>Connections of its own, so that a burst of the intake never makes a request wait, and limits
 * of its own: a server that is gone without a word would otherwise hold a request until the socket
 * times out, which the intake and the relay can afford and a request cannot.
 */
public final class QuickDatabase implements AutoCloseable {

  private static final long BORROW_MILLIS = 500;
  private static final long VALIDATE_MILLIS = 250;
  private static final int SOCKET_SECONDS = 1;
  private static final int STATEMENT_MILLIS = 900;

  private final HikariDataSource pool;
  private final JdbcTemplate jdbc;
  private final Readers readers;

  /**
   * @param source where the database is, and as whom to connect
   * @param connections size of the pool
   */
  public QuickDatabase(HikariDataSource source, int connections) {
    // Not copyStateTo: it shares the map of properties, and these limits would be the source's too.
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(source.getJdbcUrl());
    config.setUsername(source.getUsername());
    config.setPassword(source.getPassword());
    config.setDriverClassName(source.getDriverClassName());
    config.setSchema(source.getSchema());
    config.setMaxLifetime(source.getMaxLifetime());
    config.setKeepaliveTime(source.getKeepaliveTime());
    config.setInitializationFailTimeout(source.getInitializationFailTimeout());
    config.setPoolName("requests");
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(2, connections));
    config.setConnectionTimeout(BORROW_MILLIS);
    config.setValidationTimeout(VALIDATE_MILLIS);
    Properties properties = new Properties();
    properties.putAll(source.getDataSourceProperties());
    properties.put("connectTimeout", String.valueOf(SOCKET_SECONDS));
    properties.put("socketTimeout", String.valueOf(SOCKET_SECONDS));
    properties.put("binaryTransferEnable", "UUID_ARRAY");
    // Ends a slow statement before the socket does, so that the connection can be kept.
    properties.put(
        "options",
        properties.getProperty("options", "") + " -c statement_timeout=" + STATEMENT_MILLIS);
    config.setDataSourceProperties(properties);
    this.pool = new HikariDataSource(config);
    this.jdbc = new JdbcTemplate(pool);
    this.readers = new Readers(Math.max(1, connections / 2));
  }

  public JdbcTemplate jdbc() {
    return jdbc;
  }

  /**
   * Reads what an app asks for, on half of the connections at most: what is sent needs the others,
   * however much is read. No app has all of that half.
   *
   * @throws dev.sandi.ingress.problem.Refusal 503 if too much is read already
   */
  public <T> T read(AppId app, Supplier<T> reading) {
    return readers.read(app, reading);
  }

  /**
   * The same for nobody in particular.
   *
   * @throws dev.sandi.ingress.problem.Refusal 503 if too much is read already
   */
  public <T> T read(Supplier<T> reading) {
    return readers.read(reading);
  }

  @Override
  public void close() {
    pool.close();
  }
}
