package dev.sandi.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoomTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T10:00:00Z"));

  @Test
  void keepsToTheRateWhateverTheWindowIs() {
    // Given
    Room room = new Room(1000, 50.0, clock);
    int taken = 0;

    // When: ten seconds go by
    for (int step = 0; step < 10_000; step++) {
      while (room.take()) {
        taken++;
      }
      clock.advance(Duration.ofMillis(1));
    }

    // Then
    assertThat(taken).isBetween(500, 505);
  }

  @Test
  void letsATenthOfASecondsWorthGoAtOnce() {
    // Given
    Room room = new Room(1000, 50.0, clock);

    // Then
    assertThat(room.free()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(room.take()).isTrue();
    }
    assertThat(room.free()).isZero();
    assertThat(room.untilMore()).isEqualTo(Duration.ofMillis(20));
    clock.advance(Duration.ofMillis(20));
    assertThat(room.free()).isEqualTo(1);
    assertThat(room.untilMore()).isNull();
  }

  @Test
  void takesOneMessageInSeveralSeconds() {
    // Given
    Room room = new Room(10, 0.5, clock);

    // Then
    assertThat(room.take()).isTrue();
    assertThat(room.take()).isFalse();
    assertThat(room.untilMore()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void isNotStoppedByAClockThatIsSetBack() {
    // Given
    Room room = new Room(10, 1.0, clock);
    room.take();

    // When
    clock.advance(Duration.ofHours(-1));

    // Then
    assertThat(room.untilMore()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(room.take()).isTrue();
  }

  @Test
  void doesNotShortenAPause() {
    // Given
    Room room = new Room(10, null, clock);

    // When
    room.pause(Duration.ofSeconds(10));
    room.pause(Duration.ofSeconds(1));

    // Then
    assertThat(room.take()).isFalse();
    assertThat(room.untilMore()).isEqualTo(Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(10));
    assertThat(room.free()).isEqualTo(10);
  }

  @Test
  void hasRoomForTheWindow() {
    // Given
    Room room = new Room(2, null, clock);

    // Then
    assertThat(room.take()).isTrue();
    assertThat(room.take()).isTrue();
    assertThat(room.take()).isFalse();
    room.giveBack();
    assertThat(room.take()).isTrue();
    assertThat(room.inFlight()).isEqualTo(2);
    assertThat(room.untilMore()).isNull();
  }
}
