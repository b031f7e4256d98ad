package dev.sandi.processor.erasure;

import dev.sandi.storage.Columns;
import dev.sandi.value.PhoneNumber;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What is kept of sessions together with their number, and of messages on their way to it. */
@Repository
class NumberTraces {

  private static final String FIND =
      """
      select session_id, app_id, msisdn from sessions
      where session_id = any (?::uuid[]) and msisdn <> ?
      """;

  private static final String IN_HAND =
      """
      with locked as materialized (
        select session_id, claim_id, due_at from submissions
        where session_id = any (?::uuid[]) order by session_id for update)
      select session_id from locked where claim_id is not null and due_at > ?
      """;

  /** With the second, as the checks remember requests of the sandbox. */
  private static final String DELETE_RECENT =
      """
      delete from recent_requests r
      using unnest(?::uuid[], ?::bigint[]) as e (session, msisdn),
        lateral (values (e.msisdn), (e.msisdn + 100000000000000000)) as n (number)
      where r.prefix = n.number / 10000 and r.number = n.number and r.session_id = e.session
      """;

  private static final String DELETE_INBOX =
      """
      delete from simulator_inbox i
      using unnest(?::uuid[], ?::text[]) as e (session, msisdn)
      where i.msisdn = e.msisdn and i.session_id = e.session
      """;

  private static final String ERASE =
      """
      update sessions s
      set msisdn = ?, callback_url = replace(s.callback_url, s.msisdn, ?),
          template = replace(s.template, s.msisdn, ?)
      where s.session_id = any (?::uuid[]) and s.msisdn <> ?
      """;

  private static final String NOBODY = PhoneNumber.ERASED.digits();

  private final JdbcTemplate jdbc;

  NumberTraces(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A session and its number. */
  record Trace(UUID session, String app, String msisdn) {

    @Override
    public String toString() {
      return "Trace[" + session + "]";
    }
  }

  /** Of those of the sessions that have a number. */
  List<Trace> of(List<UUID> sessions) {
    return jdbc.query(
        FIND,
        (row, number) ->
            new Trace(
                row.getObject("session_id", UUID.class),
                row.getString("app_id"),
                row.getString("msisdn")),
        Columns.uuids(sessions, session -> session),
        NOBODY);
  }

  /** Locks the messages of sessions, and returns those that may be with a gateway right now. */
  Set<UUID> inHand(List<UUID> sessions, Instant now) {
    return new HashSet<>(
        jdbc.queryForList(
            IN_HAND, UUID.class, Columns.uuids(sessions, session -> session), Columns.time(now)));
  }

  /** Erases the number wherever it stands beside its session; what was done, by table. */
  Map<String, Long> erase(List<Trace> traces) {
    Map<String, Long> rows = new TreeMap<>();
    if (traces.isEmpty()) {
      return rows;
    }
    Object sessions = Columns.uuids(traces, Trace::session);
    rows.put("submissions", update("delete from submissions where session_id = any (?)", sessions));
    rows.put("fallbacks", update("delete from fallbacks where session_id = any (?)", sessions));
    rows.put(
        "recent_requests", update(DELETE_RECENT, sessions, Columns.text(traces, Trace::msisdn)));
    rows.put(
        "simulator_inbox", update(DELETE_INBOX, sessions, Columns.text(traces, Trace::msisdn)));
    rows.put("sessions", update(ERASE, NOBODY, NOBODY, NOBODY, sessions, NOBODY));
    return rows;
  }

  private long update(String sql, Object... arguments) {
    return jdbc.update(sql, arguments);
  }
}
