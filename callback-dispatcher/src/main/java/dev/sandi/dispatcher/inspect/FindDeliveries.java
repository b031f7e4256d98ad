package dev.sandi.dispatcher.inspect;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.DeliveryFilter.Condition;
import dev.sandi.dispatcher.delivery.DeliveryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds the deliveries that a filter means, the newest event first, a page at a time. What a page
 * costs does not grow with the table: each way of looking reads a bounded number of rows, and none
 * is left to the planner's statistics, which are old whenever a backlog has just come.
 */
@Component
class FindDeliveries {

  /** Rows that are gone through for a page, if no index leads to what is meant. */
  private static final int MOST_LOOKED_AT = 20_000;

  /** Runs of the index of what has ended: one for each endpoint, state and type. */
  private static final int MOST_RUNS = 1_000;

  private static final String ENDPOINTS = "select id from endpoints where %s order by id limit ?";

  /** Of each endpoint only as much as is counted. */
  private static final String WAITING =
      """
      with waiting as materialized (
        select w.event_id, w.type from unnest(?::bigint[]) as e (id)
        cross join lateral (
          select event_id, type from deliveries
          where endpoint_id = e.id and state = 'pending' limit ?
        ) as w
        limit ?
      )
      """;

  private static final String BY_ENDPOINT =
      """
      select event_id from (
        select ended.event_id from unnest(?::bigint[]) as e (id)
        cross join unnest(?::text[]) as s (state)
        cross join unnest(?::text[]) as t (type)
        cross join lateral (
          select event_id from deliveries
          where endpoint_id = e.id and state = s.state and state <> 'pending' and type = t.type
            and event_id >= ? and event_id < ?
          order by event_id desc limit ?
        ) as ended
        union all
        select event_id from waiting
        where ? and type = any (?::text[]) and event_id >= ? and event_id < ?
      ) as found
      order by event_id desc limit ?
      """;

  private static final String COLUMNS = "event_id, session_id, endpoint_id, state, type";

  private static final String BY_SESSION =
      """
      with of_session as materialized (
        select %s from deliveries where session_id = ? and event_id >= ?
      )
      select event_id from of_session where %s and event_id < ? order by event_id desc limit ?
      """;

  /** Stops as soon as the page is full. */
  private static final String LOOK =
      """
      select event_id from (
        select %s from deliveries where event_id >= ? and event_id < ? %s
        order by event_id desc limit ?
      ) as looked_at
      where %s order by event_id desc limit ?
      """;

  private static final String LAST_LOOKED_AT =
      """
      select event_id from deliveries where event_id >= ? and event_id < ? %s
      order by event_id desc offset ? limit 1
      """;

  private final JdbcTemplate jdbc;
  private final int mostLookedAt;
  private final int mostRuns;

  @Autowired
  FindDeliveries(JdbcTemplate jdbc) {
    this(jdbc, MOST_LOOKED_AT, MOST_RUNS);
  }

  /** With other bounds. */
  FindDeliveries(JdbcTemplate jdbc, int mostLookedAt, int mostRuns) {
    this.jdbc = jdbc;
    this.mostLookedAt = mostLookedAt;
    this.mostRuns = mostRuns;
  }

  /**
   * A page.
   *
   * @param next before which the next page begins; null if there is none. It may be there though
   *     the page is not full, or empty: then older rows are still to be looked at
   */
  record Found(List<UUID> ids, @Nullable UUID next) {

    static Found of(List<UUID> ids, int limit) {
      return ids.size() <= limit
          ? new Found(ids, null)
          : new Found(ids.subList(0, limit), ids.get(limit - 1));
    }
  }

  /**
   * Finds a page.
   *
   * @param before only events with a smaller id; null for the newest
   */
  Found find(DeliveryFilter filter, @Nullable UUID before, int limit) {
    Range range = new Range(filter.firstId(), filter.end(before));
    if (filter.session() != null) {
      return Found.of(ofSession(filter, range, limit + 1), limit);
    }
    if (filter.app() == null && filter.host() == null) {
      return look(filter, range, limit);
    }
    List<Long> endpoints = endpoints(filter);
    int runs = Math.max(1, states(filter).size() * types(filter).size());
    if (endpoints.size() * runs > mostRuns) {
      return look(filter, range, limit);
    }
    return ofEndpoints(filter, endpoints.toArray(Long[]::new), range, limit);
  }

