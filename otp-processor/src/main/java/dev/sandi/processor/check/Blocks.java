package dev.sandi.processor.check;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.OtpRequested;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The blocklist, as {@code blocklist.v1} tells it. */
@Repository
public class Blocks {

  private static final String UPSERT =
      """
      insert into blocks as b (key, digits, prefix, app_id, blocked, reason, source, expires_at,
                               changed_at)
      select distinct on (key) key, digits, prefix, app, blocked, reason, source, expires, changed
      from unnest(?::text[], ?::text[], ?::boolean[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                  ?::timestamptz[], ?::timestamptz[])
           as n (key, digits, prefix, app, blocked, reason, source, expires, changed)
      order by key, changed desc
      on conflict (key) do update
        set blocked = excluded.blocked, reason = excluded.reason, source = excluded.source,
            expires_at = excluded.expires_at, changed_at = excluded.changed_at
        where b.changed_at < excluded.changed_at
          -- A check closes for a while; it never shortens what an administrator has blocked.
          and not (excluded.source <> 'admin' and b.source = 'admin' and b.blocked
                   and (b.expires_at is null or b.expires_at > excluded.expires_at))
      """;

  private static final String MATCH =
      """
      select id, digits, prefix, app_id, reason, source
      from match_blocks(?::uuid[], ?::text[], ?::text[], ?)
      """;

  private final JdbcTemplate jdbc;

  Blocks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The block that stands against a request: the one with the most digits. */
  record Block(String digits, boolean prefix, boolean ofApp, String reason, String source) {}

  Map<SessionId, Block> match(List<OtpRequested> requests, Instant now) {
    Map<SessionId, Block> blocked = new LinkedHashMap<>();
    jdbc.query(
        MATCH,
        row -> {
          blocked.put(
              new SessionId(row.getObject("id", UUID.class)),
              new Block(
                  row.getString("digits"),
                  row.getBoolean("prefix"),
                  row.getString("app_id") != null,
                  row.getString("reason"),
                  row.getString("source")));
        },
        Columns.text(requests, OtpRequested::sessionId),
        Columns.text(requests, OtpRequested::appId),
        Columns.text(requests, r -> r.msisdn().digits()),
        Columns.time(now));
    return blocked;
  }

  /** Takes over changes; of records of one key, the newest holds. */
  public void put(List<BlockChanged> changes) {
    jdbc.update(
        UPSERT,
        Columns.text(changes, BlockChanged::key),
        Columns.text(changes, BlockChanged::digits),
        Columns.text(changes, BlockChanged::prefix),
        Columns.text(changes, BlockChanged::appId),
        Columns.text(changes, BlockChanged::blocked),
        Columns.text(changes, BlockChanged::reason),
        Columns.text(changes, BlockChanged::source),
        Columns.text(changes, BlockChanged::expiresAt),
        Columns.text(changes, BlockChanged::changedAt));
  }
}
