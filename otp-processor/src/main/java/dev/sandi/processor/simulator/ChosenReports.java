package dev.sandi.processor.simulator;

import dev.sandi.processor.sending.DeliveryReport;
import dev.sandi.processor.sending.RecordDeliveryReports;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import dev.sandi.value.SimulatedOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The delivery reports of simulated handsets whose outcome was chosen. They are rows that are due
 * at a time, so that each is told, by any copy, whatever is restarted meanwhile.
 */
@Repository
class ChosenReports {

  private static final int BATCH = 1000;

  /** Of a message that is submitted again, the newer one is reported. */
  private static final String PUT =
      """
      insert into simulator_reports (session_id, message_id, outcome, due_at)
      select * from unnest(?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[])
      on conflict (session_id) do update
        set message_id = excluded.message_id, outcome = excluded.outcome, due_at = excluded.due_at
      """;

  /**
   * A report waits until the answer to its submit is recorded; the report of a session that ended
   * otherwise, or that is not there any more, is taken to be thrown away.
   */
  private static final String TAKE =
      """
      with due as (
        select r.session_id from simulator_reports r
        left join sessions s on s.session_id = r.session_id
        where r.due_at <= ? and s.state is distinct from 'accepted'
        order by r.due_at limit ? for update of r skip locked
      )
      delete from simulator_reports r using due where r.session_id = due.session_id
      returning r.session_id, r.message_id, r.outcome
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final RecordDeliveryReports record;
  private final SimulatorProperties properties;
  private final Clock clock;

  ChosenReports(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      RecordDeliveryReports record,
      SimulatorProperties properties,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.record = record;
    this.properties = properties;
    this.clock = clock;
  }

  /** A report to come. */
  record Chosen(SessionId session, UUID messageId, SimulatedOutcome outcome) {}

  void put(List<Chosen> reports) {
    if (reports.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    jdbc.update(
        PUT,
        Columns.text(reports, Chosen::session),
        Columns.text(reports, Chosen::messageId),
        Columns.text(reports, Chosen::outcome),
        Columns.text(reports, report -> dueAt(report, now)));
  }

  private Instant dueAt(Chosen report, Instant now) {
    return report.outcome() == SimulatedOutcome.LATE ? now.plus(properties.lateReport()) : now;
  }

  /** Tells one batch of those that are due. */
  Next tellDue() {
    int told =
        Objects.requireNonNull(
            transactions.execute(
                status -> {
                  List<DeliveryReport> due =
                      jdbc.query(TAKE, ChosenReports::read, Columns.time(clock.instant()), BATCH);
                  record.record(due);
                  return due.size();
                }));
    return told == BATCH ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  private static DeliveryReport read(ResultSet row, int number) throws SQLException {
    SessionId session = new SessionId(row.getObject("session_id", UUID.class));
    String messageId = row.getString("message_id");
    return SimulatedOutcome.of(row.getString("outcome")) == SimulatedOutcome.UNDELIVERED
        ? new DeliveryReport.Undelivered(
            session, SimulatorGateway.NAME, messageId, "absent_subscriber", null)
        : new DeliveryReport.Delivered(session, SimulatorGateway.NAME, messageId);
  }
}
