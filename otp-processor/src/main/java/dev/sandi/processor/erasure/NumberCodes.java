package dev.sandi.processor.erasure;

import dev.sandi.processor.erasure.NumberTraces.Trace;
import dev.sandi.storage.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What is kept of codes by number: those that are live or were, and wrong guesses. */
@Repository
class NumberCodes {

  private static final String LOCK =
      """
      select c.app_id, c.msisdn, c.challenge, c.simulated, c.sessions
      from challenges c
      join (select distinct app, msisdn from unnest(?::text[], ?::text[]) as k (app, msisdn)) k
        on c.app_id = k.app and c.msisdn = k.msisdn
      order by c.app_id collate "C", c.msisdn, c.challenge collate "C", c.simulated
      for update of c
      """;

  private static final String DELETE =
      """
      delete from challenges c
      using unnest(?::text[], ?::text[], ?::text[], ?::boolean[])
        as k (app, msisdn, challenge, simulated)
      where c.app_id = k.app and c.msisdn = k.msisdn and c.challenge = k.challenge
        and c.simulated = k.simulated
      """;

  /** Of numbers that are asked for again, what was guessed wrong goes on counting. */
  private static final String DELETE_FAILURES =
      """
      delete from number_failures f
      using (select distinct app, msisdn from unnest(?::text[], ?::text[]) as k (app, msisdn)) k
      where f.app_id = k.app and f.msisdn = k.msisdn
        and not exists (select from challenges c
                        where c.app_id = f.app_id and c.msisdn = f.msisdn)
      """;

  private final JdbcTemplate jdbc;

  NumberCodes(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A challenge.
   *
   * @param sessions those that carry its code, if that is live
   */
  record Carried(
      String app, String msisdn, String challenge, boolean simulated, List<UUID> sessions) {

    @Override
    public String toString() {
      return "Carried[" + app + "]";
    }
  }

  /** Locks all challenges of the numbers, within the caller's transaction. */
  List<Carried> lock(List<Trace> traces) {
    return jdbc.query(
        LOCK,
        (row, number) ->
            new Carried(
                row.getString("app_id"),
                row.getString("msisdn"),
                row.getString("challenge"),
                row.getBoolean("simulated"),
                List.of((UUID[]) row.getArray("sessions").getArray())),
        Columns.text(traces, Trace::app),
        Columns.text(traces, Trace::msisdn));
  }

  long delete(List<Carried> codes) {
    return jdbc.update(
        DELETE,
        Columns.text(codes, Carried::app),
        Columns.text(codes, Carried::msisdn),
        Columns.text(codes, Carried::challenge),
        Columns.text(codes, Carried::simulated));
  }

  long deleteFailures(List<Trace> traces) {
    return jdbc.update(
        DELETE_FAILURES, Columns.text(traces, Trace::app), Columns.text(traces, Trace::msisdn));
  }
}
