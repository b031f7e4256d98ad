package dev.sandi.processor.check;

import dev.sandi.processor.check.ShadowController.LetPass;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Sessions that a check had something against, and that passed since no check was enforced. */
@Repository
class ShadowFindings {

  static final int MOST = 10_000;

  /**
   * Only entries of {@code check_decisions_shadow} are read, of each check the newest {@value
   * #MOST} at most, and of each of those its session and its decisions, by the primary key. What
   * was tried in the sandbox let nothing pass: a value, since for its existence all sessions might
   * be read. The days before are left out by the id.
   */
  private static final String COUNT =
      """
      select c.name,
             count(*) filter (where f.passed and f.session_id >= ?) as today,
             count(*) filter (where f.passed) as day,
             count(f.session_id) > ? as more
      from unnest(?::text[]) with ordinality as c (name, place)
      left join lateral (
        select n.session_id, not exists (
            select from check_decisions e where e.session_id = n.session_id and e.enforced)
          and not coalesce((
            select s.sandbox from sessions s where s.session_id = n.session_id), false) as passed
        from (
          select d.session_id from check_decisions d
          where d.app_id = ? and d.check_name = c.name and not d.enforced and d.session_id >= ?
          order by d.session_id desc limit ?) n
      ) f on true
      group by c.name, c.place order by c.place
      """;

  private final JdbcTemplate jdbc;

  ShadowFindings(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** By the check, in the order of the checks. */
  List<LetPass> of(AppId app, Instant since, Instant midnight) {
    return jdbc.query(
        COUNT,
        (row, number) ->
            new LetPass(
                row.getString("name"),
                Math.min(row.getLong("today"), MOST),
                Math.min(row.getLong("day"), MOST),
                row.getBoolean("more")),
        UuidV7.lowerBound(midnight),
        MOST,
        Arrays.stream(CheckName.values()).map(CheckName::text).toArray(String[]::new),
        app.value(),
        UuidV7.lowerBound(since),
        MOST + 1);
  }
}
