package dev.sandi.runtime;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Migrations have connections of their own, by the same settings but for the limits of time: an
 * index over a large table takes longer than any statement of a service may, and whoever holds the
 * lock on migrations meanwhile is idle within a transaction.
 */
@Configuration(proxyBeanMethods = false)
class MigrationsConfiguration {

  /** The last of several settings holds. */
  private static final String NO_LIMIT = " -c idle_in_transaction_session_timeout=0";

  @Bean
  FlywayConfigurationCustomizer migrateWithoutTimeLimits(HikariDataSource pool) {
    return flyway -> {
      Properties properties = new Properties();
      properties.putAll(pool.getDataSourceProperties());
      properties.setProperty("socketTimeout", "0");
      properties.setProperty("options", properties.getProperty("options", "") + NO_LIMIT);
      properties.setProperty("user", pool.getUsername());
      properties.setProperty("password", pool.getPassword());
      flyway.dataSource(new DriverManagerDataSource(pool.getJdbcUrl(), properties));
    };
  }
}
