package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeConnectionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dir;

  private DatabasePart database;

  @BeforeEach
  void startDatabase() {
    database = new DatabasePart(dir);
    database.start();
  }

  @AfterEach
  void endDatabase() throws IOException {
    database.terminate();
    database.erase();
  }

  @Test
  void aCopyLosesItsConnectionAndGetsNoOtherUntilTheEnd() throws SQLException {
    // Given
    Mishap mishap =
        new TakeConnections(database, Set.of("processor-1"), () -> true)
            .draw(new SplittableRandom(1));
    try (Connection had = connect()) {

      // When
      mishap.begin();

      // Then
      await().atMost(PATIENCE).until(() -> !had.isValid(1));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThatThrownBy(this::connect)
                      .isInstanceOf(SQLException.class)
                      .extracting(e -> ((SQLException) e).getSQLState())
                      .isEqualTo("53300"));
    }

    // When
    mishap.end();

    // Then
    try (Connection after = connect()) {
      assertThat(after.isValid(1)).isTrue();
    }
    assertThat(mishap.impact().unready()).containsExactly("processor-1");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), "sandi_processor", "sandi");
  }
}
