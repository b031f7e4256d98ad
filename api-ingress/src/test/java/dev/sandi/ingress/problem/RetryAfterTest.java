package dev.sandi.ingress.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  @Test
  void isNeverShorterThanTheWait() {
    // Given: the database counts microseconds
    Duration wait = Duration.ofSeconds(29).plus(1, ChronoUnit.MICROS);

    // When
    Refusal refusal = Refusal.rateLimited(wait);

    // Then
    assertThat(refusal.header("Retry-After")).isEqualTo("30");
  }
}
