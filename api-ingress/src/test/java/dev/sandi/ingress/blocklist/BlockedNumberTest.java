package dev.sandi.ingress.blocklist;

import static dev.sandi.ingress.testing.Answer.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks as checks of the processor tell them, and what requests meet then. */
@RequiresInfrastructure
class BlockedNumberTest {

  private final Ingress ingress = Ingress.shared();
  private final Customer customer = ingress.customer();
  private final String msisdn = freshNumber();

  @Test
  void aBlockedNumberIsAnswered409AndListedAmongTheAppsRefusedRequests() {
    // When
    tell(block(msisdn, false, null, null));

    // Then
    awaitStatus(customer, msisdn, 409);
    Answer answer = send(customer, msisdn);
    assertThat(answer.body())
        .isEqualTo(
            problem(
                409,
                "Msisdn invalid: msisdn has been blocked",
                "msisdn_blocked",
                answer.header("X-Request-Id")));
    await()
        .untilAsserted(
            () ->
                assertThat(customer.get("/v2/otp?status=refused&msisdn=" + msisdn).body())
                    .contains("\"http_status\":409,\"error\":\"msisdn_blocked\""));
  }

  @Test
  void aRequestThatBreaksARuleIsToldSoBeforeItsNumberIsLookedAt() {
    // Given
    tell(block(msisdn, false, null, null));
    awaitStatus(customer, msisdn, 409);

    // When
    Answer answer = customer.send("{\"msisdn\":\"" + msisdn + "\",\"template\":\"no code\"}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void aBlockedPrefixStandsAgainstAllNumbersThatBeginWithItAndNoOther() {
    // Given
    String prefix = msisdn.substring(0, 10);

    // When
    tell(block(prefix, true, null, null));

    // Then
    awaitStatus(customer, msisdn, 409);
    assertThat(send(customer, prefix).status()).isEqualTo(409);
    assertThat(send(customer, prefix + "000000").status()).isEqualTo(409);
    assertThat(send(customer, prefix.substring(0, 9)).status()).isEqualTo(201);
  }

  @Test
  void aBlockOfOneAppStandsAgainstNoOtherApp() {
    // When
    tell(block(msisdn, false, customer.app(), null));

    // Then
    awaitStatus(customer, msisdn, 409);
    assertThat(send(ingress.customer(), msisdn).status()).isEqualTo(201);
  }

  @Test
  void anAppThatOnlyWatchesTheCheckIsNotRefusedHere() {
    // Given
    Customer watching = ingress.customer();
    ingress
        .jdbc()
        .update(
            "update apps set check_modes = '{\"blocked\":\"shadow\"}' where id = ?",
            watching.app());
    ingress.refresh();

    // When
    tell(block(msisdn, false, null, null));

    // Then
    awaitStatus(customer, msisdn, 409);
    assertThat(send(watching, msisdn).status()).isEqualTo(201);
  }

  @Test
  void aBlockEndsByItselfAndWhenItIsTakenBack() {
    // Given
    String other = freshNumber();
    BlockChanged block = block(other, false, null, null);
    tell(block(msisdn, false, null, Instant.now().plusMillis(1500)));
    tell(block);
    awaitStatus(customer, msisdn, 409);
    awaitStatus(customer, other, 409);

    // When
    tell(
        new BlockChanged(
            other, false, null, false, "x", "spam", null, block.changedAt().plusMillis(1)));

    // Then
    awaitStatus(customer, msisdn, 201);
    awaitStatus(customer, other, 201);
  }

  @Test
  void aBlockForAWhileDoesNotShortenAnAdministratorsAndTheirsIsToldAgain() {
    // Given
    Answer made =
        ingress
            .administrator()
            .post("/blocks", "{\"digits\":\"%s\",\"reason\":\"fraud\"}".formatted(msisdn));
    assertThat(made.status()).as(made.body()).isEqualTo(201);

    // When
    tell(block(msisdn, false, null, Instant.now().plusMillis(500)));

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(newest(msisdn))
                    .extracting(BlockChanged::source, BlockChanged::expiresAt)
                    .containsExactly("admin", null));
    await()
        .during(Duration.ofMillis(700))
        .untilAsserted(() -> assertThat(send(customer, msisdn).status()).isEqualTo(409));
    assertThat(ingress.administrator().get("/blocks/" + msisdn).body()).contains("fraud");
  }

