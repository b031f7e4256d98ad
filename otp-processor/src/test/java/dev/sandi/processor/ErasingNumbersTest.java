package dev.sandi.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.ErasureDone;
import dev.sandi.event.ErasureRequested;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class ErasingNumbersTest {

  private static final Duration UNTIL_NOTHING_IS_UNDER_WAY = Duration.ofMinutes(2);

  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void whatTheChecksRememberOfTheSandboxIsErasedToo() {
    // Given
    Infrastructure infrastructure = Infrastructure.shared();
    Processor processor = Processor.shared();
    OtpRequested request = Requests.sandboxed(msisdn);
    processor.publish(request);
    await().until(() -> !processor.inbox(msisdn).isEmpty());

    // When
    erase(processor, 1, request);

    // Then
    await().until(() -> !infrastructure.database().dump().contains(msisdn.digits()));
  }

  @Test
  void aCodeThatIsLiveEndsAndNoTableHasTheNumberAnyMore() {
    // Given
    Infrastructure infrastructure = Infrastructure.shared();
    Processor processor = Processor.shared();
    OtpRequested request =
        Requests.withCallback(msisdn, "https://shop.example/otp?to=" + msisdn.digits());
    processor.publish(request);
    await().until(() -> !processor.inbox(msisdn).isEmpty());
    String code = processor.code(msisdn);
    processor.verify(msisdn, "000000");
    assertThat(infrastructure.database().dump()).contains(msisdn.digits());

    // When
    UUID erasure = erase(processor, 1, request);

    // Then
    await().until(() -> toldOf(processor, request).size() == 2);
    LifecycleEvent last = toldOf(processor, request).get(1);
    assertThat(last).isInstanceOf(OtpExpired.class);
    assertThat(last.session().msisdn()).isEqualTo(PhoneNumber.ERASED);
    assertThat(last.session().callbackUrl().value()).isEqualTo("https://shop.example/otp?to=0000");
    assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("not_found");
    await().until(() -> !infrastructure.database().dump().contains(msisdn.digits()));
    assertThat(done(infrastructure, erasure)).isEmpty();

    // When
    Processor.CLOCK.advance(UNTIL_NOTHING_IS_UNDER_WAY);

    // Then
    await().until(() -> !done(infrastructure, erasure).isEmpty());
    assertThat(done(infrastructure, erasure).get(0).rows())
        .containsEntry("sessions", 1L)
        .containsEntry("challenges", 1L)
        .containsEntry("number_failures", 1L)
        .containsEntry("simulator_inbox", 1L);
  }

  @Test
  void aRequestThatComesAfterItsErasureFailsWithoutItsNumber() {
    // Given
    Infrastructure infrastructure = Infrastructure.shared();
    Processor processor = Processor.shared();
    OtpRequested late = Requests.to(msisdn);
    UUID erasure = erase(processor, 1, late);
    await().until(() -> noted(processor, erasure) == 1);

    // When
    processor.publish(late);

    // Then
    await().until(() -> !toldOf(processor, late).isEmpty());
    assertThat(toldOf(processor, late))
        .singleElement()
        .isInstanceOfSatisfying(
            OtpFailed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("erased");
              assertThat(failed.session().msisdn()).isEqualTo(PhoneNumber.ERASED);
            });
    assertThat(processor.inbox(msisdn)).isEmpty();
    assertThat(infrastructure.database().dump()).doesNotContain(msisdn.digits());
  }

  @Test
  void aRequestThatComesAgainAfterItsErasureStaysErased() {
    // Given
    Infrastructure infrastructure = Infrastructure.shared();
    Processor processor = Processor.shared();
    OtpRequested request = Requests.to(msisdn);
    processor.publish(request);
    await().until(() -> !processor.inbox(msisdn).isEmpty());
    erase(processor, 1, request);
    await().until(() -> toldOf(processor, request).size() == 2);

    // When
    OtpRequested next = Requests.to(Processor.freshNumber());
    processor.publish(request);
    processor.publish(next);
    await().until(() -> !toldOf(processor, next).isEmpty());

    // Then
    assertThat(toldOf(processor, request)).hasSize(2);
    assertThat(infrastructure.database().dump()).doesNotContain(msisdn.digits());
  }

  @Test
  void aCodeThatWasAskedForAgainLaterStays() {
    // Given
    Processor processor = Processor.shared();
    OtpRequested first = Requests.to(msisdn);
    OtpRequested later = Requests.to(msisdn);
    processor.publish(first);
    processor.publish(later);
    await().until(() -> processor.inbox(msisdn).size() == 2);

    // When
    erase(processor, 1, first);
    await().until(() -> numberOf(processor, first).equals(PhoneNumber.ERASED.digits()));

    // Then
    assertThat(numberOf(processor, later)).isEqualTo(msisdn.digits());
    assertThat(processor.verify(msisdn, processor.code(msisdn)).get("outcome").asString())
        .isEqualTo("verified");
  }

  @Test
  void whatIsToldTwiceIsDoneOnce() {
    // Given
    Infrastructure infrastructure = Infrastructure.shared();
    Processor processor = Processor.shared();
    OtpRequested request = Requests.to(msisdn);
    processor.publish(request);
    await().until(() -> !processor.inbox(msisdn).isEmpty());
    ErasureRequested erasure =
        new ErasureRequested(
            UuidV7.at(Processor.CLOCK.instant()),
            1,
            List.of(request.sessionId()),
            Processor.CLOCK.instant());

    // When
    processor.publish(erasure);
    processor.publish(erasure);
    await().until(() -> toldOf(processor, request).size() == 2);
    Processor.CLOCK.advance(UNTIL_NOTHING_IS_UNDER_WAY);
    await().until(() -> !done(infrastructure, erasure.erasureId()).isEmpty());
    processor.publish(erasure);
    UUID next = erase(processor, 1, Requests.to(msisdn));
    await().until(() -> noted(processor, next) == 1);

    // Then
    assertThat(done(infrastructure, erasure.erasureId())).hasSize(1);
    assertThat(toldOf(processor, request)).hasSize(2);
  }

  @Test
  void aMessageThatWaitsIsNotSentAndOneThatAGatewayHasInHandIsWaitedFor() {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, Map.of("sandi.processor.gateway", "held"))) {
      // Given: one in hand, and one that came to a gateway's answer that it is to wait
      HeldGateway gateway = processor.bean(HeldGateway.class);
      OtpRequested inHand = Requests.to(msisdn);
      OtpRequested waits = Requests.to(Processor.freshNumber());
      processor.publish(inHand);
      processor.publish(waits);
      await().until(() -> gateway.submits(inHand.sessionId()) == 1);
      await().until(() -> gateway.submits(waits.sessionId()) == 1);
      processor
          .bean(JdbcTemplate.class)
          .update(
              "update submissions set claim_id = null, gateway = 'away', due_at = ? where session_id = ?",
              Processor.CLOCK.instant().plusSeconds(200).atOffset(java.time.ZoneOffset.UTC),
              waits.sessionId().value());

      // When
      erase(processor, 1, inHand, waits);

      // Then
      await().until(() -> !toldOf(processor, waits).isEmpty());
      assertThat(toldOf(processor, waits))
          .singleElement()
          .isInstanceOfSatisfying(
              OtpFailed.class, failed -> assertThat(failed.reason()).isEqualTo("erased"));
      assertThat(numberOf(processor, inHand)).isEqualTo(msisdn.digits());

      // When
      gateway.answer(inHand.sessionId(), new SubmitResult.Accepted(List.of("m-1"), false));
      await().until(() -> toldOf(processor, inHand).size() == 2);
      Processor.CLOCK.advance(Duration.ofSeconds(2));

      // Then
      await().until(() -> !own.database().dump().contains(msisdn.digits()));
      assertThat(toldOf(processor, inHand).get(0)).isInstanceOf(OtpSent.class);
      assertThat(toldOf(processor, inHand).get(1)).isInstanceOf(OtpExpired.class);
    }
  }

  private static UUID erase(Processor processor, int part, OtpRequested... requests) {
    UUID erasure = UuidV7.at(Processor.CLOCK.instant());
    List<SessionId> sessions = Arrays.stream(requests).map(OtpRequested::sessionId).toList();
    processor.publish(new ErasureRequested(erasure, part, sessions, Processor.CLOCK.instant()));
    return erasure;
  }

  private static int noted(Processor processor, UUID erasure) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForObject(
            "select count(*) from erased_sessions where erasure_id = ?", Integer.class, erasure);
  }

  private static String numberOf(Processor processor, OtpRequested request) {
    return processor
        .bean(JdbcTemplate.class)
        .queryForObject(
            "select msisdn from sessions where session_id = ?",
            String.class,
            request.sessionId().value());
  }

  private static List<LifecycleEvent> toldOf(Processor processor, OtpRequested request) {
    return processor.told(request.sessionId()).stream()
        .map(LifecycleEvent.class::cast)
        .filter(event -> !event.getClass().getSimpleName().equals("OtpDelivered"))
        .toList();
  }

  private static List<ErasureDone> done(Infrastructure infrastructure, UUID erasure) {
    byte[] key = erasure.toString().getBytes(UTF_8);
    return infrastructure.broker().read(Topics.ERASURES).stream()
        .filter((ConsumerRecord<byte[], byte[]> record) -> Arrays.equals(record.key(), key))
        .map(record -> EventRecords.read(record).orElseThrow().event())
        .filter(ErasureDone.class::isInstance)
        .map(ErasureDone.class::cast)
        .toList();
  }
}
