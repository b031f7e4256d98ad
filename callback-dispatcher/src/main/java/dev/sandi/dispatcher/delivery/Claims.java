package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/** Which deliveries are due, in Postgres, and who has them until when. */
final class Claims {

  /** In one claim, so that it takes milliseconds however many there are. */
  private static final int MOST_ENDPOINTS = 100;

  /**
   * Steps from endpoint to endpoint by the index (a loose scan), a bounded number of them, and
   * takes the oldest of each, all within some days: each step looks into the index of each of them.
   * Nothing of an endpoint that is shut, or has no room, is even looked at. A row that another copy
   * took in the meantime is either skipped, or looked at again and found leased. Steps are taken as
   * they are needed: those after the last row would be for nothing, and step over what is dead. So
   * would what begins before anything is due: what was claimed stays in the index for as long as
   * anybody holds an old snapshot.
   *
   * <p>Of an endpoint whose breaker is open one is taken as a probe when it is time. Whoever moves
   * that time has the probe, so there is one on all copies; should it never be heard of again, the
   * next follows when its lease has run out. A probe is the first of its session; what else is
   * claimed is looked at afterwards ({@link Sessions}), since it seldom waits for another.
   */
  private static final String CLAIM =
      """
      with recursive waiting (id, n) as (
        (select endpoint_id, 1 from deliveries
         where state = 'pending' and not in_hand and endpoint_id > ?
           and event_id >= ? and event_id < ?
           and coalesce(lease_until, next_attempt_at) >= ?
         order by endpoint_id limit 1)
        union all
        (select following.endpoint_id, n + 1 from waiting cross join lateral (
           select endpoint_id from deliveries
           where state = 'pending' and not in_hand and endpoint_id > waiting.id
             and event_id >= ? and event_id < ?
             and coalesce(lease_until, next_attempt_at) >= ?
           order by endpoint_id limit 1
         ) as following
         where n < ?)
      ),
      due as (
        select taken.event_id, taken.leased, endpoints.id as endpoint_id, endpoints.gate = 'broken' as probe
        from waiting
        join endpoints on endpoints.id = waiting.id
         and (endpoints.gate = 'open' or endpoints.gate = 'broken' and endpoints.gate_until <= ?)
        left join unnest(?::bigint[], ?::int[]) as held (id, room) on held.id = waiting.id
        cross join lateral (
          select event_id, lease_until is not null as leased from deliveries d
          where endpoint_id = waiting.id and state = 'pending' and not in_hand and bulk = ?
            and event_id >= ? and event_id < ?
            and coalesce(lease_until, next_attempt_at) between ? and ?
            and (endpoints.gate = 'open' or not d.ordered or not exists (
              select from deliveries earlier
              where earlier.session_id = d.session_id and earlier.state = 'pending'
                and earlier.waited and earlier.seq < d.seq))
          order by coalesce(lease_until, next_attempt_at)
          limit case when endpoints.gate = 'open' then coalesce(held.room, ?)
                     else least(coalesce(held.room, 1), 1) end
          for update of d skip locked
        ) as taken
        limit ?
      ),
      probed as (
        update endpoints set gate_until = ?
        where id = any (array(select endpoint_id from due where probe))
          and gate = 'broken' and gate_until <= ?
        returning id
      ),
      claimed as (
        update deliveries set lease_until = ?, claim_id = ?, waited = ordered
        where event_id >= ? and event_id < ?
          and event_id = any (array(
                select event_id from due
                where not probe or endpoint_id in (select id from probed)))
        returning event_id, endpoint_id, app_id, session_id, type, url, body, traceparent, attempts,
                  created_at, next_attempt_at, seq, ordered, replayed_at, attempts_before, bulk
      )
      select walked.last, walked.is_end, claimed.*, due.leased as taken_over, due.probe
      from (
        select case when is_full then (select max(endpoint_id) from due)
                    else (select max(id) from waiting) end as last,
               not is_full and (select count(*) from waiting) < ? as is_end
        from (select count(*) = ? as is_full from due) as filled
      ) as walked
      left join claimed on true
      left join due on due.event_id = claimed.event_id
      """;

  /** What a copy had from the beginning, and did not end within its lease, can be claimed. */
  private static final String TAKE_OVER =
      """
      update deliveries set in_hand = false
      where state = 'pending' and in_hand and lease_until > ? and lease_until <= ?
      """;

  /** The events of sessions that have waited: of a session, there are few. */
  private static final String WAITING =
      """
      select session_id, event_id, next_attempt_at
      from deliveries
      where session_id = any (?::uuid[]) and state = 'pending' and waited and event_id >= ?::uuid
      order by session_id, seq
      """;

  private final JdbcTemplate jdbc;
  private final DueDays dueDays;

  /**
   * @param betweenLooksAtAll how long it may take until what is due since before anything else is
   *     found; zero for not at all, at the price of stepping over what is dead
   */
  Claims(JdbcTemplate jdbc, Duration betweenLooksAtAll) {
    this.jdbc = jdbc;
    this.dueDays = new DueDays(jdbc, betweenLooksAtAll);
  }

  /**
   * What one claim came to.
   *
   * @param claimed in the order in which they came
   * @param last the last endpoint that was looked at, 0 if there was none
   * @param isEnd whether no other endpoint follows for which anything waits: false if that was not
   *     looked at
   */
  record Round(List<Delivery> claimed, long last, boolean isEnd) {}

