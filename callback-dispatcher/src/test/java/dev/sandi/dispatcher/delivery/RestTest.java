package dev.sandi.dispatcher.delivery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestTest {

  @Test
  void lookingInVainTakesAFifthOfTheTime() {
    // When
    long rest = Rest.after(MILLISECONDS.toNanos(35), 0);

    // Then
    assertThat(rest).isEqualTo(MILLISECONDS.toNanos(140));
  }

  @Test
  void aBacklogIsClaimedWithoutARestHoweverSlowTheMachine() {
    // When
    long rest = Rest.after(SECONDS.toNanos(2), 100);

    // Then
    assertThat(rest).isZero();
  }

  @Test
  void theFewerAreFoundTheLongerIsTheRest() {
    // When
    long rest = Rest.after(MILLISECONDS.toNanos(5), 20);

    // Then
    assertThat(rest).isEqualTo(MILLISECONDS.toNanos(16));
  }

  @Test
  void noRestIsSoLongThatADueCallbackIsLate() {
    // When
    long rest = Rest.after(SECONDS.toNanos(10), 0);

    // Then
    assertThat(rest).isEqualTo(MILLISECONDS.toNanos(400));
  }
}
