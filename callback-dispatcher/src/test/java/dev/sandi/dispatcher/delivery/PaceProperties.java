package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PaceProperties {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SLOTS = 16;

  @Property
  void neverStartsMoreThanItsRateAndABurst(
      @ForAll @IntRange(min = 1, max = 2000) int perSecond,
      @ForAll List<@IntRange(min = 0, max = 50) Integer> pausesInMillis) {
    Pace pace = new Pace(SLOTS, perSecond, 0);
    long now = 0;
    int started = 0;
    for (int pause : pausesInMillis) {
      now += pause * MILLI;
      while (pace.mayStart(now)) {
        pace.started(now);
        started++;
      }
    }

    assertThat((double) started)
        .isLessThanOrEqualTo(Math.max(1, perSecond * 0.05) + perSecond * now / 1e9 + 1e-6);
  }

  @Property
  void staysWithinItsBoundsWhateverComes(@ForAll List<Feedback> feedbacks) {
    Pace pace = new Pace(SLOTS, 100, 0);
    long now = 0;
    for (Feedback feedback : feedbacks) {
      now += 5 * MILLI;
      pace.ended(feedback, pace.mayStart(now) ? pace.started(now) : 0);

      assertThat(pace.slots()).isBetween(1, SLOTS);
      assertThat(pace.perSecond()).isBetween(1.0, 100.0);
    }
  }

  @Example
  void fallsByHalfOnceForAllThatWereUnderWay() {
    Pace pace = new Pace(SLOTS, 10_000, 0);
    for (int i = 0; i < SLOTS; i++) {
      pace.started(0);
    }
    for (int i = 0; i < SLOTS; i++) {
      pace.ended(Feedback.THROTTLED, 0);
    }

    assertThat(pace.slots()).isEqualTo(SLOTS / 2);
    assertThat(pace.perSecond()).isEqualTo(8);
  }

  @Example
  void isAsItWasAfterSomeSuccesses() {
    Pace pace = new Pace(SLOTS, 50, 0);
    pace.ended(Feedback.THROTTLED, pace.started(0));
    for (int i = 0; i < 500; i++) {
      pace.ended(Feedback.SUCCEEDED, 1);
    }

    assertThat(pace.slots()).isEqualTo(SLOTS);
    assertThat(pace.perSecond()).isEqualTo(50);
  }

  @Example
  void leavesTheRateOfAnEndpointThatIsOnlySlow() {
    Pace pace = new Pace(SLOTS, 50, 0);
    pace.ended(Feedback.SLOW, pace.started(0));

    assertThat(pace.slots()).isEqualTo(SLOTS / 2);
    assertThat(pace.perSecond()).isEqualTo(50);
  }
}
