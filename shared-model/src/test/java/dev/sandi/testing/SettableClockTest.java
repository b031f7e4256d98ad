package dev.sandi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SettableClockTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void standsStillUntilItIsMoved() {
    // Given
    var clock = new SettableClock(START);

    // When
    clock.advance(Duration.ofMinutes(5));

    // Then
    assertThat(clock.instant()).isEqualTo("2026-11-01T00:05:00Z");
  }

  @Test
  void movesItsViewsInOtherZonesToo() {
    // Given
    var clock = new SettableClock(START);
    var view = clock.withZone(ZoneId.of("Asia/Jakarta"));

    // When
    clock.set(START.plusSeconds(1));

    // Then
    assertThat(view.instant()).isEqualTo(START.plusSeconds(1));
    assertThat(view.getZone()).isEqualTo(ZoneId.of("Asia/Jakarta"));
  }
}
