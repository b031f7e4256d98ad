package dev.sandi.dispatcher.delivery;

import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.Envelope;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends what still waits, behind an endpoint that nobody opened, a day before its day is dropped: so
 * that it does not vanish without a word.
 */
final class EndForgotten {

  private static final Logger log = LoggerFactory.getLogger(EndForgotten.class);
  private static final int MOST = 1000;
  private static final Duration AHEAD = Duration.ofDays(1);

  /** In events, of what was never attempted. */
  private static final String NEVER_ATTEMPTED = "never_attempted";

  /** Without a join: each of a thousand would be looked for among all thousand. */
  private static final String END =
      """
      with forgotten as (
        select event_id from deliveries
        where state = 'pending' and not in_hand and event_id < ?::uuid
          and coalesce(lease_until, ?) <= ?
        limit ?
        for update skip locked
      )
      update deliveries
      set state = 'exhausted', end_reason = ?, ended_at = ?, lease_until = null, claim_id = null
      where event_id = any (array(select event_id from forgotten))
      returning event_id, session_id, app_id, type, attempts, last_status, last_error, traceparent
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final OutboxBatches told;
  private final Clock clock;
  private final Duration kept;

  /**
   * @param retention after how long a day is dropped
   */
  EndForgotten(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      OutboxBatches told,
      Clock clock,
      Duration retention) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.told = told;
    this.clock = clock;
    this.kept = retention.minus(AHEAD);
  }

  /** Ends a batch. Safe on several copies at once. */
  Next end() {
    Instant now = clock.instant();
    int ended = Objects.requireNonNull(transactions.execute(status -> endAndTell(now)));
    if (ended > 0) {
      log.warn("{} callbacks waited for {} days, and are ended untold", ended, kept.toDays());
    }
    return ended < MOST ? Next.WHEN_WOKEN : Next.AT_ONCE;
  }

  private int endAndTell(Instant now) {
    UUID bound = UuidV7.lowerBound(earlier(now, nowByDatabase()).minus(kept));
    List<Envelope> events =
        jdbc.query(
            END,
            (row, number) -> told(row, now),
            bound,
            Columns.time(now),
            Columns.time(now),
            MOST,
            End.RETENTION.slug(),
            Columns.time(now));
    told.append(events);
    return events.size();
  }

  /** As with days that are dropped, a copy whose clock is ahead must not decide it alone. */
  private Instant nowByDatabase() {
    return Objects.requireNonNull(jdbc.queryForObject("select now()", OffsetDateTime.class))
        .toInstant();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Envelope told(ResultSet row, Instant now) throws SQLException {
    String error = row.getString("last_error");
    return Envelope.of(
        new CallbackExhausted(
            new SessionId(row.getObject("session_id", UUID.class)),
            new AppId(row.getString("app_id")),
            row.getObject("event_id", UUID.class),
            row.getString("type"),
            row.getInt("attempts"),
            error == null ? NEVER_ATTEMPTED : error,
            row.getObject("last_status", Integer.class),
            now,
            End.RETENTION.slug()),
        now,
        TraceParent.orNew(row.getString("traceparent")));
  }
}
