package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.AppChanged;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.processor.check.AppPolicies;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What handsets do by the digits that their numbers begin with. */
@RequiresInfrastructure
class SimulatedHandsetsTest {

  private static final String OUTCOMES = "/simulator/outcomes";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern EXAMPLE =
      Pattern.compile("-X PUT localhost:8081(/simulator/outcomes/[0-9]+) *-d '([^']+)'");

  private final Processor processor = Processor.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final PhoneNumber msisdn = Processor.freshNumber();

  @AfterEach
  void clear() throws Exception {
    ask("DELETE", OUTCOMES, "");
  }

  @Test
  void aHandsetIsOffWithTheReasonThatWasChosen() throws Exception {
    // Given
    choose(
        msisdn.digits(),
        "{\"outcome\":\"undelivered\",\"reason\":\"handset_full\",\"network_code\":\"256\"}");

    // When
    OtpRequested request = send();

    // Then
    awaitTold(request, OtpSent.class, OtpUndelivered.class);
    OtpUndelivered told = (OtpUndelivered) processor.told(request.sessionId()).get(1);
    assertThat(told.reason()).isEqualTo("handset_full");
    assertThat(told.networkCode()).isEqualTo("256");
    assertThat(told.description()).isEqualTo("The handset has no room for another SMS.");
    assertThat(processor.inbox(msisdn)).isEmpty();
  }

  @Test
  void aMagicNumberHasItsOutcomeWhateverCountriesItsAppServes() {
    // Given
    AppId app = new AppId("at-home");
    processor
        .bean(AppPolicies.class)
        .put(
            List.of(
                new AppChanged(
                    app,
                    false,
                    true,
                    false,
                    null,
                    List.of(),
                    Map.of("geography", "enforce"),
                    Processor.CLOCK.instant(),
                    null,
                    List.of(),
                    Map.of("geography", Map.of("allow", List.of("ID"))),
                    null,
                    null)));

    // When
    OtpRequested magic = Requests.by(app, magic("666"));
    OtpRequested abroad = Requests.by(app, PhoneNumber.of("6581234567"));
    processor.publish(magic);
    processor.publish(abroad);

    // Then
    awaitTold(magic, OtpSent.class, OtpUndelivered.class);
    awaitTold(abroad, OtpRejected.class);
  }

  @Test
  void aMessageThatIsRefusedIsToldWithTheNetworksCode() throws Exception {
    // Given
    choose(
        msisdn.digits(),
        "{\"outcome\":\"failed\",\"reason\":\"invalid_number\",\"network_code\":\"11\"}");

    // When
    OtpRequested request = send();

    // Then
    awaitTold(request, OtpFailed.class);
    OtpFailed told = (OtpFailed) processor.told(request.sessionId()).get(0);
    assertThat(told.reason()).isEqualTo("invalid_number");
    assertThat(told.detail()).isEqualTo("11");
    assertThat(told.description()).isEqualTo("The number is not one that an SMS can be sent to.");
  }

  @Test
  void anAnswerTakesItsTimeAndNobodyElseWaits() throws Exception {
    // Given
    choose(msisdn.digits(), "{\"outcome\":\"delivered\",\"latency\":\"PT6S\"}");

    // When
    OtpRequested slow = send();
    PhoneNumber other = Processor.freshNumber();
    OtpRequested prompt = Requests.to(other);
    processor.publish(prompt);

    // Then
    awaitTold(prompt, OtpSent.class, OtpDelivered.class);
    awaitTold(slow, OtpSent.class, OtpDelivered.class);
    assertThat(latency(prompt)).isLessThan(6000);
    assertThat(latency(slow)).isGreaterThanOrEqualTo(6000);
    assertThat(processor.inbox(msisdn)).hasSize(1);
  }

  @Test
  void aReportThatIsToComeLateComesLateAndOneThatIsNotToComeDoesNot() throws Exception {
    // Given
    PhoneNumber silent = Processor.freshNumber();
    choose(msisdn.digits(), "{\"outcome\":\"delivered\",\"report_after\":\"PT45S\"}");
    choose(silent.digits(), "{\"outcome\":\"unreported\"}");
    OtpRequested late = send();
    OtpRequested never = Requests.to(silent);
    processor.publish(never);
    awaitTold(late, OtpSent.class);
    awaitTold(never, OtpSent.class);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(46));

