package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.SessionEvent;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.processor.Peers.Peer;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A row that cannot be read, of whatever made it so, fails alone. */
@RequiresInfrastructure
class UnreadableRowsTest {

  private static final String GATEWAY = "usual";

  private static Infrastructure own;
  private static Processor processor;
  private static Peer peer;
  private static JdbcTemplate jdbc;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, Map.of("sandi.processor.gateways-file", file()));
    peer = processor.bean(Peers.class).peer(GATEWAY);
    jdbc = processor.bean(JdbcTemplate.class);
    Processor.CLOCK.advance(Duration.ofSeconds(1));
  }

  private static String file() {
    try {
      java.nio.file.Path file = java.nio.file.Files.createTempFile("gateways", ".yml");
      java.nio.file.Files.writeString(
          file,
          """
          gateways: [{name: usual, kind: peer}]
          routes: [{gateways: [{gateway: usual}]}]
          """);
      file.toFile().deleteOnExit();
      return file.toString();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @BeforeEach
  void holdAll() {
    peer.now(Manner.FULL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update sessions set template = 'no place for it' where session_id = ?",
        "update sessions set web_otp = 'no domain' where session_id = ?",
        "update sessions set simulated_outcome = 'eaten' where session_id = ?",
        "update challenges set sealed_code = 'nonsense' where code_id = ?",
        "update challenges set sealed_code = left(sealed_code, 20) where code_id = ?",
        "update challenges set sealed_code = overlay(sealed_code placing 'AAAA' from 20)"
            + " where code_id = ?"
      })
  void aMessageThatCannotBeReadFailsAndTheOthersAreSent(String damage) {
    // Given
    List<OtpRequested> requests = waiting(5);
    double before = unreadable();
    jdbc.update(damage, requests.get(2).sessionId().value());

    // When
    peer.now(Manner.ACCEPTS);

    // Then
    awaitTold(requests.get(2), OtpFailed.class);
    assertThat(((OtpFailed) processor.told(requests.get(2).sessionId()).get(0)).reason())
        .isEqualTo("unreadable");
    for (int n : new int[] {0, 1, 3, 4}) {
      awaitTold(requests.get(n), OtpSent.class);
    }
    assertThat(unreadable()).isEqualTo(before + 1);
  }

  @Test
  void aCodeWhoseKeyIsGoneWaitsAWhileForACopyThatHasIt() {
    // Given
    List<OtpRequested> requests = waiting(3);
    jdbc.update(
        "update challenges set sealed_code = 'gone.' || sealed_code where code_id = ?",
        requests.get(1).sessionId().value());
    peer.now(Manner.ACCEPTS);
    awaitTold(requests.get(2), OtpSent.class);
    assertThat(processor.told(requests.get(1).sessionId())).isEmpty();

    // When
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              Processor.CLOCK.advance(Duration.ofSeconds(4));
              return !processor.told(requests.get(1).sessionId()).isEmpty();
            });

    // Then: long before its time is over
    assertThat(processor.told(requests.get(1).sessionId()).get(0))
        .isInstanceOfSatisfying(
            OtpFailed.class, failed -> assertThat(failed.reason()).isEqualTo("unreadable"));
    assertThat(requests.get(1).requestedAt().plusSeconds(280)).isAfter(Processor.CLOCK.instant());
  }

  @Test
  void aSessionThatCannotEvenBeToldOfEndsAndTheOthersAreSent() {
    // Given
    List<OtpRequested> requests = waiting(3);
    jdbc.update(
        "update sessions set msisdn = 'nobody' where session_id = ?",
        requests.get(1).sessionId().value());

    // When
    peer.now(Manner.ACCEPTS);

    // Then
    awaitTold(requests.get(0), OtpSent.class);
    awaitTold(requests.get(2), OtpSent.class);
    await()
        .until(
            () ->
                "failed"
                    .equals(
                        jdbc.queryForObject(
                            "select state from sessions where session_id = ?",
                            String.class,
                            requests.get(1).sessionId().value())));
  }

  @Test
  void aMessageThatCannotBeReadHoldsUpNoneThatIsMovedToAnotherGateway() {
    // Given
    List<OtpRequested> requests = waiting(3);
    jdbc.update(
        "update sessions set app_id = 'NO APP' where session_id = ?",
        requests.get(1).sessionId().value());
    jdbc.update("update submissions set gateway = 'left'");

    // When
    peer.now(Manner.ACCEPTS);
    Processor.CLOCK.advance(Duration.ofSeconds(1));

    // Then
    awaitTold(requests.get(0), OtpSent.class);
    awaitTold(requests.get(2), OtpSent.class);
  }

  @Test
  void aGatewayThatCannotBeReadHoldsUpNoOther() {
    // Given
    Definitions definitions = processor.bean(Definitions.class);
    jdbc.update("insert into gateways values ('newer', 'peer', true, '[\"of another version\"]')");

    // When
    long version = definitions.put(new GatewayDefinition("third", "peer", true, Map.of()));

    // Then
    OpenGateways open = processor.bean(OpenGateways.class);
    await().until(() -> open.version() >= version && open.status("third").isPresent());
    assertThat(open.status("newer")).isEmpty();
    definitions.delete("newer");
  }

  private static List<OtpRequested> waiting(int number) {
    List<OtpRequested> requests =
        IntStream.range(0, number).mapToObj(n -> Requests.to(Processor.freshNumber())).toList();
    requests.forEach(processor::publish);
    await()
        .until(
            () -> jdbc.queryForObject("select count(*) from submissions", Integer.class) >= number);
    return requests;
  }

  private static void awaitTold(OtpRequested request, Class<? extends SessionEvent> event) {
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .singleElement()
                    .isInstanceOf(event));
  }

  private static double unreadable() {
    return processor
        .bean(MeterRegistry.class)
        .counter("sandi.processor.submissions.unreadable")
        .count();
  }
}
