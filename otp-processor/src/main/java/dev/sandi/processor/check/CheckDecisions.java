package dev.sandi.processor.check;

import dev.sandi.storage.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What checks had against sessions, kept to explain it later. */
@Repository
class CheckDecisions {

  /** With one more answer: which blocks no check should make now, in the same round trip. */
  private static final String INSERT =
      """
      with added as (
        insert into check_decisions
          (session_id, app_id, check_name, enforced, reason, evidence, decided_at)
        select session, app, name, enforced, reason, evidence, ?
        from unnest(?::uuid[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::jsonb[])
             as d (session, app, name, enforced, reason, evidence)
        on conflict do nothing
      )
      select key from blocks
      where key = any (?) and case
        when blocked then expires_at is null or expires_at > ?
        else source = 'admin' and changed_at > ? end
      """;

  private final JdbcTemplate jdbc;
  private final JsonMapper json;

  CheckDecisions(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Keeps decisions.
   *
   * @param closings keys of blocks that checks would make
   * @param respected for how long an administrator's word holds who took such a block back
   * @return those of the keys that stand already, or were taken back by an administrator
   */
  Set<String> record(
      List<Decision> decisions, Collection<String> closings, Instant now, Duration respected) {
    if (decisions.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.queryForList(
            INSERT,
            String.class,
            Columns.time(now),
            Columns.text(decisions, Decision::session),
            Columns.text(decisions, Decision::app),
            Columns.text(decisions, Decision::check),
            Columns.text(decisions, Decision::enforced),
            Columns.text(decisions, d -> d.refusal().reason()),
            Columns.text(decisions, d -> json.writeValueAsString(d.refusal().evidence())),
            closings.toArray(String[]::new),
            Columns.time(now),
            Columns.time(now.minus(respected))));
  }
}