  private record Range(UUID first, UUID end) {}

  private List<UUID> ofSession(DeliveryFilter filter, Range range, int most) {
    Condition condition = filter.condition();
    List<Object> arguments = new ArrayList<>();
    arguments.add(Objects.requireNonNull(filter.session()).value());
    arguments.add(range.first());
    arguments.addAll(condition.arguments());
    arguments.add(range.end());
    arguments.add(most);
    return ids(BY_SESSION.formatted(COLUMNS, condition.sql()), arguments);
  }

  private List<Long> endpoints(DeliveryFilter filter) {
    Condition condition = filter.endpoints();
    List<Object> arguments = new ArrayList<>(condition.arguments());
    arguments.add(mostRuns + 1);
    return jdbc.queryForList(ENDPOINTS.formatted(condition.sql()), Long.class, arguments.toArray());
  }

  private Found ofEndpoints(DeliveryFilter filter, Long[] endpoints, Range range, int limit) {
    boolean waiting = filter.state() == null || filter.state() == DeliveryState.PENDING;
    if (waiting && count(endpoints) > mostLookedAt) {
      return look(filter, range, limit);
    }
    String[] types = types(filter).toArray(String[]::new);
    List<Object> arguments = new ArrayList<>();
    arguments.add(endpoints);
    arguments.add(mostLookedAt + 1);
    arguments.add(mostLookedAt + 1);
    arguments.add(endpoints);
    arguments.add(states(filter).toArray(String[]::new));
    arguments.add(types);
    arguments.add(range.first());
    arguments.add(range.end());
    arguments.add(limit + 1);
    arguments.add(waiting);
    arguments.add(types);
    arguments.add(range.first());
    arguments.add(range.end());
    arguments.add(limit + 1);
    return Found.of(ids(WAITING + BY_ENDPOINT, arguments), limit);
  }

  private int count(Long[] endpoints) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            WAITING + "select count(*) from waiting",
            Integer.class,
            endpoints,
            mostLookedAt + 1,
            mostLookedAt + 1));
  }

  /** States of what has ended; a filter for what waits has none of them. */
  private static List<String> states(DeliveryFilter filter) {
    return Stream.of(DeliveryState.DELIVERED, DeliveryState.EXHAUSTED)
        .filter(state -> filter.state() == null || filter.state() == state)
        .map(DeliveryState::slug)
        .toList();
  }

  private static List<String> types(DeliveryFilter filter) {
    return filter.type() == null ? DeliveryFilter.TYPES : List.of(filter.type());
  }

  /** Goes through the newest rows, whatever they are; of what is exhausted, through those alone. */
  private Found look(DeliveryFilter filter, Range range, int limit) {
    boolean exhausted = filter.state() == DeliveryState.EXHAUSTED;
    String state = exhausted ? "and state = 'exhausted'" : "";
    Condition condition = filter.condition();
    List<Object> arguments = new ArrayList<>();
    arguments.add(range.first());
    arguments.add(range.end());
    arguments.add(mostLookedAt);
    arguments.addAll(condition.arguments());
    arguments.add(limit + 1);
    List<UUID> ids = ids(LOOK.formatted(COLUMNS, state, condition.sql()), arguments);
    if (ids.size() > limit) {
      return Found.of(ids, limit);
    }
    List<UUID> last =
        ids(LAST_LOOKED_AT.formatted(state), List.of(range.first(), range.end(), mostLookedAt - 1));
    // What has come meanwhile moves the last one: nothing that was told is told again.
    return new Found(
        ids,
        Stream.concat(last.stream(), last.isEmpty() ? Stream.empty() : ids.stream())
            .min(UUID::compareTo)
            .orElse(null));
  }

  private List<UUID> ids(String sql, List<Object> arguments) {
    return jdbc.queryForList(sql, UUID.class, arguments.toArray());
  }
}
