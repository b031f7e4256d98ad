package dev.sandi.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.Numbers;
import dev.sandi.bench.callbacks.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How long orders take is counted from when they were due. */
class JourneysTest {

  private static final int EARLIER = 7;
  private static final long START = 5_000_000_000L;

  private final Numbers numbers = new Numbers();
  private final long[] given = LongStream.generate(numbers::next).limit(EARLIER + 21).toArray();

  /** Ten a second for two seconds. */
  private final Journeys journeys = new Journeys(EARLIER, 10, Duration.ofSeconds(2), START);

  @Test
  void countsFromWhenAnOrderWasDueAndNotFromWhenItWasMade() {
    // Given the eleventh order, which is due after a second
    long eleventh = given[EARLIER + 10];

    // When it is submitted half a second later, and told of a second later
    journeys.submitted(msisdn(eleventh), START + millis(1_500));
    journeys.told(told(eleventh, START + millis(2_000)));

    // Then
    assertThat(journeys.toSubmit().getMaxValue() / 1e6).isBetween(499.0, 501.0);
    assertThat(journeys.toCallback().getMaxValue() / 1e6).isBetween(999.0, 1_001.0);
  }

  @Test
  void takesTheFirstCallbackOfAnOrderForItsTimeAndCountsAll() {
    // Given
    long first = given[EARLIER];

    // When
    journeys.told(told(first, START + millis(10)));
    journeys.told(told(first, START + millis(900)));

    // Then
    assertThat(journeys.told()).isEqualTo(1);
    assertThat(journeys.callbacks()).isEqualTo(2);
    assertThat(journeys.toCallback().getMaxValue() / 1e6).isLessThan(11);
  }

  @Test
  void leavesOutWhatBelongsToStretchesBeforeAndAfter() {
    // When
    journeys.submitted(msisdn(given[EARLIER - 1]), START);
    journeys.submitted(msisdn(given[EARLIER + 20]), START);
    journeys.told(told(-1, START));

    // Then
    assertThat(journeys.submitted()).isZero();
    assertThat(journeys.told()).isZero();
  }

  private static String msisdn(long number) {
    return String.format(Locale.ROOT, "%s%09d", Orders.COUNTRY, number);
  }

  private static Request told(long number, long nanos) {
    return new Request(0, "127.0.0.1", UUID.randomUUID(), 1, number, nanos, 0);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
