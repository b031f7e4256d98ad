package dev.sandi.ingress.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresInfrastructure
class BlockAdministrationTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();
  private final Customer customer = ingress.customer();
  private final String msisdn = freshNumber();

  @Test
  void whatIsBlockedIsInForceWithTheAnswerAndToldToTheProcessor() {
    // When
    Answer added =
        admin.post(
            "/blocks", "{\"digits\":\"+" + msisdn + "\",\"reason\":\"complaint of its owner\"}");

    // Then
    assertThat(send(customer).status()).isEqualTo(409);
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.body())
        .isEqualTo(
            """
            {"key":"%s","digits":"%s","prefix":false,"state":"active",\
            "reason":"complaint of its owner","source":"admin","changed_at":"%s"}"""
                .formatted(msisdn, msisdn, added.text("changed_at")));
    await().untilAsserted(() -> assertThat(told(msisdn)).hasSize(1));
    BlockChanged event = told(msisdn).get(0);
    assertThat(event.blocked()).isTrue();
    assertThat(event.reason()).isEqualTo("complaint of its owner");
    assertThat(event.changedAt()).isEqualTo(Instant.parse(added.text("changed_at")));
  }

  @Test
  void whatIsBlockedIsInForceOnEveryCopyWithinASecond() {
    try (Ingress second = Ingress.start(Infrastructure.shared(), Map.of())) {
      // Given
      Customer there = new Customer(second, customer.app(), customer.key());
      await().until(() -> send(there).status() == 201);

      // When
      block("{\"digits\":\"" + msisdn + "\",\"reason\":\"x\"}");

      // Then
      await()
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> send(there).status() == 409);
    }
  }

  @Test
  void aPrefixIsBlockedByAStarOrByItsFlagForOneAppAlone() {
    // When
    Answer star =
        block(
            "{\"digits\":\"%s*\",\"app_id\":\"%s\",\"reason\":\"x\"}"
                .formatted(msisdn.substring(0, 9), customer.app()));
    Answer flag =
        admin.post(
            "/blocks",
            "{\"digits\":\"%s\",\"prefix\":true,\"app_id\":\"%s\",\"reason\":\"x\"}"
                .formatted(msisdn.substring(0, 9), customer.app()));

    // Then
    assertThat(star.text("key")).isEqualTo(customer.app() + "/" + msisdn.substring(0, 9) + "*");
    assertThat(flag.status()).isEqualTo(200);
    assertThat(flag.body()).isEqualTo(star.body());
    assertThat(send(customer).status()).isEqualTo(409);
    assertThat(send(ingress.customer()).status()).isEqualTo(201);
  }

  @Test
  void aBlockEndsAfterTheSecondsThatItWasGiven() {
    // When
    Answer added = block("{\"digits\":\"%s\",\"reason\":\"x\",\"expires_in\":1}".formatted(msisdn));

    // Then
    assertThat(Duration.between(Instant.now(), Instant.parse(added.text("expires_at"))))
        .isLessThan(Duration.ofSeconds(1));
    await().until(() -> send(customer).status() == 201);
    assertThat(admin.get("/blocks/" + msisdn).text("state")).isEqualTo("expired");
  }

  @Test
  void aBlockOfACheckIsTakenBackForTheProcessorTooEvenIfItsClockIsAhead() {
    // Given
    Instant ahead = Instant.now().plusSeconds(3600);
    BlockChanged block =
        new BlockChanged(
            msisdn, false, null, true, "walks through numbers", "sequential", null, ahead);
    ingress.tell(Envelope.of(block, Instant.now(), TraceParent.start()));
    await().until(() -> send(customer).status() == 409);

    // When
    Answer removed = admin.delete("/blocks/" + msisdn);

    // Then
    assertThat(removed.status()).isEqualTo(204);
    assertThat(send(customer).status()).isEqualTo(201);
    assertThat(admin.get("/blocks/" + msisdn).text("state")).isEqualTo("removed");
    await().untilAsserted(() -> assertThat(told(msisdn)).hasSize(2));
    assertThat(told(msisdn).get(1).blocked()).isFalse();
    assertThat(told(msisdn).get(1).changedAt()).isAfter(ahead);
  }

  @Test
  void aBlockThatIsNotThereIsNotFound() {
    // Given
    block("{\"digits\":\"" + msisdn + "\",\"reason\":\"x\"}");
    admin.delete("/blocks/" + msisdn);

    // Then
    assertThat(admin.delete("/blocks/" + msisdn).status()).isEqualTo(404);
    assertThat(admin.get("/blocks/" + freshNumber()).text("code")).isEqualTo("block_not_found");
    assertThat(admin.get("/blocks/app/x").status()).isEqualTo(404);
    assertThat(admin.delete("/blocks/no.app/628*").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "digits     | {'reason':'x'}",
        "digits     | {'digits':'62812x','reason':'x'}",
        "digits     | {'digits':'62812345*','prefix':false,'reason':'x'}",
        "reason     | {'digits':'62812345'}",
        "reason     | {'digits':'62812345','reason':'  '}",
        "reason     | {'digits':'62812345','reason':'two\\nlines'}",
        "app_id     | {'digits':'62812345','reason':'x','app_id':'nobody'}",
        "expires_at | {'digits':'62812345','reason':'x','expires_at':'2020-01-01T00:00:00Z'}",
        "expires_at | {'digits':'62812345','reason':'x','expires_at':'+99999-01-01T00:00:00Z'}",
        "expires_in | {'digits':'62812345','reason':'x','expires_in':0}",
        "expires_in | {'digits':'62812345','reason':'x','expires_in':1,'expires_at':'2090-01-01T00:00:00Z'}",
        "expire_at  | {'digits':'62812345','reason':'x','expire_at':'2090-01-01T00:00:00Z'}",
      })
  void aFieldThatBreaksItsRuleIsNamed(String field, String body) {
    // When
    Answer answer = admin.post("/blocks", body.replace('\'', '"'));

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors")).hasSize(1);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
    assertThat(admin.get("/blocks/62812345").status()).isEqualTo(404);
  }

  @Test
  void blocksAreListedByTheirDigitsPageByPageEachOnce() {
    // Given
    String prefix = msisdn.substring(0, 10);
    List<String> keys = new ArrayList<>();
    for (int i = 10; i < 17; i++) {
      keys.add(prefix + i);
      block("{\"digits\":\"" + prefix + i + "\",\"reason\":\"x\"}");
    }
    block(
        "{\"digits\":\"%s11\",\"reason\":\"x\",\"app_id\":\"%s\"}"
            .formatted(prefix, customer.app()));
    keys.add(2, customer.app() + "/" + prefix + "11");
    admin.delete("/blocks/" + prefix + "12");

    // Then
    assertThat(pages("/blocks?limit=3&q=" + prefix)).isEqualTo(keys);
    assertThat(pages("/blocks?limit=1&active=false&q=" + prefix)).containsExactly(prefix + "12");
    assertThat(pages("/blocks?limit=2&active=true&q=" + prefix))
        .hasSize(7)
        .doesNotContain(prefix + "12");
    assertThat(pages("/blocks?app=" + customer.app()))
        .containsExactly(customer.app() + "/" + prefix + "11");
    assertThat(pages("/blocks?q=" + prefix + "1&app=" + customer.app())).hasSize(1);
    assertThat(pages("/blocks?q=" + prefix + "2&app=" + customer.app())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"q,62a", "active,yes", "app,a b", "limit,0", "cursor,???"})
  void aParameterThatBreaksItsRuleIsNamed(String name, String value) {
    // When
    Answer answer =
        admin.get(
            "/blocks?"
                + name
                + "="
                + java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(name);
  }

  @Test
  void parallelChangesOfOneBlockAreToldInTheOrderInWhichTheyHold() {
    // When
    IntStream.range(0, 30)
        .parallel()
        .forEach(
            i -> {
              admin.post("/blocks", "{\"digits\":\"%s\",\"reason\":\"%d\"}".formatted(msisdn, i));
              if (i % 3 == 0) {
                admin.delete("/blocks/" + msisdn);
              }
            });

    // Then
    Answer last = admin.get("/blocks/" + msisdn);
    await()
        .untilAsserted(
            () ->
                assertThat(told(msisdn))
                    .last()
                    .extracting(BlockChanged::changedAt)
                    .isEqualTo(Instant.parse(last.text("changed_at"))));
    assertThat(told(msisdn)).extracting(BlockChanged::changedAt).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whoHasNoTokenChangesNothing() {
    // When
    Answer answer =
        new Administrator(ingress, "guess-guess-guess-guess")
            .post("/blocks", "{\"digits\":\"" + msisdn + "\",\"reason\":\"x\"}");

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(send(customer).status()).isEqualTo(201);
  }

  private List<String> pages(String path) {
    List<String> keys = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Answer page = admin.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      page.json().get("data").forEach(block -> keys.add(block.get("key").asString()));
      cursor = page.text("next_cursor");
    }
    return keys;
  }

  private Answer block(String body) {
    Answer answer = admin.post("/blocks", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer;
  }

  private Answer send(Customer from) {
    return from.send("{\"msisdn\":\"" + msisdn + "\"}");
  }

  private List<BlockChanged> told(String key) {
    return ingress.records(Topics.BLOCKLIST, key).stream()
        .map(record -> (BlockChanged) EventRecords.read(record).orElseThrow().event())
        .toList();
  }

  private static String freshNumber() {
    return "8" + ThreadLocalRandom.current().nextLong(100_000_000_000L, 999_999_999_999L);
  }
}
