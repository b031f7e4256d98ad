package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How many requests ended how, by app and {@link #BUCKET}. */
@Repository
class RequestCounts extends BucketCounts {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private static final String COUNT =
      """
      insert into request_counts as r (app_id, bucket, counts)
      select app_id, ?, counts from count_requests(?, ?) order by app_id
      on conflict (app_id, bucket) do update set counts = excluded.counts
      where r.counts <> excluded.counts
      """;

  RequestCounts(QuickDatabase database, JdbcTemplate jdbc) {
    super("counted_buckets", database, jdbc);
  }

  /** Of five minutes. */
  record Bucket(Instant at, Map<String, Long> counts) {}

  @Override
  void write(Instant bucket) {
    jdbc.update(
        COUNT,
        Columns.time(bucket),
        UuidV7.lowerBound(bucket),
        UuidV7.lowerBound(bucket.plus(BUCKET)));
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

  @Override
  void delete(Instant before) {
    jdbc.update("delete from request_counts where bucket < ?", Columns.time(before));
  }
}
