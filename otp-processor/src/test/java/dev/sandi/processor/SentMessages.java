package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.SessionEvent;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.processor.report.Fallbacks;
import dev.sandi.processor.report.Fallbacks.Fallback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages that the held gateway of a processor took, and their reports. */
final class SentMessages {

  static final String GATEWAY = "held";

  /** Tried in vain before, so that the one that there is remains. */
  static final String EARLIER = "earlier";

  private final Processor processor;
  private final HeldGateway gateway;

  SentMessages(Processor processor) {
    this.processor = processor;
    this.gateway = processor.bean(HeldGateway.class);
  }

  /** An id that no other message has. */
  static String freshId() {
    return "m" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  }

  OtpRequested submitted(OtpRequested request) {
    processor.publish(request);
    awaitSubmits(request, 1);
    return request;
  }

  OtpRequested sent(OtpRequested request, String... messageIds) {
    submitted(request);
    accept(request, messageIds);
    return request;
  }

  /** The gateway takes the newest submit, and it is on record. */
  void accept(OtpRequested request, String... messageIds) {
    answer(request, new SubmitResult.Accepted(List.of(messageIds)));
    awaitOnRecord(messageIds[0]);
  }

  /** A moment later than any other answer: by it the newest message is known. */
  void answer(OtpRequested request, SubmitResult result) {
    Processor.CLOCK.advance(Duration.ofMillis(1));
    gateway.answer(request.sessionId(), result);
  }

  void awaitOnRecord(String messageId) {
    await()
        .untilAsserted(
            () -> assertThat(count("gateway_messages where message_id = ?", messageId)).isOne());
  }

  void awaitSubmits(OtpRequested request, int submits) {
    await().until(() -> gateway.submits(request.sessionId()) == submits);
  }

  int submits(OtpRequested request) {
    return gateway.submits(request.sessionId());
  }

  void delivered(String messageId) {
    take(GatewayReport.delivered(GATEWAY, messageId));
  }

  void undelivered(String messageId) {
    take(GatewayReport.undelivered(GATEWAY, messageId, "absent_subscriber", "027"));
  }

  /** Hands reports in, and waits until they are rows. */
  void take(GatewayReport... reports) {
    processor
        .bean(TakesReports.class)
        .take(List.of(reports))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  /** Waits until no report is left that its message was found for. */
  void awaitMatched(String messageId) {
    await()
        .untilAsserted(
            () -> assertThat(count("delivery_reports where message_id = ?", messageId)).isZero());
  }

  /** Allows a session to be sent again. */
  void addFallback(OtpRequested request, @Nullable Duration after, boolean whenUndelivered) {
    Instant due = after == null ? null : Processor.CLOCK.instant().plus(after);
    UUID session = request.sessionId().value();
    processor
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            status ->
                processor
                    .bean(Fallbacks.class)
                    .add(
                        List.of(
                            new Fallback(
                                request.sessionId(),
                                session,
                                List.of(EARLIER),
                                due,
                                whenUndelivered))));
  }

  long count(String from, Object... args) {
    Long count =
        processor
            .bean(JdbcTemplate.class)
            .queryForObject("select count(*) from " + from, Long.class, args);
    return count == null ? 0 : count;
  }

  void awaitTold(OtpRequested request, Class<?>... events) {
    await()
        .untilAsserted(
            () ->
                assertThat(told(request)).extracting(Object::getClass).isEqualTo(List.of(events)));
  }

  /** What is told is told by now, and stays so for a while. */
  void assertTold(OtpRequested request, Class<?>... events) {
    await()
        .during(Duration.ofMillis(900))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(told(request)).extracting(Object::getClass).isEqualTo(List.of(events)));
  }

  List<SessionEvent> told(OtpRequested request) {
    return processor.told(request.sessionId());
  }
}
