package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.processor.Peers.Peer;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.processor.sending.QueueMessages;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Gateways whose code fails, which may be anybody's. */
@RequiresInfrastructure
class FailingGatewaysTest {

  private static Infrastructure own;
  private static Processor processor;
  private static Definitions definitions;
  private static int tests;

  private final String failing = "failing-" + tests;
  private final String well = "well-" + tests++;

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
    definitions.put(new GatewayDefinition(failing, "peer", true, Map.of()));
    definitions.put(new GatewayDefinition(well, "peer", true, Map.of()));
    routeTo(failing, well);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS_AT_ROOM", "FAILS_AT_STATUS", "FAILS_AT_SUBMIT"})
  void aGatewayThatFailsCostsOnlyItself(Manner manner) {
    // Given
    double before = faults();
    peer(failing).now(manner);

    // When
    List<OtpRequested> requests = Stream.generate(this::publish).limit(20).toList();

    // Then
    awaitSent(requests, well);
    assertThat(faults()).isGreaterThan(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS_AT_ROOM", "FAILS_AT_STATUS"})
  void whatWaitsForAGatewayThatBeginsToFailIsMovedToTheNext(Manner manner) {
    // Given
    peer(failing).now(Manner.FULL);
    List<OtpRequested> requests = Stream.generate(this::publish).limit(3).toList();
    await()
        .until(
            () ->
                processor
                        .bean(JdbcTemplate.class)
                        .queryForObject(
                            "select count(*) from submissions where gateway = ?",
                            Integer.class,
                            failing)
                    == 3);

    // When
    peer(failing).now(manner);

    // Then, on a clock that goes on: what is full is looked at again after a while
    await()
        .untilAsserted(
            () -> {
              Processor.CLOCK.advance(Duration.ofMillis(200));
              assertThat(gatewaysOf(requests)).hasSize(requests.size()).containsOnly(well);
            });
  }

  @Test
  void aGatewayThatFailedIsUsedAgainWhenItWorks() {
    // Given
    peer(failing).now(Manner.FAILS_AT_ROOM);
    awaitSent(List.of(publish()), well);

    // When
    peer(failing).now(Manner.ACCEPTS);

    // Then
    await()
        .untilAsserted(
            () -> {
              OtpRequested request = publish();
              await().until(() -> gatewayOf(request) != null);
              assertThat(gatewayOf(request)).isEqualTo(failing);
            });
  }

  @Test
  void aGatewayIsAskedOnceHowItIsForAllMessagesOfABatch() {
    // Given
    List<Request> requests =
        IntStream.range(0, 300)
            .mapToObj(n -> Requests.to(Processor.freshNumber()))
            .map(r -> new Request(Envelope.of(r, r.requestedAt(), TraceParent.start()), r))
            .toList();
    Map<UUID, UUID> codes =
        requests.stream().map(Request::id).collect(Collectors.toMap(Function.identity(), id -> id));
    int before = peer(failing).timesAsked();

    // When
    processor
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              processor.bean(QueueMessages.class).queue(requests, codes);
              status.setRollbackOnly();
            });

    // Then: but for rounds of sending meanwhile
    assertThat(peer(failing).timesAsked() - before).isBetween(1, 30);
  }

  private void routeTo(String... gateways) {
    long version = definitions.put(List.of(to(gateways)), OptionalLong.empty());
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);
  }

  private static Route to(String... gateways) {
    return new Route(
        null,
        Set.of(),
        Set.of(),
        Set.of(),
        Stream.of(gateways).map(Route.Candidate::new).toList(),
        Route.Prefer.ORDER,
        null,
        false,
        2,
        null);
  }

  private double faults() {
    return processor
        .bean(MeterRegistry.class)
        .counter("sandi.processor.gateways.faults", "gateway", failing)
        .count();
  }

  private OtpRequested publish() {
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    return request;
  }

  private static Peer peer(String name) {
    return processor.bean(Peers.class).peer(name);
  }

  private static String gatewayOf(OtpRequested request) {
    return gatewaysOf(List.of(request)).stream().findFirst().orElse(null);
  }

  /** By which gateways they were sent; read in one go. */
  private static List<String> gatewaysOf(List<OtpRequested> requests) {
    Set<SessionId> sessions =
        requests.stream().map(OtpRequested::sessionId).collect(Collectors.toSet());
    return processor.told().stream()
        .filter(OtpSent.class::isInstance)
        .map(OtpSent.class::cast)
        .filter(sent -> sessions.contains(sent.sessionId()))
        .map(OtpSent::gateway)
        .toList();
  }

  private static void awaitSent(List<OtpRequested> requests, String gateway) {
    await()
        .untilAsserted(
            () -> assertThat(gatewaysOf(requests)).hasSize(requests.size()).containsOnly(gateway));
  }
}
