package dev.sandi.dispatcher.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells for how long the oldest delivery has been due: of all, whatever keeps it from being
 * attempted, and of the endpoints that are called.
 */
final class WatchBacklog {

  /** Two looks into the index for each endpoint, however much waits for it. */
  private static final String OLDEST =
      """
      with recursive waiting (id) as (
        (select endpoint_id from deliveries where state = 'pending' and not in_hand order by endpoint_id limit 1)
        union all
        (select following.endpoint_id from waiting cross join lateral (
           select endpoint_id from deliveries
           where state = 'pending' and not in_hand and endpoint_id > waiting.id order by endpoint_id limit 1
         ) as following)
      )
      select min(due_at) as of_all, min(due_at) filter (where gate = 'open') as of_open
      from waiting
      join endpoints on endpoints.id = waiting.id
      cross join (values (false), (true)) as kind (bulk)
      cross join lateral (
        select coalesce(lease_until, next_attempt_at) as due_at from deliveries
        where endpoint_id = waiting.id and state = 'pending' and not in_hand
          and deliveries.bulk = kind.bulk
        order by coalesce(lease_until, next_attempt_at) limit 1
      ) as first
      """;

  private static final String METRIC = "sandi.dispatcher.oldest.due";

  private final JdbcTemplate jdbc;
  private final Lanes lanes;
  private final Clock clock;
  private volatile double ofAll;
  private volatile double ofOpen;

  WatchBacklog(JdbcTemplate jdbc, Lanes lanes, Clock clock) {
    this.jdbc = jdbc;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Adds the gauges, in seconds. */
  void tell(MeterRegistry metrics) {
    Gauge.builder(METRIC, this, watch -> watch.ofAll)
        .tag("endpoints", "all")
        .baseUnit("seconds")
        .register(metrics);
    Gauge.builder(METRIC, this, watch -> watch.ofOpen)
        .tag("endpoints", "open")
        .baseUnit("seconds")
        .register(metrics);
  }

  void look() {
    // What waits here for its pace has a lease, by which the table cannot tell that it is late.
    double inMemory = lanes.oldestDue().map(this::age).orElse(0.0);
    jdbc.query(
        OLDEST,
        row -> {
          ofAll = Math.max(inMemory, age(row.getObject("of_all", OffsetDateTime.class)));
          ofOpen = Math.max(inMemory, age(row.getObject("of_open", OffsetDateTime.class)));
        });
  }

  private double age(@Nullable OffsetDateTime dueAt) {
    return dueAt == null ? 0 : age(dueAt.toInstant());
  }

  private double age(Instant dueAt) {
    return Math.max(0, Duration.between(dueAt, clock.instant()).toMillis() / 1000.0);
  }
}
