package dev.sandi.bench.ground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Outcome SENT = new Outcome.Sent();
  private static final Outcome REFUSED = new Outcome.Refused("sequential", "walk");

  private final Tally tally = new Tally();

  @Test
  void countsWhatWasSentBeforeTheFirstRefusal() {
    // When
    add(SENT, 7);
    add(REFUSED, 1);
    add(SENT, 5);

    // Then
    assertThat(tally.sentBefore()).isEqualTo(7);
    assertThat(tally.sent()).isEqualTo(12);
    assertThat(tally.refused()).isEqualTo(1);
  }

  @Test
  void theFirstFiftyAreNoPartOfTheShareThatIsStopped() {
    // When
    add(REFUSED, 50);
    add(SENT, 25);
    add(REFUSED, 75);

    // Then
    assertThat(tally.stoppedShare()).isEqualTo(0.75);
  }

  @Test
  void anAttackThatNothingStopsIsNotStopped() {
    // When
    add(SENT, 100);

    // Then
    assertThat(tally.stoppedShare()).isZero();
    assertThat(tally.sentBefore()).isEqualTo(100);
  }

  @Test
  void whatFailedIsNeitherSentNorRefused() {
    // When
    add(SENT, 1);
    add(new Outcome.Failed("superseded"), 3);

    // Then
    assertThat(tally.failed()).isEqualTo(3);
    assertThat(tally.refused()).isZero();
    assertThat(tally.refusedShare()).isZero();
  }

  @Test
  void theBusiestCheckIsNamedFirst() {
    // When
    add(new Outcome.Refused("blocked", "msisdn_blocked"), 2);
    add(REFUSED, 3);

    // Then
    assertThat(tally.checks()).isEqualTo("sequential (walk) 3, blocked (msisdn_blocked) 2");
  }

  private void add(Outcome outcome, int times) {
    IntStream.range(0, times).forEach(i -> tally.add(outcome));
  }
}
