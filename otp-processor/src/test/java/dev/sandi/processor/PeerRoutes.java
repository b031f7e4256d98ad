package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.Peers.Peer;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Gateways of a processor whose peers do what a test tells them, and one route over them. */
final class PeerRoutes {

  private final Processor processor;

  PeerRoutes(Processor processor) {
    this.processor = processor;
  }

  /** Defines gateways and sends everything over them, in this order. */
  void define(String... gateways) {
    for (String gateway : gateways) {
      definitions().put(new GatewayDefinition(gateway, "peer", true, Map.of()));
    }
    routeTo(gateways);
  }

  void routeTo(String... gateways) {
    route(null, gateways);
  }

  /**
   * Sends everything over gateways.
   *
   * @param ambiguous what becomes of a message whose answer never came, if the route says so
   */
  void route(@Nullable Ambiguous ambiguous, String... gateways) {
    Route route =
        new Route(
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            Stream.of(gateways).map(Candidate::new).toList(),
            Prefer.ORDER,
            null,
            false,
            2,
            ambiguous);
    long version = definitions().put(List.of(route), OptionalLong.empty());
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);
  }

  private Definitions definitions() {
    return processor.bean(Definitions.class);
  }

  Peer peer(String gateway) {
    return processor.bean(Peers.class).peer(gateway);
  }

  String breaker(String gateway) {
    return processor.bean(OpenGateways.class).breaker(gateway).orElseThrow();
  }

  OtpRequested publish() {
    return publish(1).get(0);
  }

  List<OtpRequested> publish(int count) {
    return publish("demo", count);
  }

  List<OtpRequested> publish(String app, int count) {
    List<OtpRequested> requests =
        IntStream.range(0, count)
            .mapToObj(n -> Requests.by(new AppId(app), Processor.freshNumber()))
            .toList();
    requests.forEach(processor::publish);
    return requests;
  }

  /** By which gateways they were sent, in the order of the events. */
  List<String> gatewaysOf(List<OtpRequested> requests) {
    Set<SessionId> sessions =
        requests.stream().map(OtpRequested::sessionId).collect(Collectors.toSet());
    return processor.told().stream()
        .filter(OtpSent.class::isInstance)
        .map(OtpSent.class::cast)
        .filter(sent -> sessions.contains(sent.sessionId()))
        .map(OtpSent::gateway)
        .toList();
  }

  void awaitSent(List<OtpRequested> requests) {
    await().untilAsserted(() -> assertThat(gatewaysOf(requests)).hasSize(requests.size()));
  }

  void awaitSent(List<OtpRequested> requests, String gateway) {
    awaitSent(requests);
    assertThat(gatewaysOf(requests)).containsOnly(gateway);
  }

  int waitingFor(String gateway) {
    Integer count =
        processor
            .bean(JdbcTemplate.class)
            .queryForObject(
                "select count(*) from submissions where gateway = ? and claim_id is null",
                Integer.class,
                gateway);
    return count == null ? 0 : count;
  }
}
