package dev.sandi.processor.simulator;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
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
 * at a time, so that each is told, by any copy, whatever is restarted meanwhile; and then they go
 * the way of any gateway's reports.
 */
@Repository
class ChosenReports {

  private static final int BATCH = 1000;

  /** Of a message that is submitted again, the newer one is reported. */
  private static final String PUT =
      """
      insert into simulator_reports
        (session_id, message_id, outcome, reason, network_code, due_at)
      select * from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
      on conflict (session_id) do update
        set message_id = excluded.message_id, outcome = excluded.outcome,
            reason = excluded.reason, network_code = excluded.network_code,
            due_at = excluded.due_at
      """;

  private static final String DUE =
      """
      select session_id, message_id, outcome, reason, network_code from simulator_reports
      where due_at <= ? order by due_at limit ? for update skip locked
      """;

  private static final String DELETE =
      "delete from simulator_reports where session_id = any (?::uuid[])";

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final TakesReports reports;
  private final Clock clock;

  ChosenReports(
      JdbcTemplate jdbc, TransactionOperations transactions, TakesReports reports, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.reports = reports;
    this.clock = clock;
  }

  /** A report to come. */
  record Chosen(SessionId session, UUID messageId, Behaviour behaviour) {}

  private record Due(UUID session, GatewayReport report) {}

  void put(List<Chosen> chosen) {
    if (chosen.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    jdbc.update(
        PUT,
        Columns.text(chosen, Chosen::session),
        Columns.text(chosen, Chosen::messageId),
        Columns.text(chosen, report -> report.behaviour().outcome()),
        Columns.text(chosen, report -> report.behaviour().reason()),
        Columns.text(chosen, report -> report.behaviour().networkCode()),
        Columns.text(chosen, report -> now.plus(report.behaviour().reportAfter())));
  }

  /** Hands in one batch of those that are due. */
  Next tellDue() {
    return Objects.requireNonNull(transactions.execute(status -> tell()));
  }

  /** Those that are handed in and not deleted, because of a crash, are handed in twice: no harm. */
  private Next tell() {
    List<Due> due = jdbc.query(DUE, ChosenReports::read, Columns.time(clock.instant()), BATCH);
    if (due.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    reports.take(due.stream().map(Due::report).toList()).toCompletableFuture().join();
    jdbc.update(DELETE, (Object) Columns.text(due, Due::session));
    return due.size() == BATCH ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  private static Due read(ResultSet row, int number) throws SQLException {
    UUID session = row.getObject("session_id", UUID.class);
    String messageId = row.getString("message_id");
    String reason = row.getString("reason");
    boolean arrived = !row.getString("outcome").equals(HandsetOutcome.UNDELIVERED.toString());
    return new Due(
        session,
        arrived
            ? GatewayReport.delivered(SimulatorGateway.NAME, messageId)
            : GatewayReport.undelivered(
                SimulatorGateway.NAME,
                messageId,
                reason == null ? "absent_subscriber" : reason,
                row.getString("network_code")));
  }
}
