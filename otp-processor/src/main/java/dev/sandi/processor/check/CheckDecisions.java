package dev.sandi.processor.check;

import dev.sandi.storage.Columns;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What checks had against sessions, kept to explain it later. */
@Repository
class CheckDecisions {

  private static final String INSERT =
      """
      insert into check_decisions (session_id, check_name, enforced, reason, evidence, decided_at)
      select session, name, enforced, reason, evidence, ?
      from unnest(?::uuid[], ?::text[], ?::boolean[], ?::text[], ?::jsonb[])
           as d (session, name, enforced, reason, evidence)
      on conflict do nothing
      """;

  private final JdbcTemplate jdbc;
  private final JsonMapper json;

  CheckDecisions(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void record(List<Decision> decisions, Instant now) {
    if (decisions.isEmpty()) {
      return;
    }
    jdbc.update(
        INSERT,
        Columns.time(now),
        Columns.text(decisions, Decision::session),
        Columns.text(decisions, Decision::check),
        Columns.text(decisions, Decision::enforced),
        Columns.text(decisions, d -> d.refusal().reason()),
        Columns.text(decisions, d -> json.writeValueAsString(d.refusal().evidence())));
  }
}
