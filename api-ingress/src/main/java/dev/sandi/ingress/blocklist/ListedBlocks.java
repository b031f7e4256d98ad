package dev.sandi.ingress.blocklist;

import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Blocks to look at, in the order of their digits. */
@Repository
class ListedBlocks {

  private static final String OF_ALL =
      """
      select * from blocks
      where (digits, key) > (?, ?) and digits >= ? and digits < ?
      order by digits, key limit ?
      """;

  /** The keys of one app lie together. */
  private static final String OF_APP =
      """
      select * from blocks where key > ? and key >= ? and key < ? order by key limit ?
      """;

  /** Follows the digits in the order of bytes. */
  private static final String BEYOND_DIGITS = ":";

  private final JdbcTemplate jdbc;

  ListedBlocks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Block> find(BlockKey key, Instant now) {
    return jdbc
        .query(
            "select * from blocks where key = ?", (row, number) -> block(row, now), key.toString())
        .stream()
        .findFirst();
  }

  /**
   * Reads on.
   *
   * @param app whose blocks; null for those of all scopes
   * @param digits what the blocks' digits begin with
   * @param after a key that was read last; empty to begin
   */
  List<Block> after(@Nullable AppId app, String digits, String after, int limit, Instant now) {
    if (app == null) {
      return jdbc.query(
          OF_ALL,
          (row, number) -> block(row, now),
          digitsOf(after),
          after,
          digits,
          digits + BEYOND_DIGITS,
          limit);
    }
    String from = app.value() + "/" + digits;
    return jdbc.query(
        OF_APP, (row, number) -> block(row, now), after, from, from + BEYOND_DIGITS, limit);
  }

  private static String digitsOf(String key) {
    String digits = key.substring(key.indexOf('/') + 1);
    return digits.endsWith("*") ? digits.substring(0, digits.length() - 1) : digits;
  }

  private static Block block(ResultSet row, Instant now) throws SQLException {
    Instant expires = Blocks.time(row, "expires_at");
    boolean ended = expires != null && !expires.isAfter(now);
    return new Block(
        row.getString("key"),
        row.getString("digits"),
        row.getBoolean("prefix"),
        row.getString("app_id"),
        row.getBoolean("blocked") ? (ended ? "expired" : Block.ACTIVE) : "removed",
        row.getString("reason"),
        row.getString("source"),
        expires,
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }
}
