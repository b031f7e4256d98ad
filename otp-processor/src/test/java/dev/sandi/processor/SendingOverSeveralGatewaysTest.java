package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.SessionEvent;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.processor.Peers.Peer;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class SendingOverSeveralGatewaysTest {

  private static Infrastructure own;
  private static Processor processor;
  private static Definitions definitions;

  private static int tests;

  private final String first = "first-" + tests;
  private final String second = "second-" + tests++;

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

  /** Each test has gateways of its own: what one has done to a breaker is nothing to another. */
  @BeforeEach
  void defineGateways() {
    definitions.put(new GatewayDefinition(first, "peer", true, Map.of()));
    definitions.put(new GatewayDefinition(second, "peer", true, Map.of()));
    routeTo(first, second);
  }

  @Test
  void aMessageGoesOverTheFirstGatewayOfItsRoute() {
    // When
    OtpRequested request = publish();

    // Then
    awaitSent(request, first);
    assertThat(peer(second).submits()).isEmpty();
  }

  @Test
  void aGatewayThatIsNotConnectedIsPassedOver() {
    // Given
    peer(first).now(Manner.DISCONNECTED);

    // When
    OtpRequested request = publish();

    // Then
    awaitSent(request, second);
  }

  @Test
  void aMessageThatAGatewayDoesNotTakeNowGoesOverTheNextAtOnce() {
    // Given
    peer(first).now(Manner.UNAVAILABLE);

    // When
    OtpRequested request = publish();

    // Then: without the clock, by which a second try of the same gateway would wait
    awaitSent(request, second);
    assertThat(peer(first).submits()).containsOnlyOnce(request.sessionId());
  }

  @Test
  void aMessageThatAGatewayRefusesForReasonsOfItsOwnGoesOverTheNext() {
    // Given
    peer(first).now(Manner.REFUSES_ALL);

    // When
    OtpRequested request = publish();

    // Then
    awaitSent(request, second);
  }

  @Test
  void aNumberThatIsWrongIsNotTriedElsewhere() {
    // Given
    peer(first).now(Manner.REFUSES_THE_NUMBER);

    // When
    OtpRequested request = publish();

    // Then
    awaitFailed(request, "invalid_number", first);
    assertThat(peer(second).submits()).isEmpty();
  }

  @Test
  void aMessageThatEveryGatewayRefusesFailsWithTheWordsOfTheLast() {
    // Given
    peer(first).now(Manner.REFUSES_ALL);
    peer(second).now(Manner.REFUSES_ALL);

    // When
    OtpRequested request = publish();

    // Then
    awaitFailed(request, "account_closed", second);
    assertThat(peer(first).submits()).hasSize(1);
    assertThat(peer(second).submits()).hasSize(1);
  }

  @Test
  void aGatewayThatTakesAllAndAnswersNothingIsGivenNoMoreAfterAFewSeconds() {
    // Given
    peer(first).now(Manner.SILENT);
    awaitGiven(publish(), first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(6));
    List<OtpRequested> requests = IntStream.range(0, 200).mapToObj(n -> publish()).toList();

    // Then: but for one in a hundred that tries if it is back
    awaitSent(requests.subList(190, 200), second);
    assertThat(peer(first).submits()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aGatewayThatAnswersNothingIsNotTriedAgainAndAgainWhereThereAreFewMessages() {
    // Given
    peer(first).now(Manner.SILENT);
    awaitGiven(publish(), first);
    Processor.CLOCK.advance(Duration.ofSeconds(6));

    // When: one in twenty seconds
    for (int n = 0; n < 12; n++) {
      awaitSent(publish(), second);
      Processor.CLOCK.advance(Duration.ofSeconds(20));
    }

    // Then
    assertThat(peer(first).submits()).hasSize(1);
  }

  @Test
  void aGatewayThatIsBackIsFoundByOneMessageAndUsedAgain() {
    // Given
    peer(first).now(Manner.SILENT);
    awaitGiven(publish(), first);
    Processor.CLOCK.advance(Duration.ofSeconds(6));
    awaitSent(publish(), second);

    // When: enough messages for one of them to try
    peer(first).now(Manner.ACCEPTS);
    Processor.CLOCK.advance(Duration.ofSeconds(15));
    IntStream.range(0, 110).forEach(n -> publish());

    // Then
    await().until(() -> breaker(first).equals("closed"));
    awaitSent(publish(), first);
  }

  @Test
  void theOnlyGatewayOfARouteIsFoundAgainByTheNextMessage() {
    // Given
    routeTo(first);
    peer(first).now(Manner.SILENT);
    awaitGiven(publish(), first);
    Processor.CLOCK.advance(Duration.ofSeconds(6));
    await().until(() -> breaker(first).equals("open"));

    // When
    peer(first).now(Manner.ACCEPTS);
    Processor.CLOCK.advance(Duration.ofSeconds(2));

    // Then
    awaitSent(publish(), first);
  }

  @Test
  void whatWaitsForAGatewayThatGoesAwayIsMovedToTheNext() {
    // Given
    peer(first).now(Manner.FULL);
    List<OtpRequested> requests = IntStream.range(0, 700).mapToObj(n -> publish()).toList();
    await().until(() -> waitingFor(first) == 700);

    // When
    peer(first).now(Manner.DISCONNECTED);
    Processor.CLOCK.advance(Duration.ofSeconds(1));

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> peer(second).submits().size() == 700);
    awaitSent(requests.get(699), second);
  }

  @Test
  void whatWaitsForAGatewayThatIsTakenOutOfServiceIsMovedToTheNext() {
    // Given
    peer(first).now(Manner.FULL);
    OtpRequested request = publish();
    await().until(() -> waitingFor(first) == 1);

    // When
    definitions.put(new GatewayDefinition(first, "peer", false, Map.of()));
    await().until(() -> !isConnected(first));
    Processor.CLOCK.advance(Duration.ofSeconds(1));

    // Then
    awaitSent(request, second);
  }

  @Test
  void aGatewayThatHasNoRoomDelaysNobodyElse() {
    // Given
    peer(first).now(Manner.FULL);
    IntStream.range(0, 600).forEach(n -> publish());
    await().until(() -> waitingFor(first) == 600);

    // When
    routeTo(second);
    OtpRequested request = publish();

    // Then
    awaitSent(request, second);
    assertThat(waitingFor(first)).isEqualTo(600);
  }

  @Test
  void aGatewayThatAsksForLessKeepsItsMessages() {
    // Given
    routeTo(first);
    peer(first).now(Manner.BUSY);
    List<OtpRequested> requests = IntStream.range(0, 30).mapToObj(n -> publish()).toList();
    await().until(() -> peer(first).submits().size() >= 30);

    // When
    peer(first).now(Manner.ACCEPTS);
    Processor.CLOCK.advance(Duration.ofSeconds(2));

    // Then
    awaitSent(requests, first);
  }

  @Test
  void whatNobodyCanTakeWaitsUntilThereIsAGateway() {
    // Given
    definitions.put(new GatewayDefinition(first, "peer", false, Map.of()));
    routeTo(first);
    OtpRequested request = publish();
    await().until(() -> waitingFor("") == 1);

    // When
    routeTo(second);
    Processor.CLOCK.advance(Duration.ofSeconds(1));

    // Then
    awaitSent(request, second);
  }

  @Test
  void aGatewayThatTakesItsTimeIsNotTakenForDead() {
    // Given
    peer(first).now(Manner.SLOW);
    awaitGiven(publish(), first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(4));
    OtpRequested request = publish();
    await().until(() -> peer(first).submits().contains(request.sessionId()));
    peer(first).answerAll();

    // Then
    awaitSent(request, first);
    assertThat(peer(second).submits()).isEmpty();
  }

  @Test
  void aMessageIsSentAgainOverAGatewayOfWhichOnlyAProbeCanTellThatItIsBack() {
    // Given
    routeTo(second);
    peer(second).now(Manner.SILENT);
    publish();
    await().until(() -> peer(second).submits().size() == 1);
    Processor.CLOCK.advance(Duration.ofSeconds(6));
    await().until(() -> breaker(second).equals("open"));
    peer(second).now(Manner.ACCEPTS);
    route(true, first, second);
    OtpRequested request = publish();
    awaitSent(request, first);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(15));
    processor
        .bean(TakesReports.class)
        .take(
            List.of(
                GatewayReport.undelivered(first, request.sessionId().toString(), "absent", null)));

    // Then
    await().until(() -> sent(request).size() == 2);
    assertThat(sent(request)).extracting(OtpSent::gateway).containsExactly(first, second);
    assertThat(sent(request)).extracting(OtpSent::attempt).containsExactly(1, 2);
  }

  @Test
  void aMessageThatWasOftenPutOffIsSentAgainWhenItsAnswerIsLost() {
    // Given
    routeTo(first);
    peer(first).now(Manner.BUSY);
    OtpRequested request = publish();
    awaitAsTimePasses(() -> submits(request, first) >= 4);
    peer(first).now(Manner.SILENT);
    long submits = submits(request, first);
    awaitAsTimePasses(() -> submits(request, first) > submits);

    // When
    long lost = submits(request, first);
    peer(first).now(Manner.ACCEPTS);

    // Then
    awaitAsTimePasses(() -> !sent(request).isEmpty());
    awaitSent(request, first);
    assertThat(submits(request, first)).isGreaterThan(lost);
  }

  @Test
  void whatIsAnsweredWhileTheServiceStopsIsOnRecord() {
    // Given
    Infrastructure other = Infrastructure.isolated();
    try {
      Processor stopping = Processor.start(other, Map.of());
      stopping.bean(Definitions.class).put(new GatewayDefinition("slow", "peer", true, Map.of()));
      stopping.bean(Definitions.class).put(List.of(to(false, "slow")), OptionalLong.empty());
      Peer peer = stopping.bean(Peers.class).peer("slow");
      peer.now(Manner.SLOW);
      await().until(() -> stopping.bean(OpenGateways.class).status("slow").isPresent());
      OtpRequested request = Requests.to(Processor.freshNumber());
      stopping.publish(request);
      await().until(() -> peer.submits().size() == 1);

      // When: a gateway has its last answers as it is closed
      stopping.close();

      // Then
      try (Processor next = Processor.start(other, Map.of())) {
        await().until(() -> !next.told(request.sessionId()).isEmpty());
        Processor.CLOCK.advance(Duration.ofMinutes(1));
        assertThat(next.told(request.sessionId()).get(0)).isInstanceOf(OtpSent.class);
        assertThat(next.bean(Peers.class).peer("slow").submits()).isEmpty();
      }
    } finally {
      other.close();
    }
  }

  @Test
  void whatNobodyCanTakeFailsWhenItsTimeIsOver() {
    // Given
    definitions.put(new GatewayDefinition(first, "peer", false, Map.of()));
    routeTo(first);
    OtpRequested request = publish();
    await().until(() -> waitingFor("") == 1);

    // When
    Processor.CLOCK.advance(Duration.ofMinutes(5));

    // Then
    await().until(() -> processor.told(request.sessionId()).size() == 1);
    assertThat(processor.told(request.sessionId()).get(0))
        .isInstanceOfSatisfying(
            OtpFailed.class,
            failed -> assertThat(failed.reason()).isEqualTo("expired_before_submit"));
  }

  private static void routeTo(String... gateways) {
    route(false, gateways);
  }

  private static void route(boolean resendWhenUndelivered, String... gateways) {
    long version =
        definitions.put(List.of(to(resendWhenUndelivered, gateways)), OptionalLong.empty());
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);
  }

  private static Route to(boolean resendWhenUndelivered, String... gateways) {
    List<Candidate> candidates = Stream.of(gateways).map(Candidate::new).toList();
    return new Route(
        null,
        Set.of(),
        Set.of(),
        Set.of(),
        candidates,
        Prefer.ORDER,
        null,
        resendWhenUndelivered,
        2,
        null);
  }

  private static void awaitAsTimePasses(Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              Processor.CLOCK.advance(Duration.ofSeconds(2));
              return condition.call();
            });
  }

  private static String breaker(String gateway) {
    return processor.bean(OpenGateways.class).breaker(gateway).orElseThrow();
  }

  private static OtpRequested publish() {
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    return request;
  }

  private static boolean isConnected(String gateway) {
    return processor.bean(OpenGateways.class).status(gateway).orElseThrow().connected();
  }

  private static Peer peer(String name) {
    return processor.bean(Peers.class).peer(name);
  }

  private static long submits(OtpRequested request, String gateway) {
    return peer(gateway).submits().stream().filter(request.sessionId()::equals).count();
  }

  private static int waitingFor(String gateway) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForObject(
            "select count(*) from submissions where gateway = ?", Integer.class, gateway);
  }

  private static List<OtpSent> sent(OtpRequested request) {
    SessionId session = request.sessionId();
    return processor.told(session).stream()
        .filter(OtpSent.class::isInstance)
        .map(OtpSent.class::cast)
        .toList();
  }

  /** Others may come to it too: what earlier tests left unanswered. */
  private static void awaitGiven(OtpRequested request, String gateway) {
    await().until(() -> peer(gateway).submits().contains(request.sessionId()));
  }

  private static void awaitSent(OtpRequested request, String gateway) {
    awaitSent(List.of(request), gateway);
  }

  private static void awaitSent(List<OtpRequested> requests, String gateway) {
    Set<SessionId> sessions =
        requests.stream().map(OtpRequested::sessionId).collect(Collectors.toSet());
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told())
                    .filteredOn(OtpSent.class::isInstance)
                    .filteredOn(event -> sessions.contains(event.sessionId()))
                    .hasSize(requests.size())
                    .extracting(event -> ((OtpSent) event).gateway())
                    .containsOnly(gateway));
  }

  private static void awaitFailed(OtpRequested request, String reason, String gateway) {
    await().until(() -> !processor.told(request.sessionId()).isEmpty());
    SessionEvent told = processor.told(request.sessionId()).get(0);
    assertThat(told).isInstanceOf(OtpFailed.class);
    assertThat(((OtpFailed) told).reason()).isEqualTo(reason);
    assertThat(((OtpFailed) told).gateway()).isEqualTo(gateway);
  }
}
