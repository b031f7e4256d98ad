package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.SessionEvent;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.smsc.SmscSimulator;
import dev.sandi.smsc.Submitted;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gateways and routes change while messages are under way to an SMSC. */
@RequiresInfrastructure
class ChangingUnderLoadTest {

  private static final int ALREADY_BOUND = 5;
  private static final int WRONG_PASSWORD = 0x0E;

  private static Infrastructure own;
  private static Processor processor;
  private static Definitions definitions;
  private static int tests;

  private final String gateway = "north-" + tests;
  private final String other = "south-" + tests++;
  private final SmscSimulator smsc = SmscSimulator.start(0);
  private final SmscSimulator otherSmsc = SmscSimulator.start(0);

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, Map.of("SANDI_SECRET_SMSC", "sandi"));
    definitions = processor.bean(Definitions.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @AfterEach
  void close() {
    smsc.close();
    otherSmsc.close();
  }

  @Test
  void eachMessageIsSubmittedOnceAndToldOnceWhileSettingsAndRoutesChange() {
    // Given: answers take longer than a gateway waits that is closed with the service
    define(gateway, smsc.port(), 500);
    define(other, otherSmsc.port(), 500);
    awaitConnected(gateway);
    awaitConnected(other);
    smsc.latency(Duration.ofSeconds(6));
    otherSmsc.latency(Duration.ofSeconds(6));

    // When
    List<OtpRequested> requests = new ArrayList<>();
    for (int change = 0; change < 10; change++) {
      for (int n = 0; n < 50; n++) {
        requests.add(publish());
      }
      if (change % 3 == 2) {
        define(other, otherSmsc.port(), 490 - change);
      } else {
        define(gateway, smsc.port(), 490 - change);
      }
      routeTo(change % 2 == 0 ? List.of(gateway, other) : List.of(other, gateway));
    }

    // Then
    Set<SessionId> sessions =
        requests.stream().map(OtpRequested::sessionId).collect(Collectors.toSet());
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(told(sessions)).hasSize(requests.size()));
    assertThat(told(sessions)).allMatch(OtpSent.class::isInstance);
    assertThat(told(sessions).stream().map(SessionEvent::sessionId).distinct())
        .hasSize(requests.size());
    assertThat(submitted())
        .hasSize(requests.size())
        .allSatisfy((msisdn, times) -> assertThat(times).isOne());
  }

  @Test
  void theOldOneSendsUntilTheNewOneIsConnected() {
    // Given
    define(gateway, smsc.port(), 10);
    define(other, otherSmsc.port(), 10);
    awaitConnected(gateway);
    awaitConnected(other);
    routeTo(List.of(gateway, other));

    // When: nobody listens there yet
    int port = freePort();
    define(gateway, port, 10);
    OtpRequested request = publish();

    // Then
    awaitSent(request, gateway);
    assertThat(smsc.ledger().all()).hasSize(1);
    assertThat(status(gateway).connected()).isTrue();
    assertThat(status(gateway).detail()).contains("until it is connected");

    try (SmscSimulator next = SmscSimulator.start(port)) {
      await().until(() -> status(gateway).detail().equals("1 of 1 binds"));
      awaitSent(publish(), gateway);
      assertThat(next.ledger().all()).hasSize(1);
    }
  }

  @Test
  void theOldOneIsClosedForAnOperatorWhoAllowsNoSecondBind() {
    // Given
    define(gateway, smsc.port(), 10);
    awaitConnected(gateway);
    routeTo(List.of(gateway));

    // When
    smsc.refuseBinds(ALREADY_BOUND);
    define(gateway, smsc.port(), 20);
    await().until(() -> smsc.binds() == 0);
    smsc.refuseBinds(0);

    // Then
    await().until(() -> status(gateway).figures().get("window") == 20);
    awaitConnected(gateway);
    awaitSent(publish(), gateway);
  }

  @Test
  void aWrongPasswordStopsNothingThatWorks() {
    // Given
    define(gateway, smsc.port(), 10);
    awaitConnected(gateway);
    routeTo(List.of(gateway));

    // When
    smsc.refuseBinds(WRONG_PASSWORD);
    define(gateway, smsc.port(), 20);
    await().until(() -> status(gateway).detail().contains("ESME_RINVPASWD"));
    await().pollDelay(Duration.ofSeconds(2)).until(() -> smsc.ledger().refusedBinds() > 1);

    // Then
    assertThat(smsc.binds()).isEqualTo(1);
    awaitSent(publish(), gateway);
  }

  private void define(String name, int port, int window) {
    Map<String, Object> settings =
        Map.of(
            "hosts",
            List.of("localhost:" + port),
            "system_id",
            "sandi",
            "password",
            "${SANDI_SECRET_SMSC}",
            "window",
            window);
    awaitVersion(definitions.put(new GatewayDefinition(name, "smpp", true, settings)));
  }

  private static int freePort() {
    try (SmscSimulator passing = SmscSimulator.start(0)) {
      return passing.port();
    }
  }

  private static void routeTo(List<String> gateways) {
    Route route =
        new Route(
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            gateways.stream().map(Route.Candidate::new).toList(),
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

  private static GatewayStatus status(String gateway) {
    return processor.bean(OpenGateways.class).status(gateway).orElseThrow();
  }

  private static void awaitConnected(String gateway) {
    await().until(() -> status(gateway).connected());
  }

  private static OtpRequested publish() {
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    return request;
  }

  private static List<SessionEvent> told(Set<SessionId> sessions) {
    return processor.told().stream().filter(event -> sessions.contains(event.sessionId())).toList();
  }

  private Map<String, Integer> submitted() {
    Map<String, Integer> times = new HashMap<>();
    Stream.of(smsc, otherSmsc)
        .flatMap(each -> each.ledger().all().stream())
        .map(Submitted::msisdn)
        .forEach(msisdn -> times.merge(msisdn, 1, Integer::sum));
    return times;
  }

  private static void awaitSent(OtpRequested request, String gateway) {
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        OtpSent.class, sent -> assertThat(sent.gateway()).isEqualTo(gateway)));
  }
}
