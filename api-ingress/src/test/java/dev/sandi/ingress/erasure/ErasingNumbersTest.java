package dev.sandi.ingress.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.Envelope;
import dev.sandi.event.ErasureDone;
import dev.sandi.event.ErasureRequested;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.messaging.EventRecords;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class ErasingNumbersTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator administrator = ingress.administrator();
  private final Customer customer = ingress.customer();
  private final String number =
      "62" + ThreadLocalRandom.current().nextLong(81_000_000_000L, 81_999_999_999L);

  @Test
  void noTableHasTheNumberAnyMoreAndTheOthersAreToldItsSessions() {
    // Given: an accepted request, a refused one, and calls of an administrator that name it
    String session = send();
    customer.send("{\"msisdn\":\"" + number + "\",\"time_limit\":1}");
    String testNumber = "/apps/" + customer.app() + "/test-numbers/" + number;
    administrator.put(testNumber, "{\"otp\":\"123456\",\"outcome\":\"delivered\"}");
    administrator.delete(testNumber);
    await().until(() -> requests() == 2);
    assertThat(ingress.dump()).contains(number);

    // When
    Answer answer = erase();

    // Then
    assertThat(answer.status()).isEqualTo(202);
    String id = answer.text("id");
    await().until(() -> !ingress.dump().contains(number));
    assertThat(told(id))
        .singleElement()
        .satisfies(told -> assertThat(told.sessions()).containsExactly(SessionId.of(session)));
    assertThat(customer.get("/v2/otp/" + session).status()).isEqualTo(200);
    assertThat(receipt(id).get("state").asString()).isEqualTo("running");
    assertThat(administrator.changed(answer).toString()).contains(id).doesNotContain(number);
    assertThat(answer.body()).doesNotContain(number);
  }

  @Test
  void aNumberThatIsBeingErasedHasOneReceipt() {
    // Given
    send();

    // When
    Answer first = erase();
    Answer second = erase();

    // Then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text("id")).isEqualTo(first.text("id"));
  }

  @Test
  void theReceiptEndsWhenEverybodyIsDoneAndTheNumberIsNotKeptForIt() {
    // Given
    send();
    String id = erase().text("id");
    await().until(() -> stage(id).equals("second"));
    assertThat(sealed(id)).isEqualTo(1);

    // When
    walkLater(id);

    // Then
    assertThat(sealed(id)).isZero();
    assertThat(service(id, "api-ingress").get("state").asString()).isEqualTo("done");
    assertThat(service(id, "api-ingress").get("rows").get("requests").asInt()).isEqualTo(1);
    assertThat(service(id, "api-ingress").get("rows").get("sends").asInt()).isEqualTo(1);
    assertThat(service(id, "otp-processor").get("state").asString()).isEqualTo("running");

    // When
    done(id, "otp-processor", Map.of("sessions", 1L));
    done(id, "otp-processor", Map.of("sessions", 1L));
    done(id, "callback-dispatcher", Map.of("deliveries", 3L));

    // Then
    await().until(() -> receipt(id).get("state").asString().equals("done"));
    assertThat(service(id, "otp-processor").get("rows").toString()).isEqualTo("{\"sessions\":1}");
    assertThat(service(id, "callback-dispatcher").get("rows").get("deliveries").asInt())
        .isEqualTo(3);
    Instant finished = Instant.parse(receipt(id).get("finished_at").asString());
    JsonNode topic = receipt(id).get("topics").get(1);
    assertThat(topic.get("topic").asString()).isEqualTo("otp.lifecycle.v1-dlt");
    assertThat(Instant.parse(topic.get("gone_by").asString()))
        .isEqualTo(finished.plus(Duration.ofDays(37)));
    topic = receipt(id).get("topics").get(2);
    assertThat(topic.get("topic").asString()).isEqualTo(Topics.OTP_REQUESTED);
    // A week, and as long again until the file ends in which the record is.
    assertThat(Instant.parse(topic.get("gone_by").asString()))
        .isEqualTo(finished.plus(Duration.ofDays(14)));
  }

  @Test
  void whatComesFromATopicAfterTheErasureLosesItsNumberToo() {
    // Given: another system's request, which is read when all else is erased
    SessionId session = SessionId.at(Instant.now());
    String id = erase().text("id");
    await().until(() -> stage(id).equals("second"));
    ingress.tell(elsewhere(session));
    await().until(() -> requests() == 1);

    // When
    walkLater(id);

    // Then
    assertThat(requests()).isZero();
    assertThat(told(id))
        .singleElement()
        .satisfies(told -> assertThat(told.sessions()).containsExactly(session));

    // When
    ingress.tell(elsewhere(session));
    SessionId next = SessionId.at(Instant.now());
    ingress.tell(elsewhere(next));

    // Then
    await().until(() -> requests() == 1);
    assertThat(
            ingress
                .jdbc()
                .queryForObject(
                    "select msisdn is null from requests where app_id = ? and id = ?",
                    Boolean.class,
                    customer.app(),
                    session.value()))
        .isTrue();
  }

  @Test
  void whatIsRequestedLaterIsLeftAlone() {
    // Given
    send();
    String id = erase().text("id");
    await().until(() -> stage(id).equals("second"));

    // When
    String later = send();
    walkLater(id);

    // Then
    assertThat(requests()).isEqualTo(1);
    assertThat(told(id)).noneMatch(told -> told.sessions().contains(SessionId.of(later)));
  }

  @Test
  void blocksAndTestNumbersStayAndAreToldOf() {
    // Given
    administrator.post("/blocks", "{\"digits\":\"" + number + "\",\"reason\":\"asked for it\"}");
    String id = erase().text("id");
    await().until(() -> stage(id).equals("second"));

    // When
    walkLater(id);

    // Then
    assertThat(receipt(id).get("kept").toString()).isEqualTo("{\"blocks\":1}");
    assertThat(administrator.get("/blocks/" + number).status()).isEqualTo(200);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThat(administrator.post("/erasures", "{\"msisdn\":\"12a4\"}").status()).isEqualTo(422);
    assertThat(administrator.post("/erasures", "{}").body()).contains("msisdn is required");
    assertThat(administrator.get("/erasures/" + UUID.randomUUID()).text("code"))
        .isEqualTo("erasure_not_found");
    assertThat(administrator.get("/erasures/x").status()).isEqualTo(404);
  }

  @Test
  void noMoreThanAThousandAreUnderWay() {
    // Given
    Sealer sealer = ingress.bean(Sealer.class);
    for (int n = 0; n < BeginErasure.MOST; n++) {
      UUID id = UuidV7.at(Instant.now());
      ingress
          .jdbc()
          .update(
              "insert into erasures (id, sealed_msisdn, requested_at, stage, next_at)"
                  + " values (?, ?, now(), 'first', 'infinity')",
              id,
              sealer.seal(Secret.of("62999" + n), Erasure.context(id)));
    }

    // When
    Answer another = erase();
    Answer known = administrator.post("/erasures", "{\"msisdn\":\"62999500\"}");
    ingress.jdbc().update("delete from erasures where next_at = 'infinity'");

    // Then
    assertThat(another.status()).isEqualTo(409);
    assertThat(another.text("code")).isEqualTo("too_many_erasures");
    assertThat(known.status()).isEqualTo(202);
  }

  @Test
  void receiptsAreListedTheNewestFirst() {
    // Given
    String id = erase().text("id");

    // When
    JsonNode page = administrator.get("/erasures?limit=1").json();

    // Then
    assertThat(page.get("data").get(0).get("id").asString()).isEqualTo(id);
  }

  private String send() {
    Answer answer = customer.send("{\"msisdn\":\"" + number + "\"}");
    assertThat(answer.status()).isEqualTo(201);
    return answer.text("session_id");
  }

  private Answer erase() {
    return administrator.post("/erasures", "{\"msisdn\":\"+" + number + "\"}");
  }

  private JsonNode receipt(String id) {
    return administrator.get("/erasures/" + id).json();
  }

  private JsonNode service(String id, String name) {
    for (JsonNode service : receipt(id).get("services")) {
      if (service.get("service").asString().equals(name)) {
        return service;
      }
    }
    throw new AssertionError("no service " + name);
  }

  private String stage(String id) {
    return ingress
        .jdbc()
        .queryForObject("select stage from erasures where id = ?::uuid", String.class, id);
  }

  private int sealed(String id) {
    return ingress
        .jdbc()
        .queryForObject(
            "select count(sealed_msisdn) from erasures where id = ?::uuid", Integer.class, id);
  }

  private int requests() {
    return ingress
        .jdbc()
        .queryForObject("select count(*) from requests where msisdn = ?", Integer.class, number);
  }

  private List<ErasureRequested> told(String id) {
    return ingress.records(Topics.ERASURES, id).stream()
        .map(record -> EventRecords.read(record).orElseThrow().event())
        .filter(ErasureRequested.class::isInstance)
        .map(ErasureRequested.class::cast)
        .toList();
  }

  /** As a copy would do it when nothing is under way any more. */
  private void walkLater(String id) {
    SettableClock later = new SettableClock(Instant.now().plus(Duration.ofMinutes(5)));
    WalkErasures walk =
        new WalkErasures(
            ingress.bean(Erasures.class),
            ingress.bean(NumberTraces.class),
            ingress.bean(AuditedNumbers.class),
            ingress.bean(TopicPlaces.class),
            ingress.bean(TransactionTemplate.class),
            ingress.bean(Outbox.class),
            ingress.bean(Sealer.class),
            later);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              later.advance(Duration.ofSeconds(3));
              while (walk.walk() == Next.AT_ONCE && stage(id).equals("second")) {
                later.advance(Duration.ofMillis(1));
              }
              return !stage(id).equals("second");
            });
    await()
        .until(
            () -> ingress.jdbc().queryForObject("select count(*) from outbox", Integer.class) == 0);
  }

  private void done(String id, String service, Map<String, Long> rows) {
    ingress.tell(
        Envelope.of(
            new ErasureDone(UUID.fromString(id), 1, service, rows, Instant.now()),
            Instant.now(),
            TraceParent.start()));
  }

  private Envelope elsewhere(SessionId session) {
    return Envelope.of(
        new OtpRequested(
            session,
            new AppId(customer.app()),
            false,
            new PhoneNumber(number),
            ChallengeName.DEFAULT,
            SmsTemplate.DEFAULT,
            null,
            TimeLimit.DEFAULT,
            null,
            session.startedAt(),
            null,
            null),
        Instant.now(),
        TraceParent.start());
  }
}
