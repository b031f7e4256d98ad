package dev.sandi.dispatcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReplayRateProperties {

  private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

  private record Batch(Instant at, int count) {}

  /** Whoever comes by, however often, and however much of what is allowed is taken. */
  @Property
  void isHeldOverEveryStretchOfTimeButForASecondOfIt(
      @ForAll @IntRange(min = 1, max = 1000) int perSecond,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 3000) Integer> pausesInMillis,
      @ForAll @IntRange(min = 1, max = 500) int most) {
    List<Batch> batches = batches(perSecond, pausesInMillis, most);

    for (int first = 0; first < batches.size(); first++) {
      int made = 0;
      for (int last = first; last < batches.size(); last++) {
        made += batches.get(last).count();
        Duration stretch = Duration.between(batches.get(first).at(), batches.get(last).at());
        assertThat((double) made).isLessThanOrEqualTo(perSecond * (seconds(stretch) + 1) + 1e-6);
      }
    }
  }

  @Property
  void isHeldFromTheStart(
      @ForAll @IntRange(min = 1, max = 1000) int perSecond,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 3000) Integer> pausesInMillis) {
    int made = 0;
    for (Batch batch : batches(perSecond, pausesInMillis, Integer.MAX_VALUE)) {
      made += batch.count();
      assertThat((double) made)
          .isLessThanOrEqualTo(perSecond * seconds(Duration.between(START, batch.at())) + 1e-6);
    }
  }

  /** To the one that may be under way, and a microsecond for each batch. */
  @Property
  void isUsedUpByTurnsThatFollowWithinASecond(
      @ForAll @IntRange(min = 1, max = 1000) int perSecond,
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 900) Integer> pausesInMillis) {
    List<Batch> batches = batches(perSecond, pausesInMillis, Integer.MAX_VALUE);
    long made = batches.stream().mapToLong(Batch::count).sum();
    Instant end = batches.isEmpty() ? START : batches.get(batches.size() - 1).at();

    // Below one a second, what is saved up for the next may be more than a second old.
    assertThat((double) made)
        .isGreaterThanOrEqualTo(
            Math.floor((perSecond - 1) * seconds(Duration.between(START, end))) - 2);
  }

  @Example
  void makesUpForOneSecondOfAPause() {
    ReplayRate rate = new ReplayRate(300);

    assertThat(rate.allowed(START, START)).isZero();
    assertThat(rate.allowed(START, START.plusMillis(10))).isEqualTo(3);
    assertThat(rate.allowed(START, START.plusSeconds(3600))).isEqualTo(300);
    assertThat(rate.allowed(START.plusSeconds(5), START)).isZero();
  }

  private static List<Batch> batches(int perSecond, List<Integer> pausesInMillis, int most) {
    ReplayRate rate = new ReplayRate(perSecond);
    List<Batch> batches = new ArrayList<>();
    Instant usedUntil = START;
    Instant now = START;
    for (int pause : pausesInMillis) {
      now = now.plusMillis(pause);
      int count = Math.min(most, rate.allowed(usedUntil, now));
      usedUntil = rate.use(usedUntil, now, count);
      batches.add(new Batch(now, count));
    }
    return batches;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
