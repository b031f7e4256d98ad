package dev.sandi.ingress.erasure;

import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What the ingress keeps of a number. */
@Repository
class NumberTraces {

  /** In the order in which progress is recorded, so that nobody waits in a circle. */
  private static final String ERASE_REQUESTS =
      """
      with found as materialized (
        select app_id, id from requests
        where msisdn = ? and id < ? order by app_id, id limit ? for update
      )
      update requests r set msisdn = null
      from found f
      where r.app_id = f.app_id and r.id = f.id and r.id = any (array(select id from found))
      returning r.id, r.http_status
      """;

  private static final String FORGET_SENDS = "delete from sends where number = ? and id < ?";

  /** What was given back stays so. */
  private static final String FORGET_ABANDONED =
      """
      update abandoned set number = null, send_id = null, at = null
      where number = ? and session_id < ?
      """;

  private static final String KEPT_BLOCKS =
      "select count(*) from blocks where digits = ? and not prefix";

  private static final String KEPT_TEST_NUMBERS =
      """
      select count(*) from apps, jsonb_array_elements(test_numbers) as t (number)
      where number ->> 'msisdn' = ?
      """;

  /** Accepted, or given up: of the latter it may come to light that they were published. */
  private static final List<Integer> MAYBE_SESSIONS = List.of(201, 503);

  private final JdbcTemplate jdbc;

  NumberTraces(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Requests that have no number any more.
   *
   * @param all how many
   * @param sessions those that others know, too
   */
  record Requests(int all, List<SessionId> sessions) {}

  /** Of the requests before an id, at most so many. */
  Requests eraseRequests(PhoneNumber msisdn, UUID before, int most) {
    record Row(UUID id, int status) {}
    List<Row> rows =
        jdbc.query(
            ERASE_REQUESTS,
            (row, number) -> new Row(row.getObject("id", UUID.class), row.getInt("http_status")),
            msisdn.digits(),
            before,
            most);
    return new Requests(
        rows.size(),
        rows.stream()
            .filter(row -> MAYBE_SESSIONS.contains(row.status()))
            .map(row -> new SessionId(row.id()))
            .toList());
  }

  /** What the rates of a number count, which begins anew for it. */
  int forgetSends(PhoneNumber msisdn, UUID before) {
    return jdbc.update(FORGET_SENDS, key(msisdn), before);
  }

  int forgetAbandoned(PhoneNumber msisdn, UUID before) {
    return jdbc.update(FORGET_ABANDONED, key(msisdn), before);
  }

  /** As {@code sends} has it: behind a 1, which keeps leading zeros. */
  private static long key(PhoneNumber msisdn) {
    return Long.parseLong("1" + msisdn.digits());
  }

  /** What stays because somebody wanted it to be there: how often, by what it is. */
  Map<String, Long> kept(PhoneNumber msisdn) {
    Map<String, Long> kept = new TreeMap<>();
    put(kept, "blocks", jdbc.queryForObject(KEPT_BLOCKS, Long.class, msisdn.digits()));
    put(kept, "test_numbers", jdbc.queryForObject(KEPT_TEST_NUMBERS, Long.class, msisdn.digits()));
    return kept;
  }

  private static void put(Map<String, Long> kept, String what, @Nullable Long count) {
    if (count != null && count > 0) {
      kept.put(what, count);
    }
  }
}
