package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpVerified;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.storage.Columns;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@RequiresInfrastructure
class WaitingForAnAnswerTest {

  private static final Duration LEASE = Duration.ofMinutes(10);

  private static Infrastructure own;
  private static Processor processor;
  private static HeldGateway gateway;

  private final PhoneNumber msisdn = Processor.freshNumber();

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor =
        Processor.start(
            own,
            Map.of(
                "sandi.processor.gateway",
                "held",
                "sandi.processor.submit-lease",
                LEASE.toMinutes() + "m",
                "sandi.processor.stall",
                "1d"));
    gateway = processor.bean(HeldGateway.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aCodeThatIsVerifiedBeforeTheGatewayAnswersIsToldAsSentFirst() {
    // Given
    OtpRequested request = submitted(Requests.withCode(msisdn, "abc123"));

    // When
    String outcome = processor.verify(msisdn, "abc123").get("outcome").asString();
    gateway.answer(request.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    assertThat(outcome).isEqualTo("verified");
    awaitTold(request, OtpSent.class, OtpVerified.class);
  }

  @Test
  void aCodeThatIsVerifiedBeforeTheGatewayRefusesIsToldAsVerifiedOnly() {
    // Given
    OtpRequested request = submitted(Requests.withCode(msisdn, "abc123"));

    // When
    processor.verify(msisdn, "abc123");
    gateway.answer(
        request.sessionId(), new SubmitResult.Refused("invalid_destination", "11", false));

    // Then
    awaitTold(request, OtpVerified.class);
  }

  @Test
  void aSessionThatIsOnlyNotedAsVerifiedDoesNotEndAsFailed() {
    // Given: nobody else can see the note before the transaction ends
    OtpRequested request = submitted(Requests.withCode(msisdn, "abc123"));
    Instant verifiedAt = Processor.CLOCK.instant();

    // When
    List<SessionRow> ended =
        processor
            .bean(TransactionTemplate.class)
            .execute(
                status -> {
                  processor
                      .bean(JdbcTemplate.class)
                      .update(
                          "insert into verified_sessions values (?, ?)",
                          request.sessionId().value(),
                          Columns.time(verifiedAt));
                  return processor
                      .bean(Sessions.class)
                      .fail(
                          List.of(request.sessionId().value()),
                          "invalid_destination",
                          verifiedAt.plusSeconds(1));
                });

    // Then
    assertThat(ended)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.state()).isEqualTo("verified");
              assertThat(row.verifiedAt()).isEqualTo(verifiedAt);
            });
  }

  @Test
  void aCodeThatExpiresBeforeTheGatewayAnswersIsToldAsSentAndExpired() {
    // Given
    OtpRequested request = submitted(Requests.withLimit(msisdn, 30));

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(31));
    awaitEnded(request);
    gateway.answer(request.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    awaitTold(request, OtpSent.class, OtpExpired.class);
  }

  @Test
  void aMessageThatTheGatewayRefusesIsToldAsFailedWithItsWords() {
    // Given
    OtpRequested request = submitted(Requests.to(msisdn));

    // When
    gateway.answer(
        request.sessionId(), new SubmitResult.Refused("invalid_destination", "11", false));

    // Then
    awaitTold(request, OtpFailed.class);
    OtpFailed failed = (OtpFailed) processor.told(request.sessionId()).get(0);
    assertThat(failed.reason()).isEqualTo("invalid_destination");
    assertThat(failed.gateway()).isEqualTo("held");
    assertThat(failed.detail()).isEqualTo("11");
    assertThat(failed.description()).isEqualTo("The SMS could not be sent: invalid destination.");
  }

  @Test
  void aMessageWhoseCodeWasReplacedBeforeTheGatewayAnswersEndsWithItsCode() {
    // Given
    OtpRequested first = submitted(Requests.withCode(msisdn, "first1"));

    // When
    submitted(Requests.withCode(msisdn, "second"));
    gateway.answer(first.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    awaitTold(first, OtpSent.class, OtpExpired.class);
  }

  @Test
  void aMessageThatTheGatewayCannotTakeNowIsSubmittedAgain() {
    // Given
    OtpRequested request = submitted(Requests.to(msisdn));

    // When
    gateway.answer(request.sessionId(), new SubmitResult.Unavailable("busy"));
    awaitPostponed(request);
    Processor.CLOCK.advance(Duration.ofSeconds(2));
    awaitSubmits(request, 2);
    gateway.answer(request.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    awaitTold(request, OtpSent.class);
  }

  @Test
  void aMessageWhoseAnswersNeverComeIsSubmittedThreeTimesAtMost() {
    // Given
    OtpRequested request = submitted(Requests.withLimit(msisdn, 86_400));

    // When
    Processor.CLOCK.advance(LEASE);
    awaitSubmits(request, 2);
    Processor.CLOCK.advance(LEASE);
    awaitSubmits(request, 3);
    Processor.CLOCK.advance(LEASE);

    // Then
    awaitTold(request, OtpFailed.class);
    OtpFailed failed = (OtpFailed) processor.told(request.sessionId()).get(0);
    assertThat(failed.reason()).isEqualTo("ambiguous");
    assertThat(gateway.submits(request.sessionId())).isEqualTo(3);
  }

  private void awaitPostponed(OtpRequested request) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        processor
                            .bean(JdbcTemplate.class)
                            .queryForObject(
                                "select count(*) from submissions"
                                    + " where session_id = ? and claim_id is null",
                                Integer.class,
                                request.sessionId().value()))
                    .isEqualTo(1));
  }

  private void awaitSubmits(OtpRequested request, int count) {
    await().until(() -> gateway.submits(request.sessionId()) == count);
  }

  private OtpRequested submitted(OtpRequested request) {
    processor.publish(request);
    awaitSubmits(request, 1);
    return request;
  }

  private void awaitEnded(OtpRequested request) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        processor
                            .bean(JdbcTemplate.class)
                            .queryForList(
                                "select ended_at from sessions where session_id = ?",
                                java.time.OffsetDateTime.class,
                                request.sessionId().value()))
                    .doesNotContainNull());
  }

  private void awaitTold(OtpRequested request, Class<?>... events) {
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(events)));
  }
}
