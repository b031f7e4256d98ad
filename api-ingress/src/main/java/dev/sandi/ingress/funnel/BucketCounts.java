package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is counted of each {@link #BUCKET}, again and again.
 *
 * @param <S> what is added up of its slices
 */
abstract class BucketCounts<S> {

  static final Duration BUCKET = Duration.ofMinutes(5);

  /** Of whoever counts one, and says so again: a copy that has died does not. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final String OPEN =
      """
      insert into %s (bucket)
      select generate_series(?::timestamptz, ?::timestamptz, ?::interval) on conflict do nothing
      """;

  /**
   * The newest that is due and that nobody counts, or the one that has waited longest: counted
   * never, or longer ago than half the time since it ended, and than a least pause. The clock that
   * ids are made by tells its age, the database's how long ago it was counted.
   */
  private static final String TAKE =
      """
      update %1$s set taken_at = clock_timestamp()
      where bucket = (
        select bucket from %1$s
        where bucket >= ? and bucket <= ? and (counted_at is null or counted_at < clock_timestamp()
            - greatest(make_interval(secs => ?), (?::timestamptz - bucket - ?::interval) / 2))
          and (taken_at is null or taken_at < clock_timestamp() - make_interval(secs => ?))
        order by case when ? then bucket end desc, counted_at nulls first, bucket desc
        limit 1 for update skip locked)
      returning bucket, taken_at
      """;

  private static final String STILL_TAKEN =
      """
      update %s set taken_at = clock_timestamp() where bucket = ? and taken_at = ?
      returning taken_at
      """;

  /** As of the beginning of the counting, and unless another copy counts it by now. */
  private static final String DONE =
      """
      with counted as (
        update %s set counted_at = ?, taken_at = null where bucket = ? and taken_at = ?
        returning bucket)
      """;

  private static final String GIVE_BACK =
      "update %s set taken_at = null where bucket = ? and taken_at = ?";

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

  /**
   * A bucket that is this copy's to count.
   *
   * @param at its beginning
   * @param since when it was taken, by the database's clock
   * @param sign when this copy last said so
   */
  record Taken(Instant at, Instant since, Instant sign) {

    Instant end() {
      return at.plus(BUCKET);
    }
  }

  /** Beginning of the five minutes that a moment is in. */
  static Instant bucketOf(Instant moment) {
    long seconds = BUCKET.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  /** As many requests as are counted by one statement, roughly. */
  abstract int mostAtOnce();

  abstract S nothing();

  /**
   * Counts what began between two moments, of all apps.
   *
   * @return how many requests those were, roughly
   */
  abstract long add(Instant from, Instant to, S sum);

  /**
   * Writes what was counted of a bucket in place of what there was.
   *
   * @param counted SQL that says so, and gives {@code counted (bucket)}, which is empty if it is
   *     not this copy's any more
   * @param arguments of it
   */
  abstract void write(String counted, List<Object> arguments, S sum);

  /** Deletes what began before. */
  abstract void delete(Instant before);

  /** Sees to it that all from one to another are counted. */
  void open(Instant first, Instant last) {
    jdbc.update(OPEN.formatted(table), Columns.time(first), Columns.time(last), interval());
  }

  /**
   * Takes one that is to be counted, if one is.
   *
   * @param newest the newest of them, or the one that was not counted for longest
   */
  Optional<Taken> take(Instant oldest, Instant now, Duration pause, boolean newest) {
    return jdbc
        .query(
            TAKE.formatted(table),
            (row, number) -> {
              Instant taken = time(row, "taken_at");
              return new Taken(time(row, "bucket"), taken, taken);
            },
            Columns.time(oldest),
            Columns.time(now),
            pause.toMillis() / 1000.0,
            Columns.time(now),
            interval(),
            LEASE.toMillis() / 1000.0,
            newest)
        .stream()
        .findFirst();
  }

  /** Says that this copy goes on counting it; empty if another does. */
  Optional<Taken> stillTaken(Taken bucket) {
    return jdbc
        .query(
            STILL_TAKEN.formatted(table),
            (row, number) -> new Taken(bucket.at(), bucket.since(), time(row, "taken_at")),
            Columns.time(bucket.at()),
            Columns.time(bucket.sign()))
        .stream()
        .findFirst();
  }

  /** Writes what was counted, unless another copy counts it by now. */
  void done(Taken bucket, S sum) {
    write(
        DONE.formatted(table),
        List.of(
            Columns.time(bucket.since()), Columns.time(bucket.at()), Columns.time(bucket.sign())),
        sum);
  }

  /** Lets others count it, or this copy again. */
  void giveBack(Taken bucket) {
    jdbc.update(GIVE_BACK.formatted(table), Columns.time(bucket.at()), Columns.time(bucket.sign()));
  }

  /** As of when the newest is; null if none was counted. */
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

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String interval() {
    return BUCKET.toSeconds() + " seconds";
  }
}
