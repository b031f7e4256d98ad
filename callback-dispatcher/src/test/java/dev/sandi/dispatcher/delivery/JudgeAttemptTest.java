package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import dev.sandi.dispatcher.endpoint.Sample;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.http.Failure;
import dev.sandi.dispatcher.http.Phase;
import dev.sandi.dispatcher.http.Timing;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeAttemptTest {

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private final JudgeAttempt judge =
      new JudgeAttempt(
          new RetrySchedule(List.of(Duration.ofSeconds(5)), new Random(1)),
          Map.of("otp.sent", Duration.ofMinutes(20)));

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void takesEvery2xxForSuccess(int status) {
    assertThat(judge.judge(delivery(NOW), attempt(1, answer(status)), CallbackPolicy.DEFAULT))
        .isEqualTo(new Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 301, 302, 307, 400, 401, 404, 408, 413, 429, 500, 503, 599, 999})
  void triesEveryOtherAnswerAgain(int status) {
    assertThat(judge.judge(delivery(NOW), attempt(1, answer(status)), CallbackPolicy.DEFAULT))
        .isInstanceOf(Retry.class);
  }

  @ParameterizedTest
  @EnumSource
  void triesEveryFailureAgain(Failure failure) {
    assertThat(judge.judge(delivery(NOW), attempt(1, new Failed(failure)), CallbackPolicy.DEFAULT))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.error()).isEqualTo(failure.slug()));
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    assertThat(judge.judge(delivery(NOW), attempt(2, answer(500)), CallbackPolicy.DEFAULT))
        .isEqualTo(new Exhausted("refused", End.ATTEMPTS_USED_UP));
  }

  @Test
  void givesUpAtOnceWhenTheReceiverIsGone() {
    assertThat(judge.judge(delivery(NOW), attempt(1, answer(410)), CallbackPolicy.DEFAULT))
        .isEqualTo(new Exhausted("gone", End.GONE));
  }

  @Test
  void waitsAsLongAsItIsAskedTo() {
    // Given
    Attempt attempt = attempt(1, new Answered(429, "", "600"));

    // When
    Outcome outcome = judge.judge(delivery(NOW), attempt, CallbackPolicy.DEFAULT);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Retry.class,
            retry ->
                assertThat(Duration.between(attempt.endedAt(), retry.at()))
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12)));
  }

  @Test
  void repeatsNothingThatMayHaveArrivedIfTheAppWantsNothingTwice() {
    // Given
    CallbackPolicy once = new CallbackPolicy(List.of(), true);

    // Then
    assertThat(judge.judge(delivery(NOW), attempt(1, answer(500)), once))
        .isEqualTo(new Exhausted("refused", End.AT_MOST_ONCE));
    assertThat(judge.judge(delivery(NOW), attempt(1, new Failed(Failure.TIMEOUT)), once))
        .isEqualTo(new Exhausted("timeout", End.AT_MOST_ONCE));
    assertThat(judge.judge(delivery(NOW), attempt(1, new Failed(Failure.CONNECTION_FAILED)), once))
        .isInstanceOf(Retry.class);
  }

  @ParameterizedTest
  @EnumSource
  void repeatsWhatTimedOutBeforeThereWasASecureConnectionIfTheAppWantsNothingTwice(Phase phase) {
    // Given
    CallbackPolicy once = new CallbackPolicy(List.of(), true);
    Timing timing = new Timing(null, null, null, null, false, phase);

    // When
    Outcome outcome =
        judge.judge(
            delivery(NOW),
            new Attempt(1, NOW, Duration.ofSeconds(15), new Failed(Failure.TIMEOUT), timing),
            once);

    // Then
    if (phase == Phase.DNS || phase == Phase.CONNECT) {
      assertThat(outcome).isInstanceOf(Retry.class);
    } else {
      assertThat(outcome).isEqualTo(new Exhausted("timeout", End.AT_MOST_ONCE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAfterATlsAlertThatMayBeAnAnswerIfTheAppWantsNothingTwice(Phase phase) {
    // Given
    CallbackPolicy once = new CallbackPolicy(List.of(), true);
    Timing timing = new Timing(null, null, null, null, true, phase);

    // When
    Outcome outcome =
        judge.judge(
            delivery(NOW),
            new Attempt(1, NOW, Duration.ofMillis(20), new Failed(Failure.TLS_FAILED), timing),
            once);

    // Then
    if (phase == Phase.FIRST_BYTE || phase == Phase.BODY) {
      assertThat(outcome).isEqualTo(new Exhausted("tls_failed", End.AT_MOST_ONCE));
    } else {
      assertThat(outcome).isInstanceOf(Retry.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PROXY_FAILED",
        "CONNECTION_FAILED",
        "CERTIFICATE_EXPIRED",
        "CERTIFICATE_UNTRUSTED",
        "CERTIFICATE_WRONG_HOST"
      })
  void repeatsWhatNeverLeftAlsoIfTheAppWantsNothingTwice(Failure failure) {
    assertThat(
            judge.judge(
                delivery(NOW),
                attempt(1, new Failed(failure)),
                new CallbackPolicy(List.of(), true)))
        .isInstanceOf(Retry.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROXY_FAILED", "NO_SIGNING_KEY", "INSECURE_URL", "UNUSABLE_TLS_SETTINGS"})
  void holdsNoEndpointToBlameForFaultsOfOurs(Failure failure) {
    assertThat(attempt(1, new Failed(failure)).sample(false).kind()).isEqualTo(Sample.Kind.UNSENT);
  }

  @Test
  void waitsAsLongAsTheAppWantsAndNoMoreOftenThanItWants() {
    // Given
    CallbackPolicy own = new CallbackPolicy(List.of(60L, 90L), false);

    // Then
    assertThat(judge.judge(delivery(NOW), attempt(2, answer(500)), own))
        .isInstanceOfSatisfying(
            Retry.class,
            retry ->
                assertThat(Duration.between(NOW, retry.at()).toSeconds()).isBetween(90L, 109L));
    assertThat(judge.judge(delivery(NOW), attempt(3, answer(500)), own))
        .isEqualTo(new Exhausted("refused", End.ATTEMPTS_USED_UP));
  }

  @Test
  void repeatsNothingThatIsOfNoValueByThen() {
    // Given
    Delivery young = delivery(NOW.minus(Duration.ofMinutes(20)).plusSeconds(7));
    Delivery old = delivery(NOW.minus(Duration.ofMinutes(20)).plusSeconds(4));

    // Then
    assertThat(judge.judge(young, attempt(1, answer(500)), CallbackPolicy.DEFAULT))
        .isInstanceOf(Retry.class);
    assertThat(judge.judge(old, attempt(1, answer(500)), CallbackPolicy.DEFAULT))
        .isEqualTo(new Exhausted("refused", End.EXPIRED));
    assertThat(judge.judge(old, attempt(1, answer(200)), CallbackPolicy.DEFAULT))
        .isEqualTo(new Delivered());
  }

  @Test
  void beginsTheScheduleAndTheAgeAnewForWhatIsReplayed() {
    // Given
    Instant longAgo = NOW.minus(Duration.ofDays(3));
    Delivery replayed = delivery(longAgo, new Replayed(NOW, 2, false));

    // Then
    assertThat(judge.judge(replayed, attempt(3, answer(500)), CallbackPolicy.DEFAULT))
        .isInstanceOf(Retry.class);
    assertThat(judge.judge(replayed, attempt(4, answer(500)), CallbackPolicy.DEFAULT))
        .isEqualTo(new Exhausted("refused", End.ATTEMPTS_USED_UP));
    assertThat(
            judge.judge(
                delivery(longAgo, new Replayed(NOW.minus(Duration.ofHours(1)), 2, false)),
                attempt(3, answer(500)),
                CallbackPolicy.DEFAULT))
        .isEqualTo(new Exhausted("refused", End.EXPIRED));
  }

  private static Delivery delivery(Instant createdAt) {
    return delivery(createdAt, null);
  }

  private static Delivery delivery(Instant createdAt, @Nullable Replayed replayed) {
    return new Delivery(
        UuidV7.at(createdAt),
        1,
        new AppId("demo"),
        SessionId.at(createdAt),
        "otp.sent",
        new CallbackUrl("https://example.com/"),
        Body.of(new byte[0]),
        "",
        0,
        createdAt,
        createdAt,
        Claim.at(createdAt, Duration.ofMinutes(1)),
        false,
        false,
        false,
        true,
        replayed);
  }

  private static Attempt attempt(int number, AttemptResult result) {
    return new Attempt(number, NOW, Duration.ofMillis(20), result);
  }

  private static Answered answer(int status) {
    return new Answered(status, "", null);
  }
}
