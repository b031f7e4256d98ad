package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static dev.sandi.processor.SentMessages.freshId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The connection to the database is lost, or is silent, around a submit. */
@RequiresInfrastructure
@ExtendWith(OutputCaptureExtension.class)
class LosingTheDatabaseAtAClaimTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sandi.processor.gateway",
          GATEWAY,
          "sandi.processor.submit-lease",
          "8s",
          "sandi.processor.ambiguous",
          "fail",
          "sandi.processor.stall",
          "1d");

  private static Infrastructure own;
  private static Processor processor;
  private static SentMessages messages;
  private static UnheardClaims claims;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, PROPERTIES, UnheardClaims.class);
    messages = new SentMessages(processor);
    claims = processor.bean(UnheardClaims.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void whatWasClaimedUnheardIsSubmittedAndIsNotTakenForPerhapsSent() {
    // Given
    OtpRequested request = Requests.to(Processor.freshNumber());
    claims.missNext();

    // When
    messages.submitted(request);

    // Then: though its lease, by this clock, never runs out
    assertThat(claims.isMissed()).isTrue();
    messages.accept(request, freshId());
    messages.awaitTold(request, OtpSent.class);
    assertThat(messages.submits(request)).isOne();
  }

  @Test
  void whatWasClaimedUnheardToBeEndedIsNotTakenForPerhapsSentEither() {
    // Given: a message that no gateway sends any more
    claims.failUntilToldOtherwise(true);
    OtpRequested request = Requests.to(Processor.freshNumber());
    UUID session = request.sessionId().value();
    processor.publish(request);
    await()
        .untilAsserted(
            () -> assertThat(messages.count("submissions where session_id = ?", session)).isOne());
    JdbcTemplate jdbc = processor.bean(JdbcTemplate.class);
    jdbc.update(
        "update submissions set gateway = 'gone', tried = '{held}', resend = true"
            + " where session_id = ?",
        session);
    claims.missNext();

    // When
    claims.failUntilToldOtherwise(false);

    // Then
    messages.awaitTold(request, OtpFailed.class);
    assertThat(claims.isMissed()).isTrue();
    assertThat(messages.told(request))
        .first()
        .isInstanceOfSatisfying(
            OtpFailed.class, failed -> assertThat(failed.reason()).isEqualTo("no_gateway_left"));
  }

  @Test
  void whatSomebodyElseClaimedWaitsAMomentAfterTheDatabaseWasAway() {
    // Given: a claim whose lease is over; who holds it could not record what became of it either
    claims.failUntilToldOtherwise(true);
    OtpRequested lapsed = Requests.to(Processor.freshNumber());
    OtpRequested fresh = Requests.to(Processor.freshNumber());
    processor.publish(lapsed);
    processor.publish(fresh);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        messages.count(
                            "submissions where session_id in (?, ?)",
                            lapsed.sessionId().value(),
                            fresh.sessionId().value()))
                    .isEqualTo(2));
    processor
        .bean(JdbcTemplate.class)
        .update(
            "update submissions set claim_id = gen_random_uuid() where session_id = ?",
            lapsed.sessionId().value());

    // When
    claims.failUntilToldOtherwise(false);
    messages.awaitSubmits(fresh, 1);
    long back = System.nanoTime();
    messages.accept(fresh, freshId());

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        messages.count(
                            "submissions where session_id = ?", lapsed.sessionId().value()))
                    .isZero());
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isGreaterThan(Duration.ofSeconds(4));
  }

  @Test
  void anAnswerIsNotKeptWaitingByASilentConnectionUntilItsLeaseIsOver(CapturedOutput output) {
    // Given
    OtpRequested request = messages.submitted(Requests.to(Processor.freshNumber()));
    String id = freshId();

    // When: whoever records it hears nothing
    processor
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              processor
                  .bean(JdbcTemplate.class)
                  .queryForList(
                      "select 1 from sessions where session_id = ? for update",
                      request.sessionId().value());
              messages.answer(request, new SubmitResult.Accepted(List.of(id)));

              // Then: it gives up in time
              await()
                  .atMost(Duration.ofSeconds(7))
                  .until(() -> output.getAll().contains("processor-recorder failed"));
            });
    messages.awaitOnRecord(id);
    messages.awaitTold(request, OtpSent.class);
  }
}
