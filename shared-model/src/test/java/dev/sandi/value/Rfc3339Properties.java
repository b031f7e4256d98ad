package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class Rfc3339Properties {

  @Property
  void aTimeIsWrittenAsTheJdkWritesIt(
      @ForAll @LongRange(min = -80_000_000_000L, max = 300_000_000_000L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    // Given
    Instant exact = Instant.ofEpochSecond(seconds, nanos);

    // When, then
    for (ChronoUnit unit :
        List.of(ChronoUnit.NANOS, ChronoUnit.MICROS, ChronoUnit.MILLIS, ChronoUnit.SECONDS)) {
      Instant instant = exact.truncatedTo(unit);
      assertThat(Rfc3339.of(instant)).isEqualTo(instant.toString());
    }
  }

  @Example
  void theEndsOfTimeAreWrittenToo() {
    // When, then
    for (Instant instant : List.of(Instant.EPOCH, Instant.MIN, Instant.MAX)) {
      assertThat(Rfc3339.of(instant)).isEqualTo(instant.toString());
    }
  }
}
