package dev.sandi.ingress.request;

import com.zaxxer.hikari.HikariDataSource;
import dev.sandi.ingress.IngressProperties;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RequestConfiguration {

  @Bean
  QuickDatabase quickDatabase(DataSource dataSource, IngressProperties properties)
      throws SQLException {
    return new QuickDatabase(
        dataSource.unwrap(HikariDataSource.class), properties.requestConnections());
  }
}
