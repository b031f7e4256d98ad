package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Ambiguous;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import dev.sandi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

  private final FakeProvider provider = FakeProvider.answering(200, "");
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T10:00:00Z"));
  private final Opened opened = new Opened(clock, Opened.PUBLIC_URL);

  @AfterEach
  void close() {
    opened.close();
    provider.close();
  }

  private SmsGateway openWith(String answers) {
    return opened.open("request: {url: \"%s\"}\n".formatted(provider.url()) + answers);
  }

  @Test
  void takesTheFirstRuleThatMatches() {
    // Given
    SmsGateway gateway =
        openWith(
            """
            answers:
              - status: 200
                when: {pointer: /error/code, in: [7, "8"]}
                result: refused
                reason: invalid_number
                detail: {pointer: /error/code}
                elsewhere: false
              - status: 2xx
                when: [{pointer: /error, exists: true}, {header: X-Mood, matches: "^b.d$"}]
                result: unavailable
                detail: {header: x-mood}
              - status: [200, 201]
                when: {pointer: /messages/*/state, equals: 0}
                result: accepted
                message_id: {pointer: /messages/*/id}
            """);

    // Then
    assertThat(answered(gateway, 200, "{\"error\":{\"code\":8}}"))
        .isEqualTo(new Refused("invalid_number", "8", false));
    assertThat(answered(gateway, 200, "{\"error\":{\"code\":9}}"))
        .isEqualTo(new Unavailable("bad"));
    assertThat(answered(gateway, 201, "{\"messages\":[{\"state\":\"0\",\"id\":\"a\"}]}"))
        .isEqualTo(new Accepted("a"));
    assertThat(
            answered(
                gateway,
                200,
                "{\"messages\":[{\"state\":0,\"id\":\"a\"},{\"state\":1,\"id\":\"b\"}]}"))
        .isEqualTo(new Ambiguous("answered 200, and no rule says what that means"));
  }

  private SubmitResult answered(SmsGateway gateway, int status, String body) {
    provider.answers(request -> Reply.of(status, body).with("X-Mood", "bad"));
    return submit(gateway);
  }

  @ParameterizedTest
  @CsvSource({
    "200,Ambiguous", "204,Ambiguous", "301,Unavailable", "302,Unavailable", "303,Ambiguous",
    "307,Unavailable", "400,Refused", "401,Unavailable", "403,Unavailable", "404,Unavailable",
    "408,Unavailable", "415,Unavailable", "422,Refused", "429,Unavailable", "500,Ambiguous",
    "501,Unavailable", "502,Ambiguous", "503,Ambiguous", "504,Ambiguous", "599,Ambiguous"
  })
  void saysWhatAStatusMeansThatNoRuleIsFor(int status, String outcome) {
    // Given
    SmsGateway gateway =
        openWith(
            "answers: [{when: {pointer: /id, exists: true}, result: accepted, message_id: {pointer: /id}}]");
    provider.answers(request -> Reply.of(status, ""));

    // When
    SubmitResult result = submit(gateway);

    // Then
    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    if (result instanceof Refused refused) {
      assertThat(refused).isEqualTo(new Refused("http_" + status, "answered " + status, true));
    }
  }

  @Test
  void believesThatAServerWhichFailsHasTakenNothingWhereThatIsConfigured() {
    // Given
    SmsGateway gateway =
        openWith("server_errors: unavailable\nanswers: [{status: 200, result: accepted}]");
    provider.answers(request -> Reply.of(500, ""));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable("answered 500"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"id\":null}",
        "{\"id\":\"\"}",
        "{\"id\":{}}",
        "{\"id\":\"a\\u0000b\"}",
        "<html>please log in</html>",
        "{\"id\":"
      })
  void doesNotBelieveAnAcceptanceWithoutAnId(String body) {
    // Given
    SmsGateway gateway =
        openWith("answers: [{status: 200, result: accepted, message_id: {pointer: /id}}]");
    provider.answers(request -> Reply.of(200, body));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Ambiguous("answered 200 without a message id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429||1",
        "429|7|7",
        "429|Thu, 26 Nov 2026 10:00:09 GMT|9",
        "429|Thu, 26 Nov 2026 09:00:00 GMT|1",
        "429|soon|1",
        "429|999999999|300",
        "503|3|3",
        "500|4|4",
      })
  void pausesForAsLongAsItIsAsked(int status, String retryAfter, long seconds) {
    // Given
    SmsGateway gateway = openWith("answers: [{status: 200, result: accepted}]");
    provider.answers(
        request ->
            retryAfter == null
                ? Reply.of(status, "")
                : Reply.of(status, "").with("Retry-After", retryAfter));

    // When
    submit(gateway);

    // Then
    assertThat(gateway.room()).isZero();
    assertThat(gateway.status().connected()).isFalse();
    assertThat(submit(gateway)).isEqualTo(new Unavailable("no room", true));
    clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(gateway.room()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(gateway.room()).isEqualTo(50);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void pausesAfterARuleThatSaysSo() {
    // Given
    SmsGateway gateway =
        openWith(
            """
            answers:
              - {when: {pointer: /throttled, equals: true}, result: unavailable, pause: PT2S}
              - {status: 200, result: accepted}
            """);
    provider.answers(request -> Reply.of(200, "{\"throttled\":true}"));

    // When
    submit(gateway);

    // Then
    assertThat(gateway.room()).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(gateway.room()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|result: throttled|true",
        "200|result: throttled, pause: PT1S|true",
        "200|result: unavailable, pause: PT1S|true",
        "429|result: unavailable|true",
        "200|result: unavailable|false",
        "503|result: unavailable|false"
      })
  void tellsAProviderThatAsksForLessFromOneThatFails(int status, String rule, boolean busy) {
    // Given
    SmsGateway gateway =
        openWith(
            "answers: [{when: {pointer: /id, exists: false}, %s}, {result: accepted}]"
                .formatted(rule));
    provider.answers(request -> Reply.of(status, ""));

    // Then: one that asks for less is given nothing for a second
    assertThat(submit(gateway)).isEqualTo(new Unavailable("answered " + status, busy));
    assertThat(gateway.room()).isEqualTo(busy ? 0 : 50);
    clock.advance(Duration.ofSeconds(1));
    assertThat(gateway.room()).isEqualTo(50);
  }

  @Test
  void hidesWhatAProviderQuotes() {
    // Given
    SmsGateway gateway =
        openWith(
            "answers: [{status: 400, result: refused, detail: {pointer: /message}}, {result: accepted}]");
    provider.answers(
        request ->
            Reply.of(
                400,
                "{\"message\":\"21211: cannot send 'Your code is 493817' to +6281234567890 (0812-3456 7890)\\nx\"}"));

    // When
    SubmitResult result = submit(gateway);

    // Then
    assertThat(result)
        .isEqualTo(
            new Refused(
                "refused", "21211: cannot send '*** *** is ***' to +62812******90 (***)", true));
  }
}
