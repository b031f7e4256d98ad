package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.Route;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.storage.Columns;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class CountingAmbiguousSubmitsTest {

  private static final Map<String, String> SETTINGS = Map.of("sandi.processor.gateway", "held");

  private Infrastructure own;
  private Processor processor;

  @BeforeEach
  void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, SETTINGS);
  }

  @AfterEach
  void stop() {
    processor.close();
    own.close();
  }

  @Test
  void anAnswerThatNeverCameIsCountedForItsGatewayAndARestartKeepsTheCount() {
    // Given
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    HeldGateway held = processor.bean(HeldGateway.class);
    await().until(() -> held.submits(request.sessionId()) == 1);

    // When
    held.answer(request.sessionId(), new SubmitResult.Ambiguous("the link was cut"));
    await().untilAsserted(() -> assertThat(shown("held")).isEqualTo(1));
    processor.close();
    processor = Processor.start(own, SETTINGS);

    // Then
    await().untilAsserted(() -> assertThat(shown("held")).isEqualTo(1));
    assertThat(processor.bean(OpenGateways.class).status("held"))
        .hasValueSatisfying(status -> assertThat(status.figures()).containsEntry("ambiguous", 1L));
  }

  @Test
  void anAnswerThatDoesNotDoubtIsNotCounted() {
    // Given
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    HeldGateway held = processor.bean(HeldGateway.class);
    await().until(() -> held.submits(request.sessionId()) == 1);

    // When
    held.answer(request.sessionId(), new SubmitResult.Unavailable("too busy"));

    // Then
    await().until(() -> unclaimed(request));
    assertThat(stored()).isEmpty();
  }

  @Test
  void aClaimThatLapsedIsCountedForTheGatewayThatHadItThoughAnotherOneSendsItNow() {
    // Given: a copy died while a message was with the first gateway, which is away by now
    Definitions definitions = processor.bean(Definitions.class);
    processor.bean(Peers.class).peer("first").now(Manner.DISCONNECTED);
    definitions.put(new GatewayDefinition("first", "peer", true, Map.of()));
    definitions.put(new GatewayDefinition("second", "peer", true, Map.of()));
    long version = definitions.put(List.of(to("first", "second")), OptionalLong.empty());
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    await().until(() -> submits("second").contains(request.sessionId()));
    await().until(() -> processor.told(request.sessionId()).size() == 1);

    // When
    processor
        .bean(JdbcTemplate.class)
        .update(
            "update sessions set state = 'accepted', sent_at = null where session_id = ?",
            request.sessionId().value());
    Instant lapsed = Processor.CLOCK.instant().minusSeconds(1);
    processor
        .bean(JdbcTemplate.class)
        .update(
            """
            insert into submissions (session_id, code_id, gateway, attempt, claim_id, due_at)
            values (?, ?, 'first', 1, gen_random_uuid(), ?)
            """,
            request.sessionId().value(),
            request.sessionId().value(),
            Columns.time(lapsed));

    // Then
    await().until(() -> submits("second").size() == 2);
    assertThat(stored()).containsExactlyInAnyOrderEntriesOf(Map.of("first", 1L));
  }

  private static Route to(String... gateways) {
    List<Candidate> candidates = Stream.of(gateways).map(Candidate::new).toList();
    return new Route(
        null, Set.of(), Set.of(), Set.of(), candidates, Prefer.ORDER, null, false, 2, null);
  }

  private List<SessionId> submits(String peer) {
    return List.copyOf(processor.bean(Peers.class).peer(peer).submits());
  }

  private double shown(String gateway) {
    Gauge gauge =
        processor
            .bean(MeterRegistry.class)
            .find("sandi.processor.submissions.ambiguous")
            .tag("gateway", gateway)
            .gauge();
    return gauge == null ? 0 : gauge.value();
  }

  private Map<String, Long> stored() {
    return processor
        .bean(JdbcTemplate.class)
        .query(
            "select gateway, submits from ambiguous_submits",
            rows -> {
              var counts = new HashMap<String, Long>();
              while (rows.next()) {
                counts.put(rows.getString("gateway"), rows.getLong("submits"));
              }
              return counts;
            });
  }

  private boolean unclaimed(OtpRequested request) {
    return Boolean.TRUE.equals(
        processor
            .bean(JdbcTemplate.class)
            .queryForObject(
                "select claim_id is null from submissions where session_id = ?",
                Boolean.class,
                request.sessionId().value()));
  }
}
