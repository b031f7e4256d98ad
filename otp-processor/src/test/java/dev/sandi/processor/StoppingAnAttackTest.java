package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A walk through neighbouring numbers, from Kafka to what becomes of it. */
@RequiresInfrastructure
class StoppingAnAttackTest {

  private final Processor processor = Processor.shared();
  private final String neighbourhood = Processor.freshNumber().neighbourhood();
  private final List<OtpRequested> walk =
      IntStream.range(0, 12).mapToObj(n -> Requests.to(number(n))).toList();

  @Test
  void aWalkIsStoppedAndItsNeighbourhoodClosedForAWhileWhicheverRecordComesTwice() {
    // When
    walk.forEach(processor::publish);
    walk.forEach(processor::publish);

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(processor.told(walk.get(11).sessionId())).isNotEmpty());
    await().untilAsserted(() -> assertThat(processor.inbox(number(6))).hasSize(1));
    for (OtpRequested late : walk.subList(7, 12)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(processor.told(late.sessionId()))
                      .singleElement()
                      .isInstanceOf(OtpRejected.class));
      assertThat(processor.inbox(late.msisdn())).isEmpty();
    }
    OtpRejected first = (OtpRejected) processor.told(walk.get(7).sessionId()).get(0);
    assertThat(first.check()).isEqualTo("sequential");
    assertThat(first.evidence()).containsEntry("distinct", 8).containsKey("neighbours");
    await().untilAsserted(() -> assertThat(blocks()).isNotEmpty());
    assertThat(blocks().get(0).source()).isEqualTo("sequential");
    assertThat(blocks().get(0).key()).isEqualTo("demo/" + neighbourhood + "*");
    assertThat(blocks().get(0).expiresAt())
        .isEqualTo(blocks().get(0).changedAt().plus(Duration.ofHours(12)));
  }

  @Test
  void aCompanyThatEntersItsCodesIsNotStopped() {
    // Given
    for (OtpRequested staff : walk) {
      OtpRequested request = Requests.to(staff.msisdn());
      processor.publish(request);
      await().untilAsserted(() -> assertThat(processor.inbox(staff.msisdn())).hasSize(1));

      // When
      JsonNode answer = processor.verify(staff.msisdn(), processor.code(staff.msisdn()));

      // Then
      assertThat(answer.get("outcome").asString()).isEqualTo("verified");
    }
    assertThat(blocks()).isEmpty();
  }

  @Test
  void aBlockThatAnAdministratorTookBackIsNotMadeAgain() {
    // Given
    walk.forEach(processor::publish);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(processor.told(walk.get(11).sessionId())).isNotEmpty());
    await().untilAsserted(() -> assertThat(isBlocked(blocks().get(0).key())).isTrue());
    BlockChanged made = blocks().get(0);
    int before = blocks().size();
    BlockChanged taken =
        new BlockChanged(
            made.digits(),
            true,
            made.appId(),
            false,
            made.reason(),
            "admin",
            made.expiresAt(),
            made.changedAt().plusMillis(1));
    processor.publish(taken);
    await().untilAsserted(() -> assertThat(isBlocked(made.key())).isFalse());

    // When: the same records again, the block's own too, and more of the walk
    walk.forEach(processor::publish);
    processor.publish(made);
    OtpRequested more = Requests.to(number(14));
    processor.publish(more);

    // Then
    await().untilAsserted(() -> assertThat(processor.told(more.sessionId())).hasSize(1));
    assertThat(((OtpRejected) processor.told(more.sessionId()).get(0)).check())
        .isEqualTo("sequential");
    assertThat(isBlocked(made.key())).isFalse();
    assertThat(blocks()).hasSize(before + 2);
  }

  @Test
  void anAutomaticBlockDoesNotShortenAnAdministratorsOwn() {
    // Given
    PhoneNumber number = Processor.freshNumber();
    BlockChanged forEver =
        new BlockChanged(
            number.digits(), false, null, true, "fraud", "admin", null, Processor.CLOCK.instant());
    BlockChanged forAWhile =
        new BlockChanged(
            number.digits(),
            false,
            null,
            true,
            "number_bombed",
            "spam",
            Processor.CLOCK.instant().plusSeconds(3600),
            Processor.CLOCK.instant().plusMillis(5));
    processor.publish(forEver);
    processor.publish(forAWhile);
    BlockChanged marker =
        new BlockChanged(
            Processor.freshNumber().digits(),
            false,
            null,
            true,
            "test",
            "admin",
            null,
            Processor.CLOCK.instant());
    processor.publish(marker);

    // When
    await().untilAsserted(() -> assertThat(isBlocked(marker.key())).isTrue());

    // Then
    assertThat(
            processor
                .bean(JdbcTemplate.class)
                .queryForObject(
                    "select source from blocks where key = ?", String.class, forEver.key()))
        .isEqualTo("admin");
  }

  @Test
  void whatTheChecksSaidIsToldToTheIngress() {
    // Given
    walk.forEach(processor::publish);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(processor.told(walk.get(11).sessionId())).isNotEmpty());

    // When
    String passed = explain(walk.get(0));
    String refused = explain(walk.get(7));

    // Then
    assertThat(passed).contains("{\"check\":\"sequential\",\"outcome\":\"passed\"}");
    assertThat(refused)
        .contains("\"check\":\"sequential\",\"outcome\":\"refused\"", "sequential_numbers")
        .contains("{\"check\":\"conversion\",\"outcome\":\"passed\"}")
        .doesNotContain(walk.get(6).msisdn().digits());
  }

  @Test
  void aWalkInTheSandboxIsStoppedThereAndClosesNothing() {
    // Given
    List<OtpRequested> tried =
        IntStream.range(0, 12).mapToObj(n -> Requests.sandboxed(number(n))).toList();
    tried.forEach(processor::publish);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(processor.told(tried.get(11).sessionId()))
                    .singleElement()
                    .isInstanceOf(OtpRejected.class));
    OtpRequested live = Requests.to(number(12));

    // When
    processor.publish(live);

    // Then
    await().untilAsserted(() -> assertThat(processor.inbox(number(12))).hasSize(1));
    assertThat(blocks()).isEmpty();
    assertThat(explain(tried.get(0)))
        .contains("{\"check\":\"sequential\",\"outcome\":\"passed\"}")
        .doesNotContain("conversion");
    assertThat(explain(live)).contains("{\"check\":\"conversion\",\"outcome\":\"passed\"}");
  }

  private String explain(OtpRequested request) {
    return processor
        .getAs(
            "/internal/v1/sessions/" + request.sessionId() + "/checks",
            RunningService.INTERNAL_TOKEN)
        .body();
  }

  private PhoneNumber number(int n) {
    return PhoneNumber.of(neighbourhood + "%03d".formatted(n * 2));
  }

  private boolean isBlocked(String key) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForList("select blocked from blocks where key = ?", Boolean.class, key)
        .contains(true);
  }

  /** What was told of the neighbourhood, in order. */
  private List<BlockChanged> blocks() {
    return Infrastructure.shared().broker().read(Topics.BLOCKLIST).stream()
        .map(EventRecords::read)
        .flatMap(Optional::stream)
        .map(Envelope::event)
        .map(BlockChanged.class::cast)
        .filter(block -> block.digits().equals(neighbourhood))
        .toList();
  }
}
