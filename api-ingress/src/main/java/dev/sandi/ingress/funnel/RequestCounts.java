package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How many requests ended how, by app and {@link #BUCKET}. */
@Repository
class RequestCounts {

  static final Duration BUCKET = Duration.ofMinutes(5);

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private static final String OPEN =
      """
      insert into counted_buckets (bucket)
      select generate_series(?::timestamptz, ?::timestamptz, ?::interval) on conflict do nothing
      """;

  /**
   * The newest that is due: counted never, or longer ago than half the time since it ended, and
   * than a least pause. The clock that ids are made by tells its age, the database's how long ago
   * it was counted.
   */
  private static final String TAKE =
      """
      select bucket from counted_buckets
      where bucket >= ? and bucket <= ? and (counted_at is null or counted_at < clock_timestamp()
        - greatest(make_interval(secs => ?), (?::timestamptz - bucket - ?::interval) / 2))
      order by bucket desc limit 1 for update skip locked
      """;

  private static final String COUNT =
      """
      insert into request_counts as r (app_id, bucket, counts)
      select app_id, ?, counts from count_requests(?, ?) order by app_id
      on conflict (app_id, bucket) do update set counts = excluded.counts
      where r.counts <> excluded.counts
      """;

  private static final String COUNTED =
      "update counted_buckets set counted_at = clock_timestamp() where bucket = ?";

  private final JdbcTemplate quick;
  private final JdbcTemplate jdbc;

  RequestCounts(QuickDatabase database, JdbcTemplate jdbc) {
    this.quick = database.jdbc();
    this.jdbc = jdbc;
  }

  /** Of five minutes. */
  record Bucket(Instant at, Map<String, Long> counts) {}

  /** Sees to it that all from one to another are counted. */
  void open(Instant first, Instant last) {
    jdbc.update(OPEN, Columns.time(first), Columns.time(last), interval());
  }

  /** Takes one that is to be counted, until the transaction ends; empty if none is. */
  Optional<Instant> take(Instant oldest, Instant now, Duration pause) {
    return jdbc
        .query(
            TAKE,
            (row, number) -> row.getObject("bucket", OffsetDateTime.class).toInstant(),
            Columns.time(oldest),
            Columns.time(now),
            pause.toMillis() / 1000.0,
            Columns.time(now),
            interval())
        .stream()
        .findFirst();
  }

  /** Counts all apps' requests that began in it. */
  void count(Instant bucket) {
    jdbc.update(
        COUNT,
        Columns.time(bucket),
        UuidV7.lowerBound(bucket),
        UuidV7.lowerBound(bucket.plus(BUCKET)));
    jdbc.update(COUNTED, Columns.time(bucket));
  }

  /** What was counted of an app, in order; five minutes without requests are left out. */
  List<Bucket> of(AppId app, Instant from) {
    return quick.query(
        "select bucket, counts from request_counts where app_id = ? and bucket >= ? order by bucket",
        (row, number) ->
            new Bucket(
                row.getObject("bucket", OffsetDateTime.class).toInstant(),
                JSON.readValue(row.getString("counts"), COUNTS)),
        app.value(),
        Columns.time(from));
  }

  /** When the newest was counted; null if none was. */
  @Nullable Instant countedAt() {
    OffsetDateTime time =
        quick.queryForObject("select max(counted_at) from counted_buckets", OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  void forget(Instant before) {
    jdbc.update("delete from request_counts where bucket < ?", Columns.time(before));
    jdbc.update("delete from counted_buckets where bucket < ?", Columns.time(before));
  }

  private static String interval() {
    return BUCKET.toSeconds() + " seconds";
  }
}
