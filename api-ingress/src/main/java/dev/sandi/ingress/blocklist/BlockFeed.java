package dev.sandi.ingress.blocklist;

import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads blocks into memory: all of them once, then what changed. By a cursor, so that of millions
 * of rows a few thousand are held at a time.
 */
final class BlockFeed {

  private static final int FETCH = 10_000;
  private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000;

  private static final String NEWEST = "select coalesce(max(revision), 0) from blocks";

  private static final String ALL =
      """
      select digits, prefix, app_id, blocked, expires_at, revision from blocks
      where blocked and (expires_at is null or expires_at > ?)
      """;

  private static final String CHANGED =
      """
      select digits, prefix, app_id, blocked, expires_at, revision from blocks where revision > ?
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations reading;

  /**
   * @param jdbc of its own: the fetch size is set
   * @param reading transactions, without which the driver would fetch all rows at once
   */
  BlockFeed(JdbcTemplate jdbc, TransactionOperations reading) {
    this.jdbc = jdbc;
    this.reading = reading;
    jdbc.setFetchSize(FETCH);
  }

  @FunctionalInterface
  interface Reader {
    /**
     * Takes one block.
     *
     * @param appId null for all apps
     * @param until in microseconds of the epoch, {@link BlockScope#NEVER} if it does not end
     */
    void row(String digits, boolean prefix, @Nullable String appId, boolean blocked, long until);
  }

  /**
   * Reads all blocks that hold.
   *
   * @return the revision to go on from; what changes meanwhile is read again
   */
  long all(Instant now, Reader reader) {
    long[] newest = {0};
    reading.executeWithoutResult(
        status -> {
          jdbc.query(
              NEWEST,
              row -> {
                newest[0] = row.getLong(1);
              });
          jdbc.query(
              ALL,
              row -> {
                read(row, reader);
              },
              Columns.time(now));
        });
    return newest[0];
  }

  /**
   * Reads what changed, blocks that were taken back among it.
   *
   * @return the revision to go on from
   */
  long changedSince(long revision, Reader reader) {
    long[] newest = {revision};
    reading.executeWithoutResult(
        status ->
            jdbc.query(
                CHANGED,
                row -> {
                  read(row, reader);
                  newest[0] = Math.max(newest[0], row.getLong("revision"));
                },
                revision));
    return newest[0];
  }

  private static void read(ResultSet row, Reader reader) throws SQLException {
    OffsetDateTime until = row.getObject("expires_at", OffsetDateTime.class);
    reader.row(
        row.getString("digits"),
        row.getBoolean("prefix"),
        row.getString("app_id"),
        row.getBoolean("blocked"),
        until == null ? BlockScope.NEVER : micros(until.toInstant()));
  }

  /** What is too far off for a {@code long} of microseconds is never. */
  static long micros(Instant time) {
    return time.getEpochSecond() >= LAST_SECOND
        ? BlockScope.NEVER
        : time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }
}
