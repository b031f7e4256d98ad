package dev.sandi.ingress.blocklist;

import dev.sandi.event.BlockChanged;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The blocklist in the database. Every statement that writes takes one lock for all writers, up to
 * its commit, before any row: what a transaction tells of blocks is told in the order of changes.
 */
@Repository
class Blocks {

  /** Of the records of a key the newest holds, whatever the order they come in. */
  private static final String PUT =
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
          and not (excluded.source <> 'admin' and b.source = 'admin' and b.blocked
                   and (b.expires_at is null or b.expires_at > excluded.expires_at))
      """;

  /** What an administrator has blocked longer than a check would is the newest word again. */
  private static final String REASSERT =
      """
      update blocks b set changed_at = n.changed + interval '1 microsecond'
      from (select key, max(changed) as changed, max(expires) as expires
            from unnest(?::text[], ?::timestamptz[], ?::timestamptz[]) as n (key, changed, expires)
            group by key) n
      where b.key = n.key and b.source = 'admin' and b.blocked and b.changed_at < n.changed
        and (b.expires_at is null or b.expires_at > n.expires)
      returning b.*
      """;

  private static final String KNOWN =
      """
      select n.i
      from unnest(?::text[], ?::timestamptz[]) with ordinality as n (key, changed, i)
      join blocks b on b.key = n.key and b.changed_at >= n.changed
      """;

  /** A later word than any that is known of the block, even if that came from a clock ahead. */
  private static final String LATER =
      "greatest(excluded.changed_at, b.changed_at + interval '1 microsecond')";

  private static final String BLOCK =
      """
      insert into blocks as b (key, digits, prefix, app_id, blocked, reason, source, expires_at,
                               changed_at)
      select key, digits, prefix, app, true, reason, 'admin', expires, ?
      from unnest(?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::timestamptz[])
           as n (key, digits, prefix, app, reason, expires)
      order by key
      on conflict (key) do update
        set blocked = true, reason = excluded.reason, source = excluded.source,
            expires_at = excluded.expires_at, changed_at = %s
        where not b.blocked or b.reason <> excluded.reason
          or b.expires_at is distinct from excluded.expires_at
      returning b.*, xmax = 0 as added
      """
          .formatted(LATER);

  private static final String COMPARE =
      """
      select n.i, b.blocked and b.reason = n.reason and b.expires_at is not distinct from n.expires
                  as same
      from unnest(?::text[], ?::text[], ?::timestamptz[]) with ordinality
           as n (key, reason, expires, i)
      join blocks b on b.key = n.key
      """;

  private static final String UNBLOCK =
      """
      update blocks b
      set blocked = false, source = 'admin',
          changed_at = greatest(?, b.changed_at + interval '1 microsecond')
      where key = ? and blocked
      returning b.*
      """;

  private static final String FORGET =
      """
      delete from blocks
      where key in (
        (select key from blocks where not blocked and changed_at < ? order by changed_at limit ?)
        union all
        (select key from blocks where expires_at < ? and changed_at < ? order by expires_at limit ?))
      """;

  private static final String ADMIN = "admin";

  private final JdbcTemplate jdbc;

  Blocks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes over what others told. Taking it over again, or in another order, changes nothing. */
  void put(List<BlockChanged> changes) {
    List<BlockChanged> news = withoutKnown(changes);
    if (news.isEmpty()) {
      return;
    }
    jdbc.update(
        PUT,
        Columns.text(news, BlockChanged::key),
        Columns.text(news, BlockChanged::digits),
        Columns.text(news, BlockChanged::prefix),
        Columns.text(news, BlockChanged::appId),
        Columns.text(news, BlockChanged::blocked),
        Columns.text(news, change -> NewBlock.reasonOf(change.reason())),
        Columns.text(news, change -> NewBlock.reasonOf(change.source())),
        Columns.text(news, BlockChanged::expiresAt),
        Columns.text(news, BlockChanged::changedAt));
  }

  /**
   * The blocks of administrators that blocks of checks did not replace, within the caller's
   * transaction: the topic keeps one record of a key, which must be theirs again.
   */
  List<BlockChanged> reassert(List<BlockChanged> changes) {
    List<BlockChanged> ofChecks = changes.stream().filter(c -> !c.source().equals(ADMIN)).toList();
    return ofChecks.isEmpty()
        ? List.of()
        : jdbc.query(
            REASSERT,
            (row, number) -> change(row),
            Columns.text(ofChecks, BlockChanged::key),
            Columns.text(ofChecks, BlockChanged::changedAt),
            Columns.text(ofChecks, BlockChanged::expiresAt));
  }

  /** All that is told here comes back by the topic, and should not take the writers' lock again. */
  private List<BlockChanged> withoutKnown(List<BlockChanged> changes) {
    Set<Integer> known = new HashSet<>();
    jdbc.query(
        KNOWN,
        row -> {
          known.add(row.getInt("i") - 1);
        },
        Columns.text(changes, BlockChanged::key),
        Columns.text(changes, BlockChanged::changedAt));
    List<BlockChanged> news = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      if (!known.contains(i)) {
        news.add(changes.get(i));
      }
    }
    return news;
  }

  /**
   * A block that was written.
   *
   * @param added whether there was none of its key, not even one that ended
   */
  record Written(BlockChanged change, boolean added) {}

  /**
   * Blocks, on an administrator's word, within the caller's transaction.
   *
   * @param all at most one of a key
   * @return what changed: not what was blocked in the same way before
   */
  List<Written> block(List<NewBlock> all, Instant now) {
    return jdbc.query(
        BLOCK,
        (row, number) -> new Written(change(row), row.getBoolean("added")),
        Columns.time(now),
        Columns.text(all, NewBlock::key),
        Columns.text(all, block -> block.key().digits()),
        Columns.text(all, block -> block.key().prefix()),
        Columns.text(all, block -> block.key().appId()),
        Columns.text(all, NewBlock::reason),
        Columns.text(all, NewBlock::expiresAt));
  }

  /** What {@link #block} would do to each: add it, change it, or nothing. */
  enum Effect {
    ADD,
    CHANGE,
    NOTHING
  }

  List<Effect> compare(List<NewBlock> all) {
    List<Effect> effects = new ArrayList<>(java.util.Collections.nCopies(all.size(), Effect.ADD));
    jdbc.query(
        COMPARE,
        row -> {
          effects.set(row.getInt("i") - 1, row.getBoolean("same") ? Effect.NOTHING : Effect.CHANGE);
        },
        Columns.text(all, NewBlock::key),
        Columns.text(all, NewBlock::reason),
        Columns.text(all, NewBlock::expiresAt));
    return effects;
  }

  /** Takes a block back, within the caller's transaction; empty if there is none. */
  Optional<BlockChanged> unblock(BlockKey key, Instant now) {
    return jdbc
        .query(UNBLOCK, (row, number) -> change(row), Columns.time(now), key.toString())
        .stream()
        .findFirst();
  }

  /**
   * Deletes blocks that were taken back, or ended, before {@code cutoff}.
   *
   * @param most how many of each kind
   * @return how many
   */
  int forget(Instant cutoff, int most) {
    OffsetDateTime time = Columns.time(cutoff);
    return jdbc.update(FORGET, time, most, time, time, most);
  }

  private static BlockChanged change(ResultSet row) throws SQLException {
    String app = row.getString("app_id");
    return new BlockChanged(
        row.getString("digits"),
        row.getBoolean("prefix"),
        app == null ? null : new AppId(app),
        row.getBoolean("blocked"),
        row.getString("reason"),
        row.getString("source"),
        time(row, "expires_at"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }

  static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
