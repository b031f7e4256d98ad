package dev.sandi.processor.report;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.GatewayReport.State;
import dev.sandi.processor.report.GatewayMessages.MessageKey;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reports whose message was not found yet. */
@Repository
class WaitingReports {

  private static final String ADD =
      """
      insert into delivery_reports
        (gateway, message_id, delivered, reason, network_code, received_at, look_at)
      select gateway, message_id, delivered, reason, code, ?, ?
      from unnest(?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[]) with ordinality
           as r (gateway, message_id, delivered, reason, code, n)
      order by n
      """;

  /**
   * With what is due comes what was put off about the same messages: it came earlier, and the first
   * report holds. A message may have been recorded since by a copy that told nobody here.
   *
   * <p>After a vacuum of the empty table Postgres takes it for empty, and would as soon look
   * through all of it for each report that is due. A sum is no condition for the index by time, and
   * a lateral query leaves none but that by message.
   */
  private static final String DUE =
      """
      with due as (
        select * from delivery_reports
        where look_at <= ? order by look_at limit ? for update skip locked
      ),
      put_off as (
        select put_off.* from due cross join lateral (
          select * from delivery_reports r
          where r.gateway = due.gateway and r.message_id = due.message_id
            and r.look_at + interval '0' > ?
          for update skip locked) put_off
      )
      select id, gateway, message_id, delivered, reason, network_code, received_at
      from (select * from due union select * from put_off) as reports
      """;

  private static final String EXPEDITE =
      """
      update delivery_reports d set look_at = ?
      where d.id = any (array(
        select put_off.id from unnest(?::text[], ?::text[]) as m (gateway, message_id)
        cross join lateral (
          select r.id from delivery_reports r
          where r.gateway = m.gateway and r.message_id = m.message_id
            and r.look_at + interval '0' > ?
          for update skip locked) put_off))
      """;

  private static final String POSTPONE =
      """
      update delivery_reports d set look_at = p.look_at
      from unnest(?::bigint[], ?::timestamptz[]) as p (id, look_at)
      where d.id = p.id and d.id = any (?::bigint[])
      """;

  private static final String DELETE = "delete from delivery_reports where id = any (?::bigint[])";

  private final JdbcTemplate jdbc;

  WaitingReports(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  record Waiting(long id, GatewayReport report, Instant receivedAt) {}

  /** A report to be looked at again. */
  record Postponed(long id, Instant until) {}

  void add(List<GatewayReport> reports, Instant now) {
    jdbc.update(
        ADD,
        Columns.time(now),
        Columns.time(now),
        Columns.text(reports, GatewayReport::gateway),
        Columns.text(reports, GatewayReport::messageId),
        Columns.text(reports, report -> report.state() == State.DELIVERED),
        Columns.text(reports, GatewayReport::reason),
        Columns.text(reports, GatewayReport::networkCode));
  }

  /**
   * Locks reports that are due and that nobody else has, and those about the same messages that are
   * not, in the order in which they came.
   *
   * @param most how many that are due
   */
  List<Waiting> due(Instant now, int most) {
    return jdbc
        .query(DUE, WaitingReports::read, Columns.time(now), most, Columns.time(now))
        .stream()
        .sorted(Comparator.comparingLong(Waiting::id))
        .toList();
  }

  /** Has the reports of these messages looked at now: what they wait for is on record. */
  void expedite(List<MessageKey> messages, Instant now) {
    if (!messages.isEmpty()) {
      jdbc.update(
          EXPEDITE,
          Columns.time(now),
          Columns.text(messages, MessageKey::gateway),
          Columns.text(messages, MessageKey::messageId),
          Columns.time(now));
    }
  }

  void postpone(List<Postponed> reports) {
    if (!reports.isEmpty()) {
      jdbc.update(
          POSTPONE,
          Columns.text(reports, Postponed::id),
          Columns.text(reports, Postponed::until),
          Columns.text(reports, Postponed::id));
    }
  }

  void delete(List<Waiting> reports) {
    if (!reports.isEmpty()) {
      jdbc.update(DELETE, (Object) Columns.text(reports, Waiting::id));
    }
  }

  private static Waiting read(ResultSet row, int number) throws SQLException {
    return new Waiting(
        row.getLong("id"),
        new GatewayReport(
            row.getString("gateway"),
            row.getString("message_id"),
            row.getBoolean("delivered") ? State.DELIVERED : State.UNDELIVERED,
            row.getString("reason"),
            row.getString("network_code")),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }
}
