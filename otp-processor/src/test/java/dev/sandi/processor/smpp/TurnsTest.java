package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final SmscAddress FIRST = new SmscAddress("first", 2775);
  private static final SmscAddress SECOND = new SmscAddress("second", 2775);

  private final Backoff backoff = new Backoff(() -> 1);
  private final Turns turns = new Turns(List.of(FIRST, SECOND), 0, backoff);
  private long now;

  @Test
  void aHostThatCannotBeBoundToIsFollowedByTheNext() {
    // When
    turns.ended(now);

    // Then
    assertThat(turns.host()).isEqualTo(SECOND);
  }

  @Test
  void bindsBeginAtHostsOfTheirOwn() {
    assertThat(new Turns(List.of(FIRST, SECOND), 3, backoff).host()).isEqualTo(SECOND);
  }

  @Test
  void aSessionThatHeldIsFollowedByOneWithTheSameHostAfterTheShortestPause() {
    // Given
    backoff.longest();

    // When
    session(Turns.HELD);

    // Then
    assertThat(turns.host()).isEqualTo(FIRST);
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aSessionThatDidNotHoldIsFollowedByOneWithTheNextHostAfterAGrowingPause() {
    // When
    backoff.next();
    session(Turns.HELD.minusMillis(1));

    // Then
    assertThat(turns.host()).isEqualTo(SECOND);
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aTryThatFailsAfterASessionThatHeldGoesToTheNextHost() {
    // Given
    session(Turns.HELD);

    // When
    turns.ended(now);

    // Then
    assertThat(turns.host()).isEqualTo(SECOND);
  }

  private void session(Duration length) {
    turns.bound(now);
    now += length.toNanos();
    turns.ended(now);
  }
}
