package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is counted of each {@link #BUCKET}, again and again. */
abstract class BucketCounts {

  static final Duration BUCKET = Duration.ofMinutes(5);

  private static final String OPEN =
      """
      insert into %s (bucket)
      select generate_series(?::timestamptz, ?::timestamptz, ?::interval) on conflict do nothing
      """;

  /**
   * The newest that is due, or the one that has waited longest: counted never, or longer ago than
   * half the time since it ended, and than a least pause. The clock that ids are made by tells its
   * age, the database's how long ago it was counted.
   */
  private static final String TAKE =
      """
      select bucket from %s
      where bucket >= ? and bucket <= ? and (counted_at is null or counted_at < clock_timestamp()
        - greatest(make_interval(secs => ?), (?::timestamptz - bucket - ?::interval) / 2))
      order by case when ? then bucket end desc, counted_at nulls first, bucket desc
      limit 1 for update skip locked
      """;

  private static final String COUNTED =
      "update %s set counted_at = clock_timestamp() where bucket = ?";

  private final String table;
  final JdbcTemplate quick;
  final JdbcTemplate jdbc;

  /**
   * @param table which buckets there are, and when they were counted
   */
  BucketCounts(String table, QuickDatabase database, JdbcTemplate jdbc) {
    this.table = table;
    this.quick = database.jdbc();
    this.jdbc = jdbc;
  }

  /** Beginning of the five minutes that a moment is in. */
  static Instant bucketOf(Instant moment) {
    long seconds = BUCKET.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  /** Counts what began in it, of all apps. */
  abstract void write(Instant bucket);

  /** Deletes what began before. */
  abstract void delete(Instant before);

  /** Sees to it that all from one to another are counted. */
  void open(Instant first, Instant last) {
    jdbc.update(OPEN.formatted(table), Columns.time(first), Columns.time(last), interval());
  }

  /**
   * Takes one that is to be counted, until the transaction ends; empty if none is.
   *
   * @param newest the newest of them, or the one that was not counted for longest
   */
  Optional<Instant> take(Instant oldest, Instant now, Duration pause, boolean newest) {
    return jdbc
        .query(
            TAKE.formatted(table),
            (row, number) -> row.getObject("bucket", OffsetDateTime.class).toInstant(),
            Columns.time(oldest),
            Columns.time(now),
            pause.toMillis() / 1000.0,
            Columns.time(now),
            interval(),
            newest)
        .stream()
        .findFirst();
  }

  void count(Instant bucket) {
    write(bucket);
    jdbc.update(COUNTED.formatted(table), Columns.time(bucket));
  }

  /** When the newest was counted; null if none was. */
  @Nullable Instant countedAt() {
    OffsetDateTime time =
        quick.queryForObject(
            "select max(counted_at) from %s".formatted(table), OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  void forget(Instant before) {
    delete(before);
    jdbc.update("delete from %s where bucket < ?".formatted(table), Columns.time(before));
  }

  private static String interval() {
    return BUCKET.toSeconds() + " seconds";
  }
}
