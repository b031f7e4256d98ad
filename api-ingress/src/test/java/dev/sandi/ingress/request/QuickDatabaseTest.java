package dev.sandi.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class QuickDatabaseTest {

  @Test
  void keepsItsHasteToItself() {
    // Given: connections that are made from now on
    Ingress.shared().bean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();

    // When
    String quick = statementTimeout(Ingress.shared().bean(QuickDatabase.class).jdbc());
    String patient = statementTimeout(Ingress.shared().jdbc());

    // Then
    assertThat(quick).isEqualTo("900ms");
    assertThat(patient).isEqualTo("0");
  }

  private static String statementTimeout(JdbcTemplate jdbc) {
    return jdbc.queryForObject("show statement_timeout", String.class);
  }
}
