package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How long stages took, and what became of callbacks, by app and {@link #BUCKET}. */
@Repository
class StageTimes extends BucketCounts {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Map<Integer, Long>>> TIMES =
      new TypeReference<>() {};
  private static final TypeReference<Map<String, Long>> CALLBACKS = new TypeReference<>() {};

  private static final String COUNT =
      """
      insert into stage_times as s (app_id, bucket, times, callbacks)
      select app_id, ?, times, callbacks from count_stage_times(?, ?) order by app_id
      on conflict (app_id, bucket) do update
      set times = excluded.times, callbacks = excluded.callbacks
      where s.times <> excluded.times or s.callbacks <> excluded.callbacks
      """;

  private static final String READ =
      """
      select times, callbacks from stage_times where app_id = ? and bucket >= ?
      union all
      select jsonb_build_object('%s', times), '{}' from accept_times where app_id = ? and bucket >= ?
      """
          .formatted(Stage.ACCEPTED);

  StageTimes(QuickDatabase database, JdbcTemplate jdbc) {
    super("timed_buckets", database, jdbc);
  }

  /**
   * Of an app, for as long as was asked.
   *
   * @param byStage those stages that any session has gone through
   * @param callbacks by state
   */
  record Times(Map<String, Durations> byStage, Map<String, Long> callbacks) {}

  @Override
  void write(Instant bucket) {
    jdbc.update(
        COUNT,
        Columns.time(bucket),
        UuidV7.lowerBound(bucket),
        UuidV7.lowerBound(bucket.plus(BUCKET)));
  }

  Times of(AppId app, Instant from) {
    Times sum = new Times(new HashMap<>(), new HashMap<>());
    quick.query(
        READ,
        row -> {
          JSON.readValue(row.getString("times"), TIMES)
              .forEach(
                  (stage, counts) ->
                      sum.byStage().computeIfAbsent(stage, unused -> new Durations()).add(counts));
          JSON.readValue(row.getString("callbacks"), CALLBACKS)
              .forEach((state, count) -> sum.callbacks().merge(state, count, Long::sum));
        },
        app.value(),
        Columns.time(from),
        app.value(),
        Columns.time(from));
    return sum;
  }

  @Override
  void delete(Instant before) {
    jdbc.update("delete from stage_times where bucket < ?", Columns.time(before));
    jdbc.update("delete from accept_times where bucket < ?", Columns.time(before));
  }
}
