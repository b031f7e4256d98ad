package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.storage.Columns;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Gateways that take messages which do not arrive. */
@RequiresInfrastructure
class JudgingByDeliveryTest {

  private static Infrastructure own;
  private static Processor processor;
  private static PeerRoutes routes;
  private static int tests;

  /** Each test has gateways of its own, of which nothing is on record. */
  private final String first = "first-" + tests;

  private final String second = "second-" + tests++;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, Map.of());
    routes = new PeerRoutes(processor);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @BeforeEach
  void defineGateways() {
    routes.define(first, second);
  }

  @Test
  void aGatewayThatSuddenlyDeliversNothingIsPassedOverWithinMinutesAndFoundAgainByTries() {
    // Given: a quarter of an hour ago all arrived
    delivered(first, 24);
    Processor.CLOCK.advance(Duration.ofMinutes(13));
    awaitCounted();

    // When
    routes.awaitSent(routes.publish(24), first);
    Processor.CLOCK.advance(Duration.ofMinutes(3));

    // Then
    await().until(() -> routes.breaker(first).equals("open"));
    routes.awaitSent(routes.publish(5), second);
    try (Processor copy = Processor.start(own, Map.of())) {
      await().until(() -> new PeerRoutes(copy).breaker(first).equals("open"));
    }

    // When: one in a hundred tries
    for (int tries = 0; tries < 3; tries++) {
      int before = routes.peer(first).submits().size();
      routes.awaitSent(routes.publish(110));
      assertThat(routes.peer(first).submits()).hasSize(before + 1);
      deliver(first, List.copyOf(routes.peer(first).submits()).get(before));
    }
    Processor.CLOCK.advance(Duration.ofMinutes(3));

    // Then
    await().until(() -> routes.breaker(first).equals("closed"));
    routes.awaitSent(routes.publish(5), first);
  }

  @Test
  void negativeReportsShowItToo() {
    // Given
    delivered(first, 24);
    Processor.CLOCK.advance(Duration.ofMinutes(13));
    awaitCounted();

    // When
    List<OtpRequested> lost = routes.publish(24);
    routes.awaitSent(lost, first);
    report(lost, id -> GatewayReport.undelivered(first, id, "absent", null));
    Processor.CLOCK.advance(Duration.ofMinutes(3));

    // Then
    await().until(() -> routes.breaker(first).equals("open"));
  }

  @Test
  void whereNoOtherGatewayIsLeftMessagesGoOnToOneThatDeliversNothing() {
    // Given
    routes.routeTo(first);
    delivered(first, 24);
    Processor.CLOCK.advance(Duration.ofMinutes(13));
    awaitCounted();
    routes.awaitSent(routes.publish(24), first);

    // When
    Processor.CLOCK.advance(Duration.ofMinutes(3));
    await().until(() -> routes.breaker(first).equals("open"));

    // Then
    routes.awaitSent(routes.publish(30), first);
  }

  @Test
  void aGatewayThatReportsNothingIsNotPassedOver() {
    // Given
    routes.awaitSent(routes.publish(24), first);
    Processor.CLOCK.advance(Duration.ofMinutes(13));
    awaitCounted();

    // When
    routes.awaitSent(routes.publish(24), first);
    Processor.CLOCK.advance(Duration.ofMinutes(3));
    awaitCounted();

    // Then
    routes.awaitSent(routes.publish(5), first);
    assertThat(routes.breaker(first)).isEqualTo("closed");
  }

  @Test
  void aGatewayOfWhoseMessagesFewArriveComesAfterTheOthers() {
    // Given: of 24 five, which is less than three of ten
    List<OtpRequested> sent = routes.publish(24);
    routes.awaitSent(sent, first);
    report(sent.subList(0, 5), id -> GatewayReport.delivered(first, id));
    report(sent.subList(5, 24), id -> GatewayReport.undelivered(first, id, "absent", null));

    // When
    Processor.CLOCK.advance(Duration.ofMinutes(3));
    awaitCounted();

    // Then
    assertThat(routes.breaker(first)).isEqualTo("closed");
    await()
        .untilAsserted(
            () -> {
              List<OtpRequested> request = routes.publish(1);
              routes.awaitSent(request);
              assertThat(routes.gatewaysOf(request)).containsExactly(second);
            });
    routes.routeTo(first);
    routes.awaitSent(routes.publish(5), first);
  }

  private static void delivered(String gateway, int count) {
    List<OtpRequested> sent = routes.publish(count);
    routes.awaitSent(sent, gateway);
    report(sent, id -> GatewayReport.delivered(gateway, id));
  }

  private static void deliver(String gateway, SessionId session) {
    take(List.of(GatewayReport.delivered(gateway, session.toString())));
    awaitReported(List.of(session));
  }

  private static void report(List<OtpRequested> sent, Function<String, GatewayReport> report) {
    take(sent.stream().map(request -> report.apply(request.sessionId().toString())).toList());
    awaitReported(sent.stream().map(OtpRequested::sessionId).toList());
  }

  private static void take(List<GatewayReport> reports) {
    processor
        .bean(TakesReports.class)
        .take(reports)
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  /** Waits until reports are with their messages. */
  private static void awaitReported(List<SessionId> sessions) {
    String ids = String.join(",", sessions.stream().map(SessionId::toString).toList());
    await()
        .until(
            () ->
                sessions.size()
                    == count(
                        "gateway_messages where reported_at is not null"
                            + " and session_id = any (string_to_array(?, ',')::uuid[])",
                        ids));
  }

  /** Waits until all minutes are counted that are due. */
  private static void awaitCounted() {
    OffsetDateTime minute = Columns.time(Processor.CLOCK.instant().truncatedTo(ChronoUnit.MINUTES));
    await().until(() -> count("gateway_figures_mark where counted_to >= ?", minute) == 1);
  }

  private static int count(String from, Object arg) {
    Integer count =
        processor
            .bean(JdbcTemplate.class)
            .queryForObject("select count(*) from " + from, Integer.class, arg);
    return count == null ? 0 : count;
  }
}
