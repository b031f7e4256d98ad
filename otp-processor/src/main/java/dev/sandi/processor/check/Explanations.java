package dev.sandi.processor.check;

import dev.sandi.processor.check.ExplainController.Finding;
import dev.sandi.value.SessionId;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What is on record of checks and sessions. */
@Repository
class Explanations {

  /** Which checks passed is known for as long as requests are looked back at; findings are kept. */
  private static final String ASKED =
      """
      select coalesce((
        select r.asked from recent_requests r
        where r.session_id = s.session_id and r.requested_at = s.requested_at
          and r.prefix = coalesce(nullif(left(s.msisdn, -4), ''), '0')::bigint
            + case when s.sandbox then %d else 0 end), 0) as asked
      from sessions s where s.session_id = ?
      """
          .formatted(Asked.SANDBOX / Asked.BELOW_PREFIX);

  private static final String FOUND =
      """
      select check_name, enforced, reason, evidence, decided_at
      from check_decisions where session_id = ?
      """;

  private final JdbcTemplate jdbc;
  private final JsonMapper json;

  Explanations(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** In the order of the checks; empty if there is no such session. */
  Optional<List<Finding>> of(SessionId session) {
    List<Integer> asked = jdbc.query(ASKED, (row, n) -> row.getInt("asked"), session.value());
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Finding> found = new TreeMap<>();
    jdbc.query(
        FOUND,
        row -> {
          found.put(
              row.getString("check_name"),
              new Finding(
                  row.getString("check_name"),
                  row.getBoolean("enforced") ? "refused" : "recorded",
                  row.getString("reason"),
                  json.readTree(row.getString("evidence")),
                  row.getObject("decided_at", OffsetDateTime.class).toInstant()));
        },
        session.value());
    List<Finding> all = new ArrayList<>();
    for (CheckName check : CheckName.values()) {
      Finding finding = found.remove(check.text());
      if (finding != null) {
        all.add(finding);
      } else if ((asked.get(0) & check.bit()) != 0) {
        all.add(new Finding(check.text(), "passed", null, null, null));
      }
    }
    all.addAll(found.values());
    return Optional.of(all);
  }
}
