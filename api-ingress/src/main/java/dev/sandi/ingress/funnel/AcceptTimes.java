package dev.sandi.ingress.funnel;

import dev.sandi.ingress.problem.Arrival;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long requests took from their arrival until they were accepted. In the memory of this copy,
 * and now and then in a row of its own, as a whole: writing it again changes nothing. A copy that
 * dies takes what it has not written with it, of which a percentile is not the worse.
 */
@Repository
public class AcceptTimes {

  /** Ten minutes, far more than a client waits. */
  private static final int STEPS = 150;

  /** Requests are told of after they have begun. */
  private static final Duration OPEN = BucketCounts.BUCKET.multipliedBy(2);

  private static final String WRITE =
      """
      insert into accept_times (app_id, bucket, copy, times)
      select app_id, bucket, ?, times
      from unnest(?::text[], ?::timestamptz[], ?::jsonb[]) as t (app_id, bucket, times)
      order by app_id, bucket
      on conflict (app_id, bucket, copy) do update set times = excluded.times
      """;

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Key, Counted> counted = new ConcurrentHashMap<>();
  private final UUID copy = UUID.randomUUID();
  private final JdbcTemplate jdbc;

  AcceptTimes(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Key(AppId app, Instant bucket) {}

  private record Counted(AtomicIntegerArray steps, AtomicBoolean written) {

    Map<Integer, Integer> all() {
      Map<Integer, Integer> counts = new TreeMap<>();
      for (int step = 0; step < STEPS; step++) {
        int count = steps.get(step);
        if (count > 0) {
          counts.put(step, count);
        }
      }
      return counts;
    }
  }

  private record Row(Key key, Counted of, String times) {}

  /** Notes a request that is accepted now. */
  public void note(AppId app, Arrival arrival) {
    int step = Math.min(Durations.step(System.nanoTime() - arrival.nanos()), STEPS - 1);
    Counted of =
        counted.computeIfAbsent(
            new Key(app, BucketCounts.bucketOf(arrival.at())),
            unused -> new Counted(new AtomicIntegerArray(STEPS), new AtomicBoolean()));
    of.steps().incrementAndGet(step);
    of.written().set(false);
  }

  /** Writes what has changed since the last time, and lets go of what is over. */
  void write(Instant now) {
    List<Row> changed = new ArrayList<>();
    counted.forEach(
        (key, of) -> {
          if (!of.written().getAndSet(true)) {
            changed.add(new Row(key, of, JSON.writeValueAsString(of.all())));
          }
        });
    try {
      if (!changed.isEmpty()) {
        jdbc.update(
            WRITE,
            copy,
            Columns.text(changed, row -> row.key().app()),
            Columns.text(changed, row -> row.key().bucket()),
            Columns.text(changed, Row::times));
      }
    } catch (RuntimeException e) {
      changed.forEach(row -> row.of().written().set(false));
      throw e;
    }
    Instant over = now.minus(OPEN);
    counted
        .entrySet()
        .removeIf(each -> each.getKey().bucket().isBefore(over) && each.getValue().written().get());
  }
}
