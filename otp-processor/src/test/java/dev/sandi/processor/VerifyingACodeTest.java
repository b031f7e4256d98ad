package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.SessionEvent;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class VerifyingACodeTest {

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void theRightCodeIsVerifiedOnceAndTold() {
    // Given
    OtpRequested request = Requests.to(msisdn);
    String code = codeOf(request);

    // When
    JsonNode first = processor.verify(msisdn, code);
    JsonNode second = processor.verify(msisdn, code);

    // Then
    assertThat(first.get("outcome").asString()).isEqualTo("verified");
    assertThat(first.get("session_id").asString()).isEqualTo(request.sessionId().toString());
    assertThat(second.get("outcome").asString()).isEqualTo("not_found");
    await().untilAsserted(() -> assertThat(verifications(request)).hasSize(1));
  }

  @Test
  void ofTwoHundredCorrectChecksAtOnceOneSucceeds() throws Exception {
    // Given
    String code = codeOf(Requests.to(msisdn));
    ExecutorService threads = Executors.newFixedThreadPool(32);

    // When
    List<CompletableFuture<String>> checks =
        IntStream.range(0, 200)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> processor.verify(msisdn, code).get("outcome").asString(), threads))
            .toList();
    CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new)).get();
    threads.shutdown();

    // Then
    assertThat(checks.stream().map(CompletableFuture::join).filter("verified"::equals)).hasSize(1);
  }

  @Test
  void ofTwoHundredWrongGuessesAtOnceFiveAreLookedAt() throws Exception {
    // Given
    codeOf(Requests.withCode(msisdn, "abc123"));
    ExecutorService threads = Executors.newFixedThreadPool(32);

    // When
    List<CompletableFuture<String>> guesses =
        IntStream.range(0, 200)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> processor.verify(msisdn, "wrong").get("outcome").asString(), threads))
            .toList();
    CompletableFuture.allOf(guesses.toArray(CompletableFuture[]::new)).get();
    threads.shutdown();

    // Then
    assertThat(guesses.stream().map(CompletableFuture::join).filter("not_found"::equals))
        .hasSize(5);
  }

  @Test
  void wrongGuessesUseUpABudgetThatANewCodeDoesNotRefill() {
    // Given
    String code = codeOf(Requests.to(msisdn));
    String wrong = code.equals("000000") ? "000001" : "000000";

    // When
    List<Integer> left =
        IntStream.range(0, 5)
            .mapToObj(n -> processor.verify(msisdn, wrong).get("attempts_left").asInt())
            .toList();
    processor.publish(Requests.withCode(msisdn, "abc123"));
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(2));

    // Then
    assertThat(left).containsExactly(4, 3, 2, 1, 0);
    JsonNode locked = processor.verify(msisdn, "abc123");
    assertThat(locked.get("outcome").asString()).isEqualTo("locked");
    assertThat(locked.get("retry_after").asLong()).isBetween(1L, 900L);
  }

  @Test
  void aSessionThatIsPromisedAgainCanBeVerifiedAsLongAsTheLastPromise() {
    // Given: the publication of the first attempt was believed to have failed
    OtpRequested first = Requests.withLimit(msisdn, 30);
    String code = codeOf(first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(20));
    publishAgain(first, Duration.ofSeconds(20));
    Processor.CLOCK.advance(Duration.ofSeconds(25));

    // Then
    assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("verified");
    assertThat(processor.inbox(msisdn)).hasSize(1);
  }

  @Test
  void aCodeThatIsOverIsNotRevivedByAnotherPromise() {
    // Given
    OtpRequested first = Requests.withLimit(msisdn, 30);
    String code = codeOf(first);
    Processor.CLOCK.advance(Duration.ofSeconds(31));

    // When
    publishAgain(first, Duration.ofSeconds(31));

    // Then
    assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("expired");
  }

  /** Returns when it has had its effect: what is published after it is of the same partition. */
  private void publishAgain(OtpRequested request, Duration later) {
    processor.publish(Requests.again(request, later));
    PhoneNumber next = PhoneNumber.of(msisdn.neighbourhood() + "000");
    processor.publish(Requests.to(next));
    await().untilAsserted(() -> assertThat(processor.inbox(next)).hasSize(1));
  }

  @Test
  void aLockEndsWhenItSaidItWould() {
    // Given
    String code = codeOf(Requests.withLimit(msisdn, 3600));
    String wrong = code.equals("000000") ? "000001" : "000000";
    IntStream.range(0, 5).forEach(n -> processor.verify(msisdn, wrong));
    long wait = processor.verify(msisdn, code).get("retry_after").asLong();

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(wait));

    // Then
    assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("verified");
  }

  @Test
  void theRightCodeIsExpiredAfterItsTime() {
    // Given
    String code = codeOf(Requests.withLimit(msisdn, 30));

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(31));

    // Then
    assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("expired");
  }

  @Test
  void aResendRestartsTheClockOfTheCode() {
    // Given
    String code = codeOf(Requests.withLimit(msisdn, 60));
    Processor.CLOCK.advance(Duration.ofSeconds(50));
    processor.publish(Requests.withLimit(msisdn, 60));
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(2));

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(50));

    // Then
    assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("verified");
  }

  @Test
  void aVerificationIsToldForEverySessionThatCarriedTheCode() {
    // Given
    OtpRequested first = Requests.to(msisdn);
    String code = codeOf(first);
    OtpRequested second = Requests.to(msisdn);
    processor.publish(second);
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(2));

    // When
    processor.verify(msisdn, code);

    // Then
    await().untilAsserted(() -> assertThat(verifications(first)).hasSize(1));
    await().untilAsserted(() -> assertThat(verifications(second)).hasSize(1));
  }

  @Test
  void whatIsToldOfAVerificationIsTheEventOfTheContract() {
    // Given
    OtpRequested request = Requests.withCallback(msisdn, "https://shop.example/otp?a=%22b%5C&c='d");
    String code = codeOf(request);

    // When
    processor.verify(msisdn, code);

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(verifications(request))
                    .containsExactly(
                        new OtpVerified(request.session(), Processor.CLOCK.instant())));
  }

  @Test
  void aWrongGuessIsToldHowLongTheCodeStillLives() {
    // Given
    String code = codeOf(Requests.withLimit(msisdn, 60));
    Processor.CLOCK.advance(Duration.ofMillis(10_500));

    // When
    JsonNode answer = processor.verify(msisdn, code.equals("000000") ? "000001" : "000000");

    // Then
    assertThat(answer.get("expires_in").asLong()).isEqualTo(49);
  }

  @Test
  void whereNoCodeIsLiveThereIsNothingToExpire() {
    // Given
    String code = codeOf(Requests.to(msisdn));
    processor.verify(msisdn, code);

    // When
    JsonNode used = processor.verify(msisdn, code);
    JsonNode never = processor.verify(Processor.freshNumber(), code);

    // Then
    assertThat(used.has("expires_in")).isFalse();
    assertThat(never.has("expires_in")).isFalse();
  }

  @Test
  void askingAgainWithACodeThatWasVerifiedCostsNoAttempt() {
    // Given
    String code = codeOf(Requests.to(msisdn));
    processor.verify(msisdn, code);

    // When
    List<Integer> left =
        IntStream.range(0, 7)
            .mapToObj(n -> processor.verify(msisdn, code).get("attempts_left").asInt())
            .toList();

    // Then
    assertThat(left).containsOnly(5);
  }

  @Test
  void noFifteenMinutesHaveMoreThanFiveWrongGuesses() {
    // Given: one guess, and four after 14 minutes
    codeOf(Requests.withCode(msisdn, "abc123"));
    processor.verify(msisdn, "wrong");
    Processor.CLOCK.advance(Duration.ofMinutes(14));
    IntStream.range(0, 4).forEach(n -> processor.verify(msisdn, "wrong"));

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(61));
    JsonNode sixth = processor.verify(msisdn, "wrong");
    JsonNode seventh = processor.verify(msisdn, "wrong");

    // Then
    assertThat(sixth.get("attempts_left").asInt()).isZero();
    assertThat(seventh.get("outcome").asString()).isEqualTo("locked");
    assertThat(seventh.get("retry_after").asLong()).isEqualTo(839);
  }

  @Test
  void aNumberThatNothingWasSentToIsNotFound() {
    assertThat(processor.verify(msisdn, "123456").get("outcome").asString()).isEqualTo("not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/v1/verify",
        "/%69nternal/v1/verify",
        "/internal;x=1/v1/verify",
        "/internal/v1/verify/",
        "//internal/v1/verify",
        "/internal/./v1/verify"
      })
  void onlyTheOtherServicesMayAskHoweverThePathIsWritten(String path) {
    // When
    int status = processor.verify(path, msisdn, "123456", "another-token").statusCode();

    // Then
    assertThat(status).isBetween(400, 404);
  }

  private String codeOf(OtpRequested request) {
    processor.publish(request);
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
    return request.sealedOtp() == null ? processor.code(msisdn) : "";
  }

  private List<SessionEvent> verifications(OtpRequested request) {
    return processor.told(request.sessionId()).stream()
        .filter(OtpVerified.class::isInstance)
        .toList();
  }
}