  /**
   * Claims what is due: retries, what did not fit into any memory, and leases that ran out. Nothing
   * that is replayed in bulk.
   *
   * @param after only endpoints with a greater id
   * @param most how many at most
   * @param room how many of each endpoint at most, if it is named
   * @param mostOfEndpoint how many of any other endpoint at most
   */
  Round claim(long after, int most, Room room, int mostOfEndpoint, Instant now, Claim claim) {
    return claim(false, after, most, room, mostOfEndpoint, now, claim);
  }

  /** The same of what is replayed in bulk. */
  Round claimBulk(long after, int most, Room room, int mostOfEndpoint, Instant now, Claim claim) {
    return claim(true, after, most, room, mostOfEndpoint, now, claim);
  }

  private Round claim(
      boolean bulk, long after, int most, Room room, int mostOfEndpoint, Instant now, Claim claim) {
    return dueDays
        .of(bulk, now)
        .map(due -> claim(bulk, due, after, most, room, mostOfEndpoint, now, claim))
        .orElse(new Round(List.of(), 0, true));
  }

  private Round claim(
      boolean bulk,
      DueDays.Due due,
      long after,
      int most,
      Room room,
      int mostOfEndpoint,
      Instant now,
      Claim claim) {
    List<Map.Entry<Long, Integer>> lanes = List.copyOf(room.ofLanes().entrySet());
    return Objects.requireNonNull(
        jdbc.query(
            CLAIM,
            (ResultSetExtractor<Round>) rows -> round(rows, claim),
            after,
            due.begins(),
            due.ends(),
            Columns.time(due.since()),
            due.begins(),
            due.ends(),
            Columns.time(due.since()),
            MOST_ENDPOINTS,
            Columns.time(now),
            Columns.text(lanes, Map.Entry::getKey),
            Columns.text(lanes, Map.Entry::getValue),
            bulk,
            due.begins(),
            due.ends(),
            Columns.time(due.since()),
            Columns.time(now),
            mostOfEndpoint,
            most,
            Columns.time(claim.until()),
            Columns.time(now),
            Columns.time(claim.until()),
            claim.id(),
            due.begins(),
            due.ends(),
            MOST_ENDPOINTS,
            most));
  }

  private static Round round(ResultSet rows, Claim claim) throws SQLException {
    List<Claimed> claimed = new ArrayList<>();
    long last = 0;
    boolean isEnd = true;
    while (rows.next()) {
      last = rows.getLong("last");
      isEnd = rows.getBoolean("is_end");
      if (rows.getObject("event_id") != null) {
        claimed.add(new Claimed(rows.getLong("seq"), delivery(rows, claim)));
      }
    }
    claimed.sort(Comparator.comparingLong(Claimed::seq));
    return new Round(claimed.stream().map(Claimed::delivery).toList(), last, isEnd);
  }

  /**
   * Has what copies held that died claimed as everything else.
   *
   * @param since leases that ran out before were looked at
   */
  void takeOver(Instant since, Instant now) {
    jdbc.update(TAKE_OVER, Columns.time(since), Columns.time(now));
  }

  private record Claimed(long seq, Delivery delivery) {}

  /**
   * Which of those that were claimed together are held back by an earlier event of their session
   * that has waited and is not among them, and since when or until when that one waits.
   */
  Map<UUID, Instant> heldBack(Collection<Delivery> claimed) {
    Set<UUID> together = claimed.stream().map(Delivery::eventId).collect(Collectors.toSet());
    Map<UUID, Instant> firstOfOthers = new HashMap<>();
    Map<UUID, Instant> heldBack = new HashMap<>();
    jdbc.query(
        WAITING,
        row -> {
          UUID session = row.getObject("session_id", UUID.class);
          UUID event = row.getObject("event_id", UUID.class);
          Instant earlier = firstOfOthers.get(session);
          if (!together.contains(event)) {
            firstOfOthers.putIfAbsent(
                session, row.getObject("next_attempt_at", OffsetDateTime.class).toInstant());
          } else if (earlier != null) {
            heldBack.put(event, earlier);
          }
        },
        Columns.text(List.copyOf(claimed), Delivery::sessionId),
        Deliveries.since(claimed.stream().map(Delivery::sessionId)));
    return heldBack;
  }

  private static Delivery delivery(ResultSet row, Claim claim) throws SQLException {
    return new Delivery(
        row.getObject("event_id", UUID.class),
        row.getLong("endpoint_id"),
        new AppId(row.getString("app_id")),
        new SessionId(row.getObject("session_id", UUID.class)),
        row.getString("type"),
        new CallbackUrl(row.getString("url")),
        Body.of(row.getBytes("body")),
        row.getString("traceparent"),
        row.getInt("attempts"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("next_attempt_at", OffsetDateTime.class).toInstant(),
        claim,
        false,
        row.getBoolean("taken_over"),
        row.getBoolean("probe"),
        row.getBoolean("ordered"),
        replayed(row));
  }

  private static @Nullable Replayed replayed(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("replayed_at", OffsetDateTime.class);
    return at == null
        ? null
        : new Replayed(at.toInstant(), row.getInt("attempts_before"), row.getBoolean("bulk"));
  }
}