  /** The record that the topic would keep of a key, when at least three were told. */
  private static BlockChanged newest(String key) {
    List<BlockChanged> told =
        Infrastructure.shared().broker().read(Topics.BLOCKLIST).stream()
            .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
            .map(EventRecords::read)
            .flatMap(Optional::stream)
            .map(Envelope::event)
            .map(BlockChanged.class::cast)
            .toList();
    assertThat(told).hasSizeGreaterThanOrEqualTo(3);
    return told.get(told.size() - 1);
  }

  @Test
  void anOlderRecordRestoresNothing() {
    // Given
    BlockChanged block = block(msisdn, false, null, null);
    String last = freshNumber();

    // When
    tell(
        new BlockChanged(
            msisdn, false, null, false, "x", "admin", null, block.changedAt().plusMillis(1)));
    tell(block);
    tell(block(last, false, null, null));

    // Then
    awaitStatus(customer, last, 409);
    assertThat(send(customer, msisdn).status()).isEqualTo(201);
  }

  @Test
  void aRecordThatCannotBeReadOrStoredGoesAsideAndTheNextOneHolds() {
    // Given: one that is no JSON, and one with a time that the database does not have
    BlockChanged block = block(msisdn, false, null, null);
    byte[] poison = ("{" + UUID.randomUUID()).getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.BLOCKLIST, null, block.key().getBytes(UTF_8), poison);
    EventRecords.write(envelope(block), "/sandi/test").headers().forEach(record.headers()::add);
    BlockChanged neverEnding = block(freshNumber(), false, null, Instant.MAX);

    // When
    ingress.publish(record);
    tell(neverEnding);
    tell(block);

    // Then
    awaitStatus(customer, msisdn, 409);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Infrastructure.shared().broker().read(Topics.deadLetter(Topics.BLOCKLIST)))
                    .anyMatch(dead -> Arrays.equals(dead.value(), poison))
                    .anyMatch(dead -> new String(dead.key(), UTF_8).equals(neverEnding.key())));
  }

  @Test
  void aReasonOfSeveralLinesIsStoredAsOne() {
    // When
    tell(
        new BlockChanged(
            msisdn, false, null, true, "two\nlines\u0000", "spam", null, Instant.now()));

    // Then
    awaitStatus(customer, msisdn, 409);
    assertThat(
            ingress
                .jdbc()
                .queryForObject("select reason from blocks where key = ?", String.class, msisdn))
        .isEqualTo("two lines ");
  }

  @Test
  void aChangeOfTheTableIsInForceOnEveryCopyWithinASecond() {
    try (Ingress second = Ingress.start(Infrastructure.shared(), Map.of())) {
      // Given
      Customer there = new Customer(second, customer.app(), customer.key());
      assertThat(send(customer, msisdn).status()).isEqualTo(201);
      assertThat(send(there, msisdn).status()).isEqualTo(201);

      // When
      tell(block(msisdn, false, null, null));

      // Then
      await()
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> send(customer, msisdn).status() == 409 && send(there, msisdn).status() == 409);
    }
  }

  @Test
  void aCopyThatStartsKnowsTheListFromItsFirstRequestOn() {
    // Given
    tell(block(msisdn, false, customer.app(), null));
    awaitStatus(customer, msisdn, 409);

    try (Ingress second = Ingress.start(Infrastructure.shared(), Map.of())) {
      // When
      Answer answer = send(new Customer(second, customer.app(), customer.key()), msisdn);

      // Then
      assertThat(answer.status()).isEqualTo(409);
    }
  }

  private void tell(BlockChanged block) {
    ingress.tell(envelope(block));
  }

  private static Envelope envelope(BlockChanged block) {
    return Envelope.of(block, Instant.now(), TraceParent.start());
  }

  private static BlockChanged block(
      String digits, boolean prefix, @Nullable String app, @Nullable Instant until) {
    return new BlockChanged(
        digits,
        prefix,
        app == null ? null : new AppId(app),
        true,
        "walks through numbers",
        "sequential",
        until,
        Instant.now());
  }

  private static void awaitStatus(Customer customer, String msisdn, int status) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(send(customer, msisdn).status()).isEqualTo(status));
  }

  private static Answer send(Customer customer, String msisdn) {
    return customer.send("{\"msisdn\":\"" + msisdn + "\"}");
  }

  private static String freshNumber() {
    return "7" + ThreadLocalRandom.current().nextLong(100_000_000_000L, 999_999_999_999L);
  }
}
