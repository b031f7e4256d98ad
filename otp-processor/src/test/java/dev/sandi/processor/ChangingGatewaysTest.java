package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Settings of gateways change while they send. */
@RequiresInfrastructure
class ChangingGatewaysTest {

  private static final String SMPP =
      """
      {"hosts":["localhost:1"],"system_id":"sandi","password":"${SANDI_SECRET_NOT_THERE}"}
      """;

  /** Stands in the place of the brace at the end of the secret's name. */
  private static final String LONG = "}\",\"answer_timeout\":\"PT%dS";

  private static final String HTTP =
      """
      {"request":{"url":"https://sms.example.com/","json":{"to":"{msisdn}"}},
       "authentication":{"bearer":"${SANDI_SECRET_NOT_THERE}"},"answers":[{"result":"accepted"}]}
      """;
  private static final String HTTP_TLS =
      """
      {"request":{"url":"https://sms.example.com/","json":{"to":"{msisdn}"}},
       "tls":{"ca":"${SANDI_SECRET_NOT_THERE}"},"answers":[{"result":"accepted"}]}
      """;

  private static final Map<String, Long> FIGURES = Map.of("ambiguous", 0L);

  private static Infrastructure own;
  private static Processor processor;
  private static Definitions definitions;
  private static int tests;

  private final String gateway = "gateway-" + tests++;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, Map.of());
    definitions = processor.bean(Definitions.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  /** What is still to be sent would be sent by the next test's gateway. */
  @AfterEach
  void sendTheRest() {
    routeTo("simulator");
    Processor.CLOCK.advance(Duration.ofSeconds(2));
    await()
        .until(
            () ->
                processor
                        .bean(JdbcTemplate.class)
                        .queryForObject("select count(*) from submissions", Integer.class)
                    == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"smpp|S", "http|H", "http|T"})
  void settingsWhoseSecretThisCopyLacksAreRefusedByItsName(String kind, String settings) {
    // When
    HttpResponse<String> put = put(kind, true, settings(settings));
    HttpResponse<String> check = check(kind, settings(settings));

    // Then
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(put.body())
        .contains("settings: SANDI_SECRET_NOT_THERE is not set in the environment");
    assertThat(check.body()).isEqualTo(put.body());
    assertThat(definitions.read().gateway(gateway)).isEmpty();
  }

  @Test
  void anAnswerIsNotWaitedForLongerThanItIsListenedTo() {
    // When
    HttpResponse<String> within = put("smpp", false, SMPP.replaceFirst("}", LONG.formatted(20)));
    HttpResponse<String> beyond = put("smpp", false, SMPP.replaceFirst("}", LONG.formatted(25)));

    // Then
    assertThat(within.statusCode()).isEqualTo(200);
    assertThat(beyond.statusCode()).isEqualTo(400);
    assertThat(beyond.body())
        .contains(
            "settings.answer_timeout: should be at most PT20S,"
                + " two thirds of sandi.processor.submit-lease");
  }

  @Test
  void aGatewayThatIsNotEnabledMayBePreparedBeforeItsSecretIsThere() {
    assertThat(put("smpp", false, SMPP).statusCode()).isEqualTo(200);
  }

  @Test
  void aGatewayGoesOnWhileItCannotBeOpenedAnewAndItsStatusSaysSo() {
    // Given
    define(Map.of());
    routeTo(gateway);

    // When
    define(Map.of("fails", "the file is not there"));

    // Then
    await().until(() -> status().detail().contains("the file is not there"));
    assertThat(status().connected()).isTrue();
    awaitSent(publish());
    assertThat(processor.get("/actuator/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aGatewayThatCannotBeOpenedAnewGoesOnUntilItCan() {
    // Given
    define(Map.of());
    define(Map.of("fails", "the file is not there"));
    await().until(() -> status().detail().contains("the file is not there"));

    // When
    define(Map.of("as", "it should be"));

    // Then
    await().until(() -> status().detail().equals("a peer"));
  }

  @Test
  void aGatewayThatIsNotEnabledStaysOpenAndIsGivenNothing() {
    // Given
    define(Map.of());
    routeTo(gateway);
    awaitSent(publish());

    // When
    awaitVersion(definitions.put(new GatewayDefinition(gateway, "peer", false, Map.of())));
    OtpRequested request = publish();

    // Then
    assertThat(status()).isEqualTo(new GatewayStatus(false, "for reports only; a peer", FIGURES));
    await()
        .during(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(processor.told(request.sessionId())).isEmpty());
    assertThat(peer().submits()).doesNotContain(request.sessionId());
    assertThat(peer().closed()).isZero();
  }

  @Test
  void aGatewayWhoseReportsMayStillComeIsNotDeleted() {
    // Given
    define(Map.of());
    routeTo(gateway);
    awaitSent(publish());
    routeTo("simulator");

    // When
    HttpResponse<String> early = delete();
    Processor.CLOCK.advance(Duration.ofMinutes(66));
    HttpResponse<String> later = delete();

    // Then
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).contains("reports of messages that it took may still come");
    assertThat(later.statusCode()).isEqualTo(204);
  }

  @Test
  void aGatewayWhoseReportsHaveComeIsDeletedAtOnce() {
    // Given
    define(Map.of());
    routeTo(gateway);
    OtpRequested request = publish();
    awaitSent(request);
    routeTo("simulator");

    // When
    processor
        .bean(TakesReports.class)
        .take(List.of(GatewayReport.delivered(gateway, request.sessionId().toString())));
    await().until(() -> processor.told(request.sessionId()).size() == 2);

    // Then
    assertThat(delete().statusCode()).isEqualTo(204);
    await().until(() -> processor.bean(OpenGateways.class).status(gateway).isEmpty());
  }

  private HttpResponse<String> delete() {
    return processor.delete("/internal/v1/gateways/" + gateway, RunningService.INTERNAL_TOKEN);
  }

  private static String settings(String which) {
    return switch (which) {
      case "S" -> SMPP;
      case "H" -> HTTP;
      default -> HTTP_TLS;
    };
  }

  private HttpResponse<String> put(String kind, boolean enabled, String settings) {
    return processor.put(
        "/internal/v1/gateways/" + gateway,
        "{\"kind\":\"%s\",\"enabled\":%s,\"settings\":%s}".formatted(kind, enabled, settings),
        RunningService.INTERNAL_TOKEN);
  }

  private HttpResponse<String> check(String kind, String settings) {
    return processor.ask(
        "/internal/v1/gateways/" + gateway + "/check",
        "application/json",
        "{\"kind\":\"%s\",\"settings\":%s}".formatted(kind, settings),
        RunningService.INTERNAL_TOKEN);
  }

  private void define(Map<String, Object> settings) {
    awaitVersion(definitions.put(new GatewayDefinition(gateway, "peer", true, settings)));
  }

  private static void routeTo(String... gateways) {
    Route route =
        new Route(
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            List.of(gateways).stream().map(Route.Candidate::new).toList(),
            Route.Prefer.ORDER,
            null,
            false,
            2,
            null);
    awaitVersion(definitions.put(List.of(route), OptionalLong.empty()));
  }

  private static void awaitVersion(long version) {
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);
  }

  private GatewayStatus status() {
    return processor.bean(OpenGateways.class).status(gateway).orElseThrow();
  }

  private Peers.Peer peer() {
    return processor.bean(Peers.class).peer(gateway);
  }

  private static OtpRequested publish() {
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    return request;
  }

  private void awaitSent(OtpRequested request) {
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        OtpSent.class, sent -> assertThat(sent.gateway()).isEqualTo(gateway)));
  }
}
