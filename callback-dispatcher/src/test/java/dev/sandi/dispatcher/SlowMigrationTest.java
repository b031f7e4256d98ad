package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An index over tables that are full takes minutes. */
@RequiresInfrastructure
class SlowMigrationTest {

  @Test
  void aMigrationMayTakeLongerThanAnyStatementOfTheService() {
    // Given
    Map<String, String> impatient =
        Map.of(
            "spring.datasource.hikari.data-source-properties.socketTimeout",
            "1",
            "spring.datasource.hikari.data-source-properties.options",
            "-c idle_in_transaction_session_timeout=1s",
            "spring.flyway.locations",
            "classpath:db/dispatcher,classpath:db/shared,classpath:db/slow");

    // When
    try (Dispatcher dispatcher = Dispatcher.start(Clock.systemUTC(), impatient)) {

      // Then
      assertThat(
              dispatcher
                  .jdbc()
                  .queryForList(
                      "select success from flyway_schema_history where version = '9999'",
                      Boolean.class))
          .containsExactly(true);
    }
  }
}
