package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeAttemptTest {

  private final JudgeAttempt judge =
      new JudgeAttempt(new RetrySchedule(List.of(Duration.ofSeconds(5)), new Random(1)));

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void takesEvery2xxForSuccess(int status) {
    assertThat(judge.judge(attempt(1, answer(status)))).isEqualTo(new Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 301, 302, 307, 400, 401, 404, 408, 413, 429, 500, 503, 599, 999})
  void triesEveryOtherAnswerAgain(int status) {
    assertThat(judge.judge(attempt(1, answer(status)))).isInstanceOf(Retry.class);
  }

  @ParameterizedTest
  @EnumSource
  void triesEveryFailureAgain(Failure failure) {
    assertThat(judge.judge(attempt(1, new Failed(failure))))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.error()).isEqualTo(failure.slug()));
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    assertThat(judge.judge(attempt(2, answer(500)))).isEqualTo(new Exhausted("refused"));
  }

  @Test
  void givesUpAtOnceWhenTheReceiverIsGone() {
    assertThat(judge.judge(attempt(1, answer(410)))).isEqualTo(new Exhausted("gone"));
  }

  @Test
  void waitsAsLongAsItIsAskedTo() {
    // Given
    Attempt attempt = attempt(1, new Answered(429, "", "600"));

    // When
    Outcome outcome = judge.judge(attempt);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Retry.class,
            retry ->
                assertThat(Duration.between(attempt.endedAt(), retry.at()))
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12)));
  }

  private static Attempt attempt(int number, AttemptResult result) {
    return new Attempt(
        number, Instant.parse("2026-11-01T00:00:00Z"), Duration.ofMillis(20), result);
  }

  private static Answered answer(int status) {
    return new Answered(status, "", null);
  }
}
