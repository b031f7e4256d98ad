package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How long stages took, and what became of callbacks, by app and {@link #BUCKET}. */
@Repository
class StageTimes extends BucketCounts<Map<String, StageTimes.Stored>> {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Map<Integer, Long>>> TIMES =
      new TypeReference<>() {};
  private static final TypeReference<Map<String, Long>> CALLBACKS = new TypeReference<>() {};

  /** Cheap per session, and all that a core does for some ten milliseconds. */
  private static final int MOST_AT_ONCE = 400;

  private static final String COUNT =
      "select app_id, times, callbacks, requests from count_stage_times(?, ?)";

  private static final String WRITE =
      """
      insert into stage_times as s (app_id, bucket, times, callbacks)
      select app_id, bucket, times, callbacks
      from counted
      cross join unnest(?::text[], ?::jsonb[], ?::jsonb[]) as c (app_id, times, callbacks)
      order by app_id
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

  /** Of an app, as it is stored. */
  record Stored(Map<String, Map<Integer, Long>> times, Map<String, Long> callbacks) {

    Stored() {
      this(new TreeMap<>(), new TreeMap<>());
    }

    void add(Map<String, Map<Integer, Long>> moreTimes, Map<String, Long> moreCallbacks) {
      moreTimes.forEach(
          (stage, counts) -> {
            Map<Integer, Long> sum = times.computeIfAbsent(stage, unused -> new TreeMap<>());
            counts.forEach((step, count) -> sum.merge(step, count, Long::sum));
          });
      moreCallbacks.forEach((state, count) -> callbacks.merge(state, count, Long::sum));
    }
  }

  @Override
  int mostAtOnce() {
    return MOST_AT_ONCE;
  }

  @Override
  Map<String, Stored> nothing() {
    return new TreeMap<>();
  }

  @Override
  long add(Instant from, Instant to, Map<String, Stored> sum) {
    LongAdder requests = new LongAdder();
    jdbc.query(
        COUNT,
        row -> {
          requests.add(row.getLong("requests"));
          Map<String, Map<Integer, Long>> times = JSON.readValue(row.getString("times"), TIMES);
          Map<String, Long> callbacks = JSON.readValue(row.getString("callbacks"), CALLBACKS);
          if (!times.isEmpty() || !callbacks.isEmpty()) {
            sum.computeIfAbsent(row.getString("app_id"), unused -> new Stored())
                .add(times, callbacks);
          }
        },
        UuidV7.lowerBound(from),
        UuidV7.lowerBound(to));
    return requests.sum();
  }

  @Override
  void write(String counted, List<Object> arguments, Map<String, Stored> sum) {
    List<Map.Entry<String, Stored>> rows = List.copyOf(sum.entrySet());
    List<Object> all = new ArrayList<>(arguments);
    all.add(Columns.text(rows, Map.Entry::getKey));
    all.add(Columns.text(rows, row -> JSON.writeValueAsString(row.getValue().times())));
    all.add(Columns.text(rows, row -> JSON.writeValueAsString(row.getValue().callbacks())));
    jdbc.update(counted + WRITE, all.toArray());
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