    // Then
    awaitTold(late, OtpSent.class, OtpDelivered.class);
    assertThat(processor.told(never.sessionId())).hasSize(1);
    assertThat(processor.inbox(silent)).hasSize(1);
  }

  @Test
  void aMessageThatIsThrottledIsTakenWhenThatEnds() throws Exception {
    // Given
    choose(msisdn.digits(), "{\"outcome\":\"throttled\"}");
    OtpRequested request = send();
    await().until(() -> later() && attempts(request) > 1);

    // When
    ask("DELETE", OUTCOMES + "/" + msisdn.digits(), "");

    // Then
    await().until(() -> later() && processor.told(request.sessionId()).size() == 2);
    awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void aMessageWhoseAnswerIsLostArrivesOnceMore() throws Exception {
    // Given
    choose(msisdn.digits(), "{\"outcome\":\"unanswered\"}");
    OtpRequested request = send();
    await().until(() -> !processor.inbox(msisdn).isEmpty());

    // When
    ask("DELETE", OUTCOMES, "");

    // Then
    await().until(() -> later() && processor.told(request.sessionId()).size() == 2);
    awaitTold(request, OtpSent.class, OtpDelivered.class);
    assertThat(processor.inbox(msisdn)).hasSize(2);
  }

  @Test
  void noBreakerOpensBecauseOfWhatWasAskedFor() {
    // Given
    List<OtpRequested> refused = Stream.generate(() -> sendTo(magic("777"))).limit(15).toList();
    refused.forEach(request -> awaitTold(request, OtpFailed.class));

    // When
    OtpRequested request = send();

    // Then
    awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void theLongestPrefixCounts() throws Exception {
    // Given
    choose(msisdn.digits().substring(0, 8), "{\"outcome\":\"failed\"}");
    choose(msisdn.digits().substring(0, 9), "{\"outcome\":\"unreported\"}");

    // When
    OtpRequested request = send();

    // Then
    awaitTold(request, OtpSent.class);
    assertThat(processor.inbox(msisdn)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"666, absent_subscriber, 27", "668, rejected, 11"})
  void aMagicNumberIsNotReached(String digits, String reason, String code) {
    // When
    OtpRequested request = sendTo(magic(digits));

    // Then
    awaitTold(request, OtpSent.class, OtpUndelivered.class);
    OtpUndelivered told = (OtpUndelivered) processor.told(request.sessionId()).get(1);
    assertThat(told.reason()).isEqualTo(reason);
    assertThat(told.networkCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"333, operator_refused", "334, invalid_number", "777, operator_unreachable"})
  void aMagicNumberIsRefused(String digits, String reason) {
    // When
    OtpRequested request = sendTo(magic(digits));

    // Then
    awaitTold(request, OtpFailed.class);
    assertThat(((OtpFailed) processor.told(request.sessionId()).get(0)).reason()).isEqualTo(reason);
  }

  @Test
  void whatWasChosenCountsForMoreThanWhatANumberMeans() throws Exception {
    // Given
    PhoneNumber magic = magic("666");
    choose("999", "{\"outcome\":\"delivered\"}");

    // When
    OtpRequested request = sendTo(magic);

    // Then
    awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void anOutcomeIsShownAsItWasSetUntilItIsDeleted() throws Exception {
    // When
    HttpResponse<String> set =
        ask("PUT", OUTCOMES + "/+62812", "{\"outcome\":\"undelivered\",\"latency\":\"PT0.2S\"}");

    // Then
    String shown =
        "{\"latency\":\"PT0.2S\",\"outcome\":\"undelivered\",\"prefix\":\"62812\","
            + "\"reason\":\"absent_subscriber\",\"report_after\":\"PT0S\"}";
    assertThat(set.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(set.body())).isEqualTo(JSON.readTree(shown));
    assertThat(JSON.readTree(processor.get(OUTCOMES + "/62812").body()))
        .isEqualTo(JSON.readTree(shown));
    assertThat(JSON.readTree(processor.get(OUTCOMES).body()))
        .isEqualTo(JSON.readTree("[" + shown + "]"));
    assertThat(ask("DELETE", OUTCOMES + "/62812", "").statusCode()).isEqualTo(204);
    assertThat(processor.get(OUTCOMES + "/62812").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "62812 | nothing | the body should be a JSON object",
        "62812 | [] | the body should be a JSON object",
        "62812 | {} | outcome: is required",
        "62812 | {\"outcome\":\"eaten\"} | outcome: should be one of delivered, undelivered, unreported, failed, unreachable, throttled, unanswered",
        "62812 | {\"outcome\":\"delivered\",\"colour\":1} | colour: is no setting of this kind of gateway",
        "62812 | {\"outcome\":\"delivered\",\"latency\":\"PT61S\"} | latency: should be from PT0S to PT1M",
        "62812 | {\"outcome\":\"delivered\",\"report_after\":\"-PT1S\"} | report_after: should be from PT0S to PT24H",
        "62812 | {\"outcome\":\"unreported\",\"report_after\":\"PT1S\"} | report_after: no report comes of the outcome unreported",
        "62812 | {\"outcome\":\"delivered\",\"reason\":\"late\"} | reason and network_code: the outcome delivered has none",
        "62812 | {\"outcome\":\"failed\",\"reason\":\"Too late\"} | reason: should be a slug such as absent_subscriber",
        "62812 | {\"outcome\":\"failed\",\"network_code\":\"\"} | network_code: should be 1-64 visible ASCII characters",
        "all | {\"outcome\":\"failed\"} | prefix: should be an msisdn or its first 1-16 digits"
      })
  void whatCannotBeMeantIsRefusedWithTheRule(String prefix, String body, String message)
      throws Exception {
    // When
    HttpResponse<String> answer = ask("PUT", OUTCOMES + "/" + prefix, body);

    // Then
    JsonNode error = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error.get("code").asInt()).isEqualTo(400);
    assertThat(error.get("message").asString()).isEqualTo(message);
  }

  @Test
  void thereAreAtMostAThousandAndThoseCanBeChanged() throws Exception {
    // Given
    processor
        .bean(JdbcTemplate.class)
        .update(
            """
            insert into simulator_outcomes (prefix, outcome, latency, report_after)
            select '777' || n, 'delivered', 0, 0 from generate_series(1000, 1999) n
            """);

    // When
    HttpResponse<String> more = ask("PUT", OUTCOMES + "/62812", "{\"outcome\":\"delivered\"}");
    HttpResponse<String> again = ask("PUT", OUTCOMES + "/7771500", "{\"outcome\":\"unreported\"}");

    // Then
    assertThat(more.statusCode()).isEqualTo(400);
    assertThat(more.body()).contains("there are 1000 outcomes: delete some first");
    assertThat(again.statusCode()).isEqualTo(200);
  }

  @Test
  void theExamplesOfTheReferenceAreTaken() throws Exception {
    // Given
    String reference = Files.readString(Path.of("../deploy/docs/gateways/simulator.md"));
    List<MatchResult> examples = EXAMPLE.matcher(reference).results().toList();

    // When
    for (MatchResult example : examples) {
      assertThat(ask("PUT", example.group(1), example.group(2)).statusCode()).isEqualTo(200);
    }

    // Then
    assertThat(examples).hasSizeGreaterThan(2);
  }

  private static boolean later() {
    Processor.CLOCK.advance(Duration.ofSeconds(1));
    return true;
  }

  private long latency(OtpRequested request) {
    return ((OtpSent) processor.told(request.sessionId()).get(0)).latencyMs();
  }

  private int attempts(OtpRequested request) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForList(
            "select attempt from submissions where session_id = ?",
            Integer.class,
            request.sessionId().value())
        .stream()
        .findFirst()
        .orElse(0);
  }

  private static PhoneNumber magic(String digits) {
    return PhoneNumber.of(
        "999" + digits + ThreadLocalRandom.current().nextLong(10_000_000L, 99_999_999L));
  }

  private OtpRequested send() {
    return sendTo(msisdn);
  }

  private OtpRequested sendTo(PhoneNumber number) {
    OtpRequested request = Requests.to(number);
    processor.publish(request);
    return request;
  }

  private void choose(String prefix, String body) throws Exception {
    HttpResponse<String> answer = ask("PUT", OUTCOMES + "/" + prefix, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(processor.uri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private void awaitTold(OtpRequested request, Class<?>... types) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(types)));
  }
}
