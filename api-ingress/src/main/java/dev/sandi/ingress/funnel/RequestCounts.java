package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How many requests ended how, by app and {@link #BUCKET}. */
@Repository
class RequestCounts extends BucketCounts<Map<String, Map<String, Long>>> {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private static final int MOST_AT_ONCE = 10_000;

  private static final String COUNT = "select app_id, counts from count_requests(?, ?)";

  private static final String WRITE =
      """
      insert into request_counts as r (app_id, bucket, counts)
      select app_id, bucket, counts
      from counted cross join unnest(?::text[], ?::jsonb[]) as c (app_id, counts) order by app_id
      on conflict (app_id, bucket) do update set counts = excluded.counts
      where r.counts <> excluded.counts
      """;

  RequestCounts(QuickDatabase database, JdbcTemplate jdbc) {
    super("counted_buckets", database, jdbc);
  }

  /** Of five minutes. */
  record Bucket(Instant at, Map<String, Long> counts) {}

  @Override
  int mostAtOnce() {
    return MOST_AT_ONCE;
  }

  @Override
  Map<String, Map<String, Long>> nothing() {
    return new TreeMap<>();
  }

  @Override
  long add(Instant from, Instant to, Map<String, Map<String, Long>> sum) {
    LongAdder requests = new LongAdder();
    jdbc.query(
        COUNT,
        row -> {
          Map<String, Long> app =
              sum.computeIfAbsent(row.getString("app_id"), unused -> new TreeMap<>());
          JSON.readValue(row.getString("counts"), COUNTS)
              .forEach(
                  (ended, count) -> {
                    app.merge(ended, count, Long::sum);
                    requests.add(count);
                  });
        },
        UuidV7.lowerBound(from),
        UuidV7.lowerBound(to));
    return requests.sum();
  }

  @Override
  void write(String counted, List<Object> arguments, Map<String, Map<String, Long>> sum) {
    List<Map.Entry<String, Map<String, Long>>> rows = List.copyOf(sum.entrySet());
    List<Object> all = new ArrayList<>(arguments);
    all.add(Columns.text(rows, Map.Entry::getKey));
    all.add(Columns.text(rows, row -> JSON.writeValueAsString(row.getValue())));
    jdbc.update(counted + WRITE, all.toArray());
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
