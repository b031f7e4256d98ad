package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Codes that go over another gateway because their route says so. */
@RequiresInfrastructure
class ResendingByRouteTest {

  private static final int AFTER = 30;
  private static final Map<String, Object> SILENT = Map.of("reports", false);

  private static Infrastructure own;
  private static Processor processor;
  private static Definitions definitions;
  private static int tests;

  private final String first = "first-" + tests;
  private final String second = "second-" + tests;
  private final String third = "third-" + tests++;

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

  @BeforeEach
  void defineGateways() {
    Stream.of(first, second, third).forEach(name -> define(name, Map.of()));
  }

  @Test
  void aCodeWithoutAReportGoesOverTheNextGatewayAfterTheTimeOfItsRoute() {
    // Given
    route(AFTER, false, 2, first, second);
    OtpRequested request = sentOver(first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));

    // Then
    awaitSent(request, first, second);
  }

  @Test
  void aCodeWhoseReportHasComeIsNotSentAgain() {
    // Given
    route(AFTER, false, 2, first, second);
    OtpRequested request = sentOver(first);
    report(GatewayReport.delivered(first, request.sessionId().toString()));
    await().until(() -> processor.told(request.sessionId()).size() == 2);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));

    // Then
    assertNotSentAgain(request, first);
  }

  @Test
  void aRouteWithoutATimeSendsNothingAgain() {
    // Given
    route(null, false, 3, first, second);
    OtpRequested request = sentOver(first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));

    // Then
    assertThat(fallbacks(request)).isZero();
  }

  @Test
  void aCodeGoesOverNoMoreGatewaysThanItsRouteAllows() {
    // Given
    route(AFTER, false, 2, first, second, third);
    OtpRequested request = sentOver(first);
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));
    awaitSent(request, first, second);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));

    // Then
    assertNotSentAgain(request, first, second);
  }

  @Test
  void aCodeGoesOverAThirdGatewayWhereItsRouteAllowsIt() {
    // Given
    route(AFTER, false, 3, first, second, third);
    OtpRequested request = sentOver(first);
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));
    awaitSent(request, first, second);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(AFTER));

    // Then
    awaitSent(request, first, second, third);
  }

  @Test
  void oneGatewayIsWhatARouteMayBeContentWith() {
    // Given
    route(AFTER, true, 1, first, second);

    // When
    OtpRequested request = sentOver(first);

    // Then
    assertThat(fallbacks(request)).isZero();
  }

  @Test
  void aMissingReportOfAGatewayThatDoesNotReportSendsNothingAgain() {
    // Given
    define(first, SILENT);
    route(AFTER, false, 2, first, second);

    // When
    OtpRequested request = sentOver(first);

    // Then
    assertThat(fallbacks(request)).isZero();
  }

  @Test
  void aNegativeReportOfAGatewayThatReportsOnlySuchSendsAgain() {
    // Given
    define(first, SILENT);
    route(AFTER, true, 2, first, second);
    OtpRequested request = sentOver(first);

    // When
    report(GatewayReport.undelivered(first, request.sessionId().toString(), "absent", null));

    // Then
    awaitSent(request, first, second);
  }

  @Test
  void aCodeThatIsPromisedMoreTimeIsSentAgainNoSoonerForIt() {
    // Given: it was to end before the time of its route
    route(45, false, 2, first, second);
    OtpRequested request = Requests.withLimit(Processor.freshNumber(), 30);
    processor.publish(request);
    awaitSent(request, first);
    Processor.CLOCK.advance(Duration.ofSeconds(20));
    processor.publish(Requests.again(request, Duration.ofSeconds(20)));
    await().until(() -> secondsOf(request) == 50);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(12));

    // Then
    assertNotSentAgain(request, first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(14));

    // Then
    awaitSent(request, first, second);
  }

  private static int secondsOf(OtpRequested request) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForObject(
            "select extract(epoch from expires_at - requested_at) from sessions where session_id = ?",
            Integer.class,
            request.sessionId().value());
  }

  private static void define(String name, Map<String, Object> settings) {
    awaitVersion(definitions.put(new GatewayDefinition(name, "peer", true, settings)));
  }

  private static void route(
      @Nullable Integer after, boolean whenUndelivered, int most, String... gateways) {
    Route route =
        new Route(
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            Stream.of(gateways).map(Candidate::new).toList(),
            Route.Prefer.ORDER,
            after,
            whenUndelivered,
            most,
            null);
    awaitVersion(definitions.put(List.of(route), OptionalLong.empty()));
  }

  private static void awaitVersion(long version) {
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);
  }

  private static OtpRequested sentOver(String gateway) {
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    awaitSent(request, gateway);
    return request;
  }

  private static void report(GatewayReport report) {
    processor.bean(TakesReports.class).take(List.of(report));
  }

  private static void awaitSent(OtpRequested request, String... gateways) {
    await().untilAsserted(() -> assertThat(sent(request)).containsExactly(gateways));
  }

  private static void assertNotSentAgain(OtpRequested request, String... gateways) {
    await()
        .during(Duration.ofMillis(900))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(sent(request)).containsExactly(gateways));
  }

  private static List<String> sent(OtpRequested request) {
    return processor.told(request.sessionId()).stream()
        .filter(OtpSent.class::isInstance)
        .map(event -> ((OtpSent) event).gateway())
        .toList();
  }

  private static int fallbacks(OtpRequested request) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForObject(
            "select count(*) from fallbacks where session_id = ?",
            Integer.class,
            request.sessionId().value());
  }
}
