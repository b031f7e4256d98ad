package dev.sandi.ingress.app;

import dev.sandi.storage.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The keys of apps. */
@Repository
class ApiKeys {

  /** In the order of ids, so that two copies cannot wait for each other. */
  private static final String USED =
      """
      with used as (
        select k.id, u.at
        from unnest(?::uuid[], ?::timestamptz[]) as u (id, at)
        join api_keys k on k.id = u.id
        where k.last_used_at is null or k.last_used_at < u.at
        order by k.id
        for update of k
      )
      update api_keys set last_used_at = greatest(last_used_at, used.at)
      from used where api_keys.id = used.id
      """;

  private final JdbcTemplate jdbc;

  ApiKeys(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes uses; one that is older than what is noted has no effect. */
  void used(Map<UUID, Instant> uses) {
    List<Map.Entry<UUID, Instant>> rows = List.copyOf(uses.entrySet());
    jdbc.update(
        USED, Columns.text(rows, Map.Entry::getKey), Columns.text(rows, Map.Entry::getValue));
  }
}
