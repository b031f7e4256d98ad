package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static dev.sandi.processor.SentMessages.freshId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.storage.Columns;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class MatchingReportsTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sandi.processor.gateway",
          GATEWAY,
          "sandi.processor.submit-lease",
          "10m",
          "sandi.processor.stall",
          "1d");

  private static Infrastructure own;
  private static Processor processor;
  private static SentMessages messages;

  private final PhoneNumber msisdn = Processor.freshNumber();
  private final String id = freshId();

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, PROPERTIES);
    messages = new SentMessages(processor);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aReportIsToldWithWhatTheGatewaySaid() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id);

    // When
    messages.undelivered(id);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    OtpUndelivered told = (OtpUndelivered) messages.told(request).get(1);
    assertThat(told.gateway()).isEqualTo(GATEWAY);
    assertThat(told.messageId()).isEqualTo(id);
    assertThat(told.reason()).isEqualTo("absent_subscriber");
    assertThat(told.networkCode()).isEqualTo("027");
    assertThat(told.description()).isEqualTo("The handset was off or out of coverage.");
  }

  @Test
  void aReportThatComesBeforeTheAnswerToItsSubmitIsToldAfterIt() {
    // Given
    OtpRequested request = messages.submitted(Requests.to(msisdn));
    messages.delivered(id);
    messages.assertTold(request);

    // When
    messages.accept(request, id);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void aReportThatComesTwiceIsToldOnce() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id);

    // When
    messages.take(GatewayReport.delivered(GATEWAY, id), GatewayReport.delivered(GATEWAY, id));
    messages.delivered(id);
    messages.awaitMatched(id);

    // Then
    messages.assertTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void theFirstReportHoldsThoughItCameBeforeAnotherCopyRecordedItsMessage() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), freshId());
    messages.undelivered(id);
    await().until(() -> isPutOff(id));

    // When: no listener of this copy hears of it
    jdbc()
        .update(
            "update gateway_messages set message_id = ? where session_id = ?",
            id,
            request.sessionId().value());
    messages.delivered(id);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    messages.awaitMatched(id);
    messages.assertTold(request, OtpSent.class, OtpUndelivered.class);
  }

  private static boolean isPutOff(String messageId) {
    return Boolean.TRUE.equals(
        jdbc()
            .queryForObject(
                "select look_at > received_at from delivery_reports where message_id = ?",
                Boolean.class,
                messageId));
  }

  private static JdbcTemplate jdbc() {
    return processor.bean(JdbcTemplate.class);
  }

  @Test
  void theFirstFinalReportHolds() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id);
    messages.undelivered(id);
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);

    // When
    messages.delivered(id);
    messages.awaitMatched(id);

    // Then
    messages.assertTold(request, OtpSent.class, OtpUndelivered.class);
  }

  @Test
  void theFirstOfTwoReportsThatComeBeforeTheAnswerHolds() {
    // Given: the first one was looked for in vain already, and the second one is due before it
    OtpRequested request = messages.submitted(Requests.to(msisdn));
    messages.undelivered(id);
    await().untilAsserted(() -> assertThat(postponed()).isOne());
    processor
        .bean(JdbcTemplate.class)
        .update(
            "insert into delivery_reports (gateway, message_id, delivered, received_at, look_at)"
                + " values (?, ?, true, ?, ?)",
            GATEWAY,
            id,
            Columns.time(Processor.CLOCK.instant()),
            Columns.time(Processor.CLOCK.instant().plusMillis(1)));

    // When
    messages.accept(request, id);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
  }

  @Test
  void aMessageOfTwoPartsIsDeliveredWhenBothAre() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id, id + "b");
    messages.delivered(id + "b");
    messages.awaitMatched(id + "b");
    messages.assertTold(request, OtpSent.class);

    // When
    messages.delivered(id);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void aMessageOfTwoPartsIsUndeliveredWithTheFirstPartThatIs() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id, id + "b");

    // When
    messages.undelivered(id + "b");

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    assertThat(((OtpUndelivered) messages.told(request).get(1)).messageId()).isEqualTo(id + "b");
  }

  @Test
  void aGatewayThatUsesAnIdAgainReportsOnItsNewestMessage() {
    // Given
    OtpRequested first = messages.sent(Requests.to(msisdn), id);
    messages.delivered(id);
    messages.awaitTold(first, OtpSent.class, OtpDelivered.class);
    OtpRequested second = messages.submitted(Requests.to(Processor.freshNumber()));
    messages.answer(second, new SubmitResult.Accepted(id));
    messages.awaitTold(second, OtpSent.class);

    // When
    messages.delivered(id);

    // Then
    messages.awaitTold(second, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void anIdOfAnotherGatewayIsAnotherMessage() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id);

    // When
    messages.take(GatewayReport.delivered("other", id));

    // Then
    messages.assertTold(request, OtpSent.class);
  }

  @Test
  void aReportOfAMessageThatNobodyKnowsIsCountedAfterADay() {
    // Given
    double before = unknown("nobody");
    messages.take(GatewayReport.delivered("nobody", id));
    await().untilAsserted(() -> assertThat(postponed()).isOne());

    // When
    Processor.CLOCK.advance(Duration.ofHours(24));
    processor.keepUpWithTheClock();

    // Then
    messages.awaitMatched(id);
    await().untilAsserted(() -> assertThat(unknown("nobody")).isEqualTo(before + 1));
  }

  @Test
  void aReportOfAMessageThatNobodyKnowsIsLookedForAfterAsLongAsItHasWaited() {
    // When
    waitingSince(Duration.ofHours(3));

    // Then
    awaitNextLook(Duration.ofHours(3));
  }

  @Test
  void aReportOfAMessageThatNobodyKnowsIsNotKeptUntilALookAfterItsDay() {
    // When
    waitingSince(Duration.ofHours(22));

    // Then
    awaitNextLook(Duration.ofHours(2));
  }

  /** A report of this id that is due, and was looked for in vain so far. */
  private void waitingSince(Duration waited) {
    processor
        .bean(JdbcTemplate.class)
        .update(
            "insert into delivery_reports (gateway, message_id, delivered, received_at, look_at)"
                + " values (?, ?, true, ?, ?)",
            GATEWAY,
            id,
            Columns.time(Processor.CLOCK.instant().minus(waited)),
            Columns.time(Processor.CLOCK.instant()));
  }

  private void awaitNextLook(Duration in) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        messages.count(
                            "delivery_reports where message_id = ? and look_at = ?",
                            id,
                            Columns.time(Processor.CLOCK.instant().plus(in))))
                    .isOne());
  }

  @Test
  void aReportThatNoDatabaseTakesHarmsNoOther() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id);

    // When
    messages.take(
        GatewayReport.undelivered(GATEWAY, id + "\0", "absent_subscriber", null),
        GatewayReport.undelivered(GATEWAY, "", "absent_subscriber", null),
        GatewayReport.undelivered(GATEWAY, id, "ab\0sent", "\ud800" + "0".repeat(10_000)));

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    OtpUndelivered told = (OtpUndelivered) messages.told(request).get(1);
    assertThat(told.reason()).isEqualTo("absent");
    assertThat(told.networkCode()).isEqualTo("0".repeat(255));
  }

  @Test
  void aNegativeReportWithoutAReasonIsToldAsUnknown() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id);

    // When
    messages.take(GatewayReport.undelivered(GATEWAY, id, "\0", ""));

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    OtpUndelivered told = (OtpUndelivered) messages.told(request).get(1);
    assertThat(told.reason()).isEqualTo("unknown");
    assertThat(told.networkCode()).isNull();
  }

  @Test
  void noReportIsLostThatComesTogetherWithTheAnswer() {
    // Given
    List<OtpRequested> requests =
        IntStream.range(0, 40)
            .mapToObj(n -> messages.submitted(Requests.to(Processor.freshNumber())))
            .toList();

    // When
    List<CompletableFuture<?>> handed = new ArrayList<>();
    for (OtpRequested request : requests) {
      String own = request.sessionId().toString();
      handed.add(CompletableFuture.runAsync(() -> messages.delivered(own)));
      handed.add(
          CompletableFuture.runAsync(
              () -> messages.answer(request, new SubmitResult.Accepted(own))));
    }
    handed.forEach(CompletableFuture::join);

    // Then
    requests.forEach(request -> messages.awaitTold(request, OtpSent.class, OtpDelivered.class));
  }

  @Test
  void aReportIsForAnyCopyWhicheverSentTheMessage() {
    // Given
    OtpRequested request = messages.sent(Requests.to(msisdn), id, id + "b");
    try (Processor copy = Processor.start(own, PROPERTIES)) {

      // When
      new SentMessages(copy).delivered(id);
      messages.delivered(id + "b");

      // Then
      messages.awaitTold(request, OtpSent.class, OtpDelivered.class);
    }
  }

  @Test
  void aReportOutlivesTheCopyThatTookIt() {
    try (Infrastructure fresh = Infrastructure.isolated()) {
      // Given
      OtpRequested request;
      try (Processor first = Processor.start(fresh, PROPERTIES)) {
        SentMessages sent = new SentMessages(first);
        request = sent.submitted(Requests.withLimit(msisdn, 3600));
        sent.delivered(id);
      }

      // When
      Processor.CLOCK.advance(Duration.ofMinutes(10));
      try (Processor second = Processor.start(fresh, PROPERTIES)) {
        SentMessages sent = new SentMessages(second);
        sent.awaitSubmits(request, 1);
        sent.accept(request, id);

        // Then
        sent.awaitTold(request, OtpSent.class, OtpDelivered.class);
      }
    }
  }

  private double unknown(String gateway) {
    return processor
        .bean(MeterRegistry.class)
        .counter("sandi.processor.reports.unknown", "gateway", gateway)
        .count();
  }

  private long postponed() {
    return messages.count("delivery_reports where message_id = ? and look_at > received_at", id);
  }
}
