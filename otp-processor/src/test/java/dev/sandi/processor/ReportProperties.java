package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.EARLIER;
import static dev.sandi.processor.SentMessages.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.ReportHistories.Refused;
import dev.sandi.processor.ReportHistories.Reported;
import dev.sandi.processor.ReportHistories.Restarted;
import dev.sandi.processor.ReportHistories.Step;
import dev.sandi.processor.ReportHistories.Taken;
import dev.sandi.processor.ReportHistories.TimePasses;
import dev.sandi.processor.ReportHistories.Verified;
import dev.sandi.processor.code.ExpireCodes;
import dev.sandi.processor.code.IssueCodes;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.report.Fallbacks;
import dev.sandi.processor.report.Fallbacks.Fallback;
import dev.sandi.processor.report.GatewayMessages;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.storage.Columns;
import dev.sandi.testing.Infrastructure;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever becomes of a message, in whatever order, is told as {@link ReferenceReports} says. */
class ReportProperties {

  private static final int LIMIT = 300;
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sandi.processor.gateway",
          GATEWAY,
          "sandi.processor.submit-lease",
          "10000m",
          "sandi.processor.stall",
          "100d");

  @SuppressWarnings("NullAway.Init")
  private static Infrastructure own;

  @SuppressWarnings("NullAway.Init")
  private static Processor processor;

  @BeforeContainer
  static void start() {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    own = Infrastructure.isolated();
    processor = Processor.start(own, PROPERTIES);
  }

  @AfterContainer
  static void stop() {
    if (processor != null) {
      processor.close();
      own.close();
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return ReportHistories.any();
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void everyHistoryIsToldAsTheRulesSay(@ForAll("histories") List<Step> history) {
    // Given
    processor.keepUpWithTheClock();
    Message message = new Message();

    // When
    history.forEach(message::happens);

    // Then
    message.assertTold();
  }

  /** A message with its history, and with what the rules expect of it. */
  private static final class Message {
    private final OtpRequested event =
        Requests.of(Processor.freshNumber(), "default", false, "abc123", LIMIT);
    private final UUID session = event.sessionId().value();
    private final Instant expiresAt = event.requestedAt().plusSeconds(LIMIT);
    private final ReferenceReports rules = new ReferenceReports(expiresAt);

    Message() {
      Request request =
          new Request(Envelope.of(event, Processor.CLOCK.instant(), TraceParent.start()), event);
      inTransaction(
          () -> {
            processor.bean(Sessions.class).insert(List.of(request));
            processor.bean(IssueCodes.class).issue(List.of(request));
          });
    }

    void happens(Step step) {
      rules.at(Processor.CLOCK.instant());
      if (step instanceof Taken taken && rules.isSubmitted()) {
        take(taken);
      } else if (step instanceof Refused && rules.isSubmitted() && rules.isSent()) {
        jdbc().update("delete from submissions where session_id = ?", session);
        rules.refused();
      } else if (step instanceof Reported reported) {
        report(reported);
      } else if (step instanceof Verified && rules.isSent() && !rules.isEnded()) {
        PhoneNumber msisdn = event.msisdn();
        assertThat(processor.verify(msisdn, "abc123").get("outcome").asString())
            .isEqualTo("verified");
        rules.verified();
      } else if (step instanceof TimePasses passes) {
        pass(passes.time());
      } else if (step instanceof Restarted) {
        processor.close();
        processor = Processor.start(own, PROPERTIES);
      }
      if (!rules.isArrived()) {
        assertOnItsWay(step, rules.isSubmitted() && rules.isSent() ? 1 : 0);
      }
    }

    /**
     * With the gateway, which does not answer: what is claimed is not dropped when its code ends.
     */
    private void assertOnItsWay(Step step, long expected) {
      await()
          .pollDelay(Duration.ZERO)
          .untilAsserted(
              () -> {
                assertThat(count("submissions where session_id = ?", session))
                    .as("on its way after %s", step)
                    .isEqualTo(expected);
                assertThat(
                        count("submissions where session_id = ? and claim_id is not null", session))
                    .as("claimed after %s", step)
                    .isEqualTo(expected);
              });
    }

    /** As the answer of a gateway is recorded. */
    private void take(Taken taken) {
      Processor.CLOCK.advance(Duration.ofMillis(1));
      Instant now = Processor.CLOCK.instant();
      rules.at(now);
      int number = rules.taken();
      List<String> ids = IntStream.range(0, taken.parts()).mapToObj(n -> id(number, n)).toList();
      Instant due = taken.after().isZero() ? null : now.plus(taken.after());
      boolean mayAgain = number + 1 < ReportHistories.MOST_MESSAGES;
      inTransaction(
          () -> {
            jdbc().update("delete from submissions where session_id = ?", session);
            record(ids, now);
            processor
                .bean(GatewayMessages.class)
                .add(
                    List.of(
                        new GatewayMessages.Taken(
                            UuidV7.at(now), event.sessionId(), GATEWAY, ids, event.msisdn())));
            if (mayAgain) {
              addFallback(due, taken.whenUndelivered());
            }
          });
      rules.taken(taken.parts(), due, taken.whenUndelivered(), mayAgain);
      ids.forEach(this::awaitMatched);
      awaitLooked();
      rules.timePassed(now);
    }

    private void record(List<String> ids, Instant now) {
      List<SessionRow> rows =
          processor
              .bean(Sessions.class)
              .sent(List.of(new Sessions.Sent(session, GATEWAY, ids.get(0), 1, now, false, 0)))
              .stream()
              .map(Sessions.SentRow::session)
              .toList();
      processor
          .bean(OutboxBatches.class)
          .append(
              rows.stream()
                  .map(
                      row ->
                          Envelope.of(
                              new OtpSent(
                                  row.session(), GATEWAY, ids.get(0), 1, now, row.expiresAt()),
                              now,
                              row.trace()))
                  .toList());
    }

    private void addFallback(@Nullable Instant due, boolean whenUndelivered) {
      processor
          .bean(Fallbacks.class)
          .add(
              List.of(
                  new Fallback(
                      event.sessionId(), session, List.of(EARLIER), due, whenUndelivered)));
    }

    private void report(Reported reported) {
      String id = id(reported.message(), reported.part());
      GatewayReport report =
          reported.delivered()
              ? GatewayReport.delivered(GATEWAY, id)
              : GatewayReport.undelivered(GATEWAY, id, "absent_subscriber", null);
      new SentMessages(processor)
          .take(
              reported.twice()
                  ? new GatewayReport[] {report, report}
                  : new GatewayReport[] {report});
      rules.reported(reported.message(), reported.part(), reported.delivered());
      if (count("gateway_messages where message_id = ?", id) > 0) {
        awaitMatched(id);
      }
    }

    private void pass(Duration time) {
      Instant then = Processor.CLOCK.instant().plus(time);
      boolean expires = !expiresAt.isAfter(then);
      if (expires && !rules.isSent()) {
        return;
      }
      Processor.CLOCK.advance(time);
      processor.bean(ExpireCodes.class).expireDue();
      awaitLooked();
      rules.timePassed(then);
      if (expires && !rules.isEnded()) {
        rules.expired();
      }
    }

    /** In any order but for the first: loops tell them, side by side. */
    void assertTold() {
      await()
          .untilAsserted(
              () -> {
                List<Class<?>> told =
                    processor.told(event.sessionId()).stream()
                        .<Class<?>>map(Object::getClass)
                        .toList();
                assertThat(told).containsExactlyInAnyOrderElementsOf(rules.told());
                assertThat(told.stream().limit(1).toList())
                    .isEqualTo(rules.told().stream().limit(1).toList());
              });
    }

    private String id(int message, int part) {
      return session + "-" + message + "-" + part;
    }

    private void awaitMatched(String id) {
      quickly(() -> count("delivery_reports where message_id = ?", id) == 0);
    }

    private void awaitLooked() {
      quickly(
          () ->
              count(
                      "fallbacks where session_id = ? and look_at <= ?",
                      session,
                      Columns.time(Processor.CLOCK.instant()))
                  == 0);
    }

    private static void quickly(java.util.concurrent.Callable<Boolean> condition) {
      await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static void inTransaction(Runnable work) {
      processor.bean(TransactionTemplate.class).executeWithoutResult(status -> work.run());
    }

    private static JdbcTemplate jdbc() {
      return processor.bean(JdbcTemplate.class);
    }

    private static long count(String from, Object... args) {
      return new SentMessages(processor).count(from, args);
    }
  }
}
