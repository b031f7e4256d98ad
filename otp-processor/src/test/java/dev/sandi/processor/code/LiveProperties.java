package dev.sandi.processor.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.code.Challenge.Live;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LiveProperties {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Property
  void whateverIsResentNoCodeOutlivesTwiceItsFirstLimitAndNoSessionIsCutShort(
      @ForAll @IntRange(min = 30, max = 86_400) int firstLimit,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 100_000) Integer> pauses,
      @ForAll @IntRange(min = 30, max = 86_400) int limit) {
    // Given
    Live code = made(START, firstLimit);
    Instant at = START;

    for (int pause : pauses) {
      // When
      at = at.plusSeconds(pause);
      Instant now = at;
      Optional<Live> repeated = code.resent(UUID.randomUUID(), at, Duration.ofSeconds(limit));

      // Then
      repeated.ifPresent(
          same -> {
            assertThat(same.expiresAt()).isAfterOrEqualTo(now.plusSeconds(limit));
            assertThat(same.expiresAt()).isBeforeOrEqualTo(same.expiresAtMost());
          });
      code = repeated.orElseGet(() -> made(now, limit));
    }
  }

  @Property
  void aCodeThatHasEndedIsNeverRepeated(
      @ForAll @IntRange(min = 30, max = 86_400) int limit,
      @ForAll @IntRange(min = 0, max = 100_000) int late) {
    // Given
    Live code = made(START, limit);

    // When
    Optional<Live> repeated =
        code.resent(
            UUID.randomUUID(), START.plusSeconds((long) limit + late), Duration.ofSeconds(30));

    // Then
    assertThat(repeated).isEmpty();
  }

  @Property
  void whateverIsPromisedAgainACodeIsNeverCutShortNorRevivedNorOutlivesTwiceItsLimit(
      @ForAll @IntRange(min = 30, max = 86_400) int limit,
      @ForAll @Size(max = 20) List<@IntRange(min = -100, max = 100_000) Integer> promises) {
    // Given
    Live code = made(START, limit);

    for (int promise : promises) {
      // When
      Instant at = START.plusSeconds(promise);
      Live prolonged = code.prolonged(at, Duration.ofSeconds(limit));

      // Then
      assertThat(prolonged.expiresAt())
          .isAfterOrEqualTo(code.expiresAt())
          .isBeforeOrEqualTo(code.expiresAtMost());
      if (code.isOver(at)) {
        assertThat(prolonged).isEqualTo(code);
      } else {
        assertThat(prolonged.expiresAt())
            .isAfterOrEqualTo(
                at.plusSeconds(limit).isBefore(code.expiresAtMost())
                    ? at.plusSeconds(limit)
                    : code.expiresAtMost());
      }
      code = prolonged;
    }
  }

  private static Live made(Instant at, int limit) {
    return new Challenge.Idle()
        .issued(new NewCode(UUID.randomUUID(), "hash", "sealed", at, Duration.ofSeconds(limit)));
  }
}
