package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static dev.sandi.processor.SentMessages.freshId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answer of a gateway is committed, and whoever recorded it does not hear so. */
@RequiresInfrastructure
class LosingTheDatabaseAtACommitTest {

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
  private static UnheardCommits commits;

  private final String first = freshId();
  private final String second = freshId();

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, PROPERTIES, UnheardCommits.class);
    messages = new SentMessages(processor);
    commits = processor.bean(UnheardCommits.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aMessageIsOnRecordOnceAndItsNegativeReportIsTold() {
    // Given
    OtpRequested request = messages.submitted(Requests.to(Processor.freshNumber()));
    commits.missNext(() -> {});
    messages.accept(request, first);
    awaitRecordedAgain();

    // When
    messages.undelivered(first);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    assertThat(messages.count("gateway_messages where message_id = ?", first)).isOne();
  }

  @Test
  void aMessageThatWasSentAgainIsToldOnceMore() {
    // Given
    OtpRequested request = sentAgain();

    // When
    commits.missNext(() -> {});
    messages.accept(request, second);
    awaitRecordedAgain();

    // Then
    messages.delivered(second);
    messages.awaitTold(request, OtpSent.class, OtpSent.class, OtpDelivered.class);
    assertThat(messages.told(request).subList(0, 2))
        .extracting(event -> ((OtpSent) event).attempt())
        .containsExactly(1, 2);
  }

  @Test
  void aMessageThatIsOnItsWayAgainByThenStaysSo() {
    // Given: by the time when the failure is noticed, its negative report has sent it again
    OtpRequested request = messages.submitted(Requests.to(Processor.freshNumber()));
    commits.missNext(
        () -> {
          messages.addFallback(request, null, true);
          messages.undelivered(first);
          messages.awaitSubmits(request, 2);
        });

    // When
    messages.accept(request, first);
    awaitRecordedAgain();

    // Then
    assertThat(messages.count("submissions where session_id = ?", request.sessionId().value()))
        .isOne();
    assertThat(
            messages.count(
                "fallbacks where resent and session_id = ?", request.sessionId().value()))
        .isOne();
  }

  private OtpRequested sentAgain() {
    OtpRequested request = messages.sent(Requests.to(Processor.freshNumber()), first);
    messages.addFallback(request, null, true);
    messages.undelivered(first);
    messages.awaitSubmits(request, 2);
    return request;
  }

  /** Outcomes are recorded in their order: when a later one is, the earlier one is again. */
  private static void awaitRecordedAgain() {
    await().until(commits::isMissed);
    messages.sent(Requests.to(Processor.freshNumber()), freshId());
  }
}
