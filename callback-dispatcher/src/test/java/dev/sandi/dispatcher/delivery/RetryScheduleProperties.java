package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RetryScheduleProperties {

  private static final Instant FAILED = Instant.parse("2026-11-01T00:00:00Z");

  @Property
  void isNeverEarlierThanThePauseAndNoMoreThanAFifthLater(
      @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 1, max = 86_400_000) Long> millis,
      @ForAll @IntRange(min = 1, max = 12) int attempts,
      @ForAll long seed) {
    RetrySchedule schedule = schedule(millis, seed);

    Optional<Instant> next = schedule.next(attempts, FAILED, Duration.ZERO);

    if (attempts > millis.size()) {
      assertThat(next).isEmpty();
    } else {
      long pause = millis.get(attempts - 1);
      assertThat(Duration.between(FAILED, next.orElseThrow()).toMillis())
          .isBetween(pause, pause + pause / 5);
    }
  }

  @Property(tries = 100_000)
  void isNeverEarlierThanTheServerAskedInEitherForm(
      @ForAll @LongRange(min = 0, max = 86_400) long seconds,
      @ForAll boolean asDate,
      @ForAll @LongRange(min = 0, max = 999) long millis,
      @ForAll long seed) {
    RetrySchedule schedule = schedule(List.of(5_000L), seed);
    Instant failed = FAILED.minusMillis(millis);
    String header =
        asDate
            ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                FAILED.plusSeconds(seconds).atOffset(ZoneOffset.UTC))
            : Long.toString(seconds);

    Instant next = schedule.next(1, failed, RetryAfter.parse(header, failed)).orElseThrow();

    Instant asked = (asDate ? FAILED : failed).plusSeconds(Math.min(seconds, 86_399));
    assertThat(next).isAfterOrEqualTo(asked);
  }

  @Property
  void isNeverEarlierThanItsPauseWhateverTheServerAsks(
      @ForAll @LongRange(min = 0, max = 86_400) long seconds, @ForAll long seed) {
    RetrySchedule schedule = schedule(List.of(5_000L), seed);

    Instant next = schedule.next(1, FAILED, Duration.ofSeconds(seconds)).orElseThrow();

    assertThat(next).isAfterOrEqualTo(FAILED.plusSeconds(Math.max(5, seconds)));
  }

  @Property
  void waitsAtMostADayForWhatAServerAsks(@ForAll @LongRange(min = 0) long seconds) {
    assertThat(RetryAfter.parse(Long.toString(seconds), FAILED))
        .isEqualTo(Duration.ofSeconds(Math.min(86_400, seconds)));
  }

  @Property
  void takesAnythingForARequestToWait(@ForAll String header) {
    assertThat(RetryAfter.parse(header, FAILED)).isBetween(Duration.ZERO, Duration.ofDays(1));
  }

  private static RetrySchedule schedule(List<Long> millis, long seed) {
    return new RetrySchedule(millis.stream().map(Duration::ofMillis).toList(), new Random(seed));
  }
}
