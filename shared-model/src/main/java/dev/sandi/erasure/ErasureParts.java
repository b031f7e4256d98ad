package dev.sandi.erasure;

import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Parts of erasures, and how far each of their sessions is. */
final class ErasureParts {

  private static final JsonMapper JSON = new JsonMapper();

  /** One copy at a time works on a part. */
  private static final String TAKE_TURN =
      """
      select p.erasure_id, p.part, p.rows from erasure_parts p
      where p.done_at is null and (
        exists (select from erased_sessions e
                where e.erasure_id = p.erasure_id and e.part = p.part
                  and e.passes < 2 and e.due_at <= ?)
        or not exists (select from erased_sessions e
                       where e.erasure_id = p.erasure_id and e.part = p.part and e.passes < 2))
      order by p.noted_at limit 1 for update of p skip locked
      """;

  private static final String DUE =
      """
      select session_id from erased_sessions
      where erasure_id = ? and part = ? and passes < 2 and due_at <= ?
      order by session_id limit ?
      """;

  private static final String PASSED =
      """
      update erased_sessions set passes = passes + 1, due_at = ?
      where erasure_id = ? and part = ? and session_id = any (?::uuid[])
      """;

  private static final String PUT_OFF =
      """
      update erased_sessions set due_at = ?
      where erasure_id = ? and part = ? and session_id = any (?::uuid[])
      """;

  private static final String IS_LEFT =
      """
      select exists (select from erased_sessions where erasure_id = ? and part = ? and passes < 2)
      """;

  private final JdbcTemplate jdbc;

  ErasureParts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A part.
   *
   * @param rows by table, how many were deleted or changed so far
   */
  record Part(UUID erasure, int number, Map<String, Long> rows) {

    Part plus(Map<String, Long> more) {
      Map<String, Long> sum = new TreeMap<>(rows);
      more.forEach((table, count) -> sum.merge(table, count, Long::sum));
      sum.values().removeIf(count -> count == 0);
      return new Part(erasure, number, sum);
    }
  }

  /** Locks a part that there is something to do about. */
  Optional<Part> takeTurn(Instant now) {
    return jdbc.query(TAKE_TURN, ErasureParts::part, Columns.time(now)).stream().findFirst();
  }

  private static Part part(ResultSet row, int number) throws SQLException {
    return new Part(
        row.getObject("erasure_id", UUID.class),
        row.getInt("part"),
        JSON.readValue(row.getString("rows"), new TypeReference<Map<String, Long>>() {}));
  }

  List<UUID> due(Part part, Instant now, int most) {
    return jdbc.queryForList(
        DUE, UUID.class, part.erasure(), part.number(), Columns.time(now), most);
  }

  /** Notes that sessions were gone through, and when they are to be once more. */
  void passed(Part part, Collection<UUID> sessions, Instant again) {
    update(PASSED, part, sessions, again);
  }

  /** Notes that sessions are to be asked about again. */
  void putOff(Part part, Collection<UUID> sessions, Instant until) {
    update(PUT_OFF, part, sessions, until);
  }

  private void update(String sql, Part part, Collection<UUID> sessions, Instant time) {
    if (!sessions.isEmpty()) {
      jdbc.update(
          sql,
          Columns.time(time),
          part.erasure(),
          part.number(),
          Columns.uuids(List.copyOf(sessions), session -> session));
    }
  }

  boolean isLeft(Part part) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(IS_LEFT, Boolean.class, part.erasure(), part.number()));
  }

  void counted(Part part) {
    jdbc.update(
        "update erasure_parts set rows = ?::jsonb where erasure_id = ? and part = ?",
        JSON.writeValueAsString(part.rows()),
        part.erasure(),
        part.number());
  }

  void done(Part part, Instant now) {
    jdbc.update(
        "update erasure_parts set done_at = ? where erasure_id = ? and part = ?",
        Columns.time(now),
        part.erasure(),
        part.number());
  }
}
