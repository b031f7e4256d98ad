package dev.sandi.ingress.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @Test
  void aPercentileIsWithinFivePercentOrAMillisecondOfWhatItWas() {
    // Given
    Random random = new Random(7);
    long[] nanos =
        random.doubles(20_000).mapToLong(share -> (long) Math.exp(share * 32)).sorted().toArray();
    Durations durations = new Durations();

    // When
    for (long each : nanos) {
      durations.add(Map.of(Durations.step(each), 1L));
    }

    // Then
    for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 1}) {
      double exact = nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
      assertThat((double) durations.percentile(share))
          .as("%s", share)
          .isCloseTo(exact, within(Math.max(1, 0.05 * exact)));
    }
  }

  @Test
  void thoseOfSeveralCopiesAddUpToWhatOneWouldHaveSeen() {
    // Given
    Durations whole = new Durations();
    Durations parts = new Durations();

    // When
    long[] nanos = new Random(8).longs(1000, 1, Duration.ofHours(1).toNanos()).toArray();
    Arrays.stream(nanos).forEach(each -> whole.add(Map.of(Durations.step(each), 1L)));
    Arrays.stream(nanos, 0, 300).forEach(each -> parts.add(Map.of(Durations.step(each), 1L)));
    Arrays.stream(nanos, 300, 1000).forEach(each -> parts.add(Map.of(Durations.step(each), 1L)));

    // Then
    assertThat(parts.count()).isEqualTo(1000);
    assertThat(parts.percentile(0.99)).isEqualTo(whole.percentile(0.99));
  }

  @RequiresInfrastructure
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 17, 999, 1234, 60_000, 86_400_000})
  void theDatabaseTakesTheSameStep(long millis) {
    // When
    Integer step =
        Ingress.shared()
            .jdbc()
            .queryForObject(
                "select duration_step(make_interval(secs => ? / 1000.0))", Integer.class, millis);

    // Then
    assertThat(step).isEqualTo(Durations.step(Duration.ofMillis(millis).toNanos()));
  }
}
