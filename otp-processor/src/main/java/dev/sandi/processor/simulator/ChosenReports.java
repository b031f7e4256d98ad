package dev.sandi.processor.simulator;

import dev.sandi.processor.report.DeliveryReport;
import dev.sandi.processor.report.RecordDeliveryReports;
import dev.sandi.processor.session.Sessions;
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
import java.util.Set;
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

  private static final String DUE =
      """
      select session_id, message_id, outcome from simulator_reports
      where due_at <= ? order by due_at limit ? for update skip locked
      """;

  private static final String DELETE =
      "delete from simulator_reports where session_id = any (?::uuid[])";

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Sessions sessions;
  private final RecordDeliveryReports record;
  private final SimulatorProperties properties;
  private final Clock clock;

  ChosenReports(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      Sessions sessions,
      RecordDeliveryReports record,
      SimulatorProperties properties,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.sessions = sessions;
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
    return Objects.requireNonNull(transactions.execute(status -> tell()));
  }

  /**
   * A report waits until the answer to its submit is on record. The report of a session that ended
   * otherwise, or is not there any more, is told to nobody.
   */
  private Next tell() {
    List<DeliveryReport> due =
        jdbc.query(DUE, ChosenReports::read, Columns.time(clock.instant()), BATCH);
    if (due.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    Set<UUID> unsettled =
        sessions.unsettled(due.stream().map(report -> report.session().value()).toList());
    List<DeliveryReport> ripe =
        due.stream().filter(report -> !unsettled.contains(report.session().value())).toList();
    record.record(ripe);
    jdbc.update(DELETE, (Object) Columns.text(ripe, DeliveryReport::session));
    return ripe.size() == BATCH ? Next.AT_ONCE : Next.WHEN_WOKEN;
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
