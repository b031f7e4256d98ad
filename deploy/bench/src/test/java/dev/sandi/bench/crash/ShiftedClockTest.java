package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftedClockTest {

  @TempDir Path dir;

  @Test
  void isWrongByWhatAnotherHolderOfItsFileSays() {
    // Given
    ShiftedClock ofTheService = ShiftedClock.by(dir.resolve("clock"));
    ShiftedClock ofTheRun = ShiftedClock.by(dir.resolve("clock"));
    assertThat(ofTheService.instant()).isCloseTo(Instant.now(), within(2, ChronoUnit.SECONDS));

    // When
    ofTheRun.shift(-60_000);

    // Then
    assertThat(Duration.between(ofTheService.instant(), Instant.now()))
        .isCloseTo(Duration.ofMinutes(1), Duration.ofSeconds(2));

    // When
    ofTheRun.shift(0);

    // Then
    assertThat(ofTheService.instant()).isCloseTo(Instant.now(), within(2, ChronoUnit.SECONDS));
  }
}
