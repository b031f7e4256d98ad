package dev.sandi.ingress.verify;

import static dev.sandi.ingress.testing.Answer.problem;
import static dev.sandi.ingress.testing.FakeProcessor.answering;
import static dev.sandi.ingress.testing.FakeProcessor.deciding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Logs;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class VerifyTest {

  private static final String BODY = "{\"msisdn\":\"+6281234567890\",\"otp\":\"123456\"}";

  private final Ingress ingress = Ingress.shared();
  private Customer customer;

  @BeforeEach
  void forgetQuestions() {
    customer = ingress.customer();
    ingress.processor().questions().clear();
  }

  @Test
  void asksTheProcessorWithTheInternalToken() {
    // Given
    ingress.processor().behave(deciding("{\"outcome\":\"verified\"}"));

    // When
    customer.verify("{\"msisdn\":\"+6281234567890\",\"otp\":\"AB12cd\",\"challenge\":\"login\"}");

    // Then
    assertThat(ingress.processor().questions())
        .singleElement()
        .satisfies(
            question -> {
              assertThat(question.method()).isEqualTo("POST");
              assertThat(question.path()).isEqualTo("/internal/v1/verify");
              assertThat(question.authorization())
                  .isEqualTo("Bearer " + RunningService.INTERNAL_TOKEN);
              assertThat(JsonMapper.shared().readTree(question.body()))
                  .isEqualTo(
                      JsonMapper.shared()
                          .readTree(
                              """
                              {"guesses":[
                                {"app_id":"%s","msisdn":"6281234567890","challenge":"login",
                                 "simulated":false,"otp":"AB12cd"}]}
                              """
                                  .formatted(customer.app())));
            });
  }

  @Test
  void tellsThatACodeIsVerified() {
    // Given
    String session = "018f4e2a-0000-7000-8000-000000000000";
    ingress
        .processor()
        .behave(
            deciding("{\"outcome\":\"verified\",\"session_id\":\"" + session + "\",\"new\":1}"));

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"message\":\"OTP has been verified\",\"msisdn\":\"6281234567890\","
                + "\"session_id\":\"018f4e2a-0000-7000-8000-000000000000\"}");
  }

  @Test
  void tellsThatACodeIsNotFoundAndHowManyGuessesAreLeft() {
    // Given
    ingress.processor().behave(deciding("{\"outcome\":\"not_found\",\"attempts_left\":3}"));

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            problem(404, "OTP not found", "otp_not_found", answer.header("X-Request-Id"))
                .replace("}", ",\"attempts_left\":3}"));
  }

  @Test
  void tellsHowLongTheLiveCodeStillLives() {
    // Given
    ingress
        .processor()
        .behave(deciding("{\"outcome\":\"not_found\",\"attempts_left\":3,\"expires_in\":211}"));

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertThat(answer.json().get("expires_in").asLong()).isEqualTo(211);
  }

  @Test
  void tellsThatACodeIsExpired() {
    // Given
    ingress.processor().behave(deciding("{\"outcome\":\"expired\"}"));

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertThat(answer.body())
        .isEqualTo(
            problem(
                422,
                "OTP cannot be verified because Time limit exceeded",
                "otp_expired",
                answer.header("X-Request-Id")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"outcome\":\"locked\",\"retry_after\":61}|61", "{\"outcome\":\"locked\"}|900"})
  void tellsThatTheBudgetOfGuessesIsUsedUp(String verdict, String wait) {
    // Given
    ingress.processor().behave(deciding(verdict));

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertThat(answer.body())
        .isEqualTo(
            problem(
                429,
                "Too many request in the allowed time frame",
                "too_many_attempts",
                answer.header("X-Request-Id")));
    assertThat(answer.header("Retry-After")).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"otp\":\"123456\"}|Msisdn invalid: msisdn is required|invalid_msisdn",
        "{\"msisdn\":\"1\",\"otp\":\"1\"}|Msisdn invalid: msisdn length should between 4-16 characters|invalid_msisdn",
        "{\"msisdn\":\"6281\"}|Otp invalid: otp is required|invalid_otp",
        "{\"msisdn\":\"6281\",\"otp\":\"\"}|Otp invalid: otp is required|invalid_otp",
        "{\"msisdn\":\"6281\",\"otp\":123456}|Otp invalid: otp should be a string|invalid_otp",
        "{\"msisdn\":\"6281\",\"otp\":\"12\"}|Otp invalid: otp length should between 4-10 characters|invalid_otp",
        "{\"msisdn\":\"6281\",\"otp\":\"123456\",\"challenge\":1}|Challenge invalid: challenge should be a string|invalid_challenge"
      })
  void asksNothingThatBreaksARule(String body, String message, String slug) {
    // When
    Answer answer = customer.verify(body);

    // Then
    assertThat(answer.body()).isEqualTo(problem(400, message, slug, answer.header("X-Request-Id")));
    assertThat(ingress.processor().questions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json 123456",
        "{\"outcome\":\"verified\"}",
        "{\"verdicts\":[]}",
        "{\"verdicts\":[{\"outcome\":\"verified\"},{\"outcome\":\"verified\"}]}",
        "{\"verdicts\":[null]}",
        "{\"verdicts\":[{\"outcome\":\"other\"}]}",
        "{\"verdicts\":[{\"outcome\":\"undecided\"}]}",
        "{\"verdicts\":[{\"outcome\":\"not_found\",\"attempts_left\":\"many\"}]}",
        "<html>"
      })
  void isUnavailableWhenTheAnswerIsOdd(String odd) {
    // Given
    ingress.processor().behave(answering(200, odd));

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertUnavailable(answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 404, 500, 503})
  void isUnavailableWhenTheProcessorRefuses(int status) {
    // Given
    ingress
        .processor()
        .behave(
            (exchange, question) -> {
              exchange.getResponseHeaders().add("Location", ingress.processor().url() + "/other");
              answering(status, "{\"verdicts\":[{\"outcome\":\"verified\"}]}")
                  .answer(exchange, question);
            });

    // When
    Answer answer = customer.verify(BODY);

    // Then
    assertUnavailable(answer);
    assertThat(ingress.processor().questions()).hasSize(1);
  }

  @Test
  void isUnavailableInTimeWhenTheProcessorDawdles() {
    // Given: headers that never come, and a body that never ends
    CompletableFuture<Void> end = new CompletableFuture<>();
    ingress.processor().behave((exchange, question) -> end.join());
    List<CompletableFuture<Answer>> answers = new ArrayList<>();

    // When
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      answers.add(Customer.callAsync(customer.posting(Customer.VERIFY, BODY)));
    }
    answers.forEach(CompletableFuture::join);
    Duration headers = Duration.ofNanos(System.nanoTime() - start);
    ingress
        .processor()
        .behave(
            (exchange, question) -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              end.join();
            });
    start = System.nanoTime();
    Answer body = customer.verify(BODY);
    Duration trickle = Duration.ofNanos(System.nanoTime() - start);
    end.complete(null);

    // Then
    assertThat(headers).isLessThan(Duration.ofSeconds(3));
    assertThat(trickle).isLessThan(Duration.ofSeconds(3));
    answers.forEach(answer -> assertUnavailable(answer.join()));
    assertUnavailable(body);
  }

  @Test
  void whatIsNotAnsweredInTimeHoldsNoConnection() {
    // Given: as many batches as there may be under way, of which none is answered
    CompletableFuture<Void> end = new CompletableFuture<>();
    ingress.processor().behave((exchange, question) -> end.join());
    List<CompletableFuture<Answer>> late = new ArrayList<>();
    for (int asked = 1; asked <= 8; asked++) {
      int questions = asked;
      late.add(Customer.callAsync(customer.posting(Customer.VERIFY, BODY)));
      await().until(() -> ingress.processor().questions().size() == questions);
    }
    late.forEach(answer -> assertUnavailable(answer.join()));
    ingress.processor().behave(deciding("{\"outcome\":\"verified\"}"));

    // When
    Answer answer = customer.verify(BODY);
    end.complete(null);

    // Then
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void whatComesWhileABatchIsDecidedIsAskedAboutTogetherAndEachGetsItsOwnAnswer() {
    // Given: a batch under way
    CompletableFuture<Void> first = new CompletableFuture<>();
    ingress
        .processor()
        .behave(
            (exchange, question) -> {
              first.join();
              deciding(VerifyTest::byCode).answer(exchange, question);
            });
    List<CompletableFuture<Answer>> answers = new ArrayList<>();

    // When
    for (int i = 0; i < 100; i++) {
      answers.add(
          Customer.callAsync(
              customer.posting(
                  Customer.VERIFY,
                  "{\"msisdn\":\"62812345%05d\",\"otp\":\"%04d\"}".formatted(i, i))));
    }
    await().until(() -> ingress.processor().questions().size() > 1);
    first.complete(null);

    // Then
    for (int i = 0; i < 100; i++) {
      Answer answer = answers.get(i).join();
      if (i % 3 == 0) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("msisdn")).isEqualTo("62812345%05d".formatted(i));
      } else if (i % 3 == 1) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("attempts_left").asInt()).isEqualTo(i);
      } else {
        assertUnavailable(answer);
      }
    }
    assertThat(ingress.processor().questions()).hasSizeLessThan(100);
  }

  /** A verdict that tells which guess it is about; of every third the processor cannot decide. */
  private static String byCode(JsonNode guess) {
    int code = Integer.parseInt(guess.get("otp").asString());
    return switch (code % 3) {
      case 0 -> "{\"outcome\":\"verified\"}";
      case 1 -> "{\"outcome\":\"not_found\",\"attempts_left\":%d}".formatted(code);
      default -> "{\"outcome\":\"undecided\"}";
    };
  }

  @Test
  void aBatchThatIsLateHoldsUpNobodyWhoComesAfterIt() {
    // Given
    CompletableFuture<Void> end = new CompletableFuture<>();
    ingress.processor().behave((exchange, question) -> end.join());
    CompletableFuture<Answer> late = Customer.callAsync(customer.posting(Customer.VERIFY, BODY));
    await().until(() -> ingress.processor().questions().size() == 1);
    ingress.processor().behave(deciding("{\"outcome\":\"verified\"}"));

    // When
    long start = System.nanoTime();
    Answer answer = customer.verify(BODY);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    boolean isLate = !late.isDone();
    end.complete(null);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(time).isLessThan(Duration.ofSeconds(1));
    assertThat(isLate).isTrue();
    assertUnavailable(late.join());
  }

  @Test
  void halfACharacterHarmsNoGuess() {
    // Given: JSON can escape it, and UTF-8 cannot say it
    ingress.processor().behave(deciding("{\"outcome\":\"verified\"}"));

    // When
    Answer odd =
        customer.verify(
            "{\"msisdn\":\"6281234567890\",\"otp\":\"123456\",\"challenge\":\"\\ud83d\"}");
    Answer next = customer.verify(BODY);

    // Then
    assertThat(odd.status()).isNotEqualTo(503);
    assertThat(next.status()).isEqualTo(200);
  }

  @Test
  void logsNoCode() {
    try (Logs logs = new Logs()) {
      // Given
      ingress.processor().behave(answering(200, "wrong: zq81XyT0"));

      // When
      await()
          .until(
              () -> {
                assertUnavailable(
                    customer.verify("{\"msisdn\":\"6281234567890\",\"otp\":\"zq81XyT0\"}"));
                return logs.text().contains("The processor did not verify a code");
              });

      // Then
      assertThat(logs.text())
          .doesNotContain("zq81XyT0")
          .doesNotContain("6281234567890")
          .doesNotContain(RunningService.INTERNAL_TOKEN);
    }
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.body())
        .isEqualTo(
            problem(
                503,
                "Service temporarily unavailable",
                "unavailable",
                answer.header("X-Request-Id")));
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }
}
