package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/** All deliveries, in Postgres: their states, and who has which of them until when. */
final class Deliveries {

  private static final String ADD =
      """
      insert into deliveries (event_id, endpoint_id, app_id, session_id, type, url, body,
                              traceparent, lease_until, claim_id, state, next_attempt_at, created_at)
      select e.*, 'pending', now, now
      from unnest(?::uuid[], ?::bigint[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::bytea[],
                  ?::text[], ?::timestamptz[], ?::uuid[]) as e,
           cast(? as timestamptz) as now
      on conflict do nothing
      returning event_id
      """;

  /**
   * Steps from endpoint to endpoint by the index (a loose scan), and takes the oldest of each.
   * Nothing of an endpoint that is shut, or has no room, is even looked at. A row that another copy
   * took in the meantime is either skipped, or looked at again and found leased.
   *
   * <p>Of an endpoint whose breaker is open one is taken as a probe when it is time. Whoever moves
   * that time has the probe, so there is one on all copies; should it never be heard of again, the
   * next follows when its lease has run out.
   */
  private static final String CLAIM =
      """
      with recursive waiting (id) as (
        (select endpoint_id from deliveries
         where state = 'pending' and endpoint_id > ? order by endpoint_id limit 1)
        union all
        (select following.endpoint_id from waiting cross join lateral (
           select endpoint_id from deliveries
           where state = 'pending' and endpoint_id > waiting.id order by endpoint_id limit 1
         ) as following)
      ),
      due as (
        select taken.event_id, endpoints.id as endpoint_id, endpoints.gate = 'broken' as probe
        from waiting
        join endpoints on endpoints.id = waiting.id
         and (endpoints.gate = 'open' or endpoints.gate = 'broken' and endpoints.gate_until <= ?)
        left join unnest(?::bigint[], ?::int[]) as held (id, room) on held.id = waiting.id
        cross join lateral (
          select event_id from deliveries
          where endpoint_id = waiting.id and state = 'pending'
            and coalesce(lease_until, next_attempt_at) <= ?
          order by coalesce(lease_until, next_attempt_at)
          limit case when endpoints.gate = 'open' then coalesce(held.room, ?)
                     else least(coalesce(held.room, 1), 1) end
          for update skip locked
        ) as taken
        limit ?
      ),
      probed as (
        update endpoints set gate_until = ?
        where id = any (array(select endpoint_id from due where probe))
          and gate = 'broken' and gate_until <= ?
        returning id
      )
      update deliveries set lease_until = ?, claim_id = ?
      where event_id = any (array(
              select event_id from due
              where not probe or endpoint_id in (select id from probed)))
      returning event_id, endpoint_id, app_id, session_id, type, url, body, traceparent, attempts,
                created_at, endpoint_id in (select id from probed) as probe
      """;

  /** The ids stand there twice so that only the partitions and rows concerned are looked at. */
  private static final String SETTLE =
      """
      update deliveries d
      set state = s.state,
          attempts = s.attempts,
          next_attempt_at = coalesce(s.next_attempt_at, d.next_attempt_at),
          last_status = case when s.attempts > d.attempts then s.status else d.last_status end,
          last_error = case when s.attempts > d.attempts then s.error else d.last_error end,
          ended_at = s.ended_at,
          end_reason = s.end_reason,
          lease_until = null,
          claim_id = null
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::int[], ?::timestamptz[], ?::int[], ?::text[],
                  ?::timestamptz[], ?::text[])
           as s (event_id, claim_id, state, attempts, next_attempt_at, status, error, ended_at,
                 end_reason)
      where d.event_id = any (?::uuid[])
        and d.event_id = s.event_id and d.claim_id = s.claim_id and d.state = 'pending'
      returning d.event_id, s.claim_id
      """;

  /** Nothing on record is written over, and what stands there must not keep a result from it. */
  private static final String RECORD =
      """
      insert into attempts (delivery_id, number, started_at, duration_ms, http_status, error,
                            answer_head)
      select * from unnest(?::uuid[], ?::int[], ?::timestamptz[], ?::int[], ?::int[], ?::text[],
                           ?::text[])
      on conflict do nothing
      """;

  private final JdbcTemplate jdbc;

  Deliveries(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds deliveries, of which some are born claimed.
   *
   * @return the events that were not there before
   */
  Set<UUID> add(
      List<NewDelivery> born, Instant now, Claim claim, Predicate<NewDelivery> bornClaimed) {
    Function<NewDelivery, Boolean> claimed = bornClaimed::test;
    return new HashSet<>(
        jdbc.queryForList(
            ADD,
            UUID.class,
            Columns.text(born, NewDelivery::eventId),
            Columns.text(born, NewDelivery::endpointId),
            Columns.text(born, NewDelivery::appId),
            Columns.text(born, NewDelivery::sessionId),
            Columns.text(born, delivery -> delivery.type().publicName()),
            Columns.text(born, delivery -> delivery.url().value()),
            Columns.bytes(born, delivery -> delivery.body().bytes()),
            Columns.text(born, NewDelivery::trace),
            Columns.text(born, delivery -> claimed.apply(delivery) ? claim.until() : null),
            Columns.text(born, delivery -> claimed.apply(delivery) ? claim.id() : null),
            Columns.time(now)));
  }

  /**
   * Claims what is due: retries, what did not fit into any memory, and leases that ran out.
   *
   * @param after only endpoints with a greater id
   * @param most how many at most
   * @param room how many of each endpoint at most, if it is named
   * @param mostOfEndpoint how many of any other endpoint at most
   */
  List<Delivery> claim(
      long after, int most, Room room, int mostOfEndpoint, Instant now, Claim claim) {
    List<Map.Entry<Long, Integer>> lanes = List.copyOf(room.ofLanes().entrySet());
    return jdbc
        .query(
            CLAIM,
            (row, number) -> delivery(row, claim),
            after,
            Columns.time(now),
            Columns.text(lanes, Map.Entry::getKey),
            Columns.text(lanes, Map.Entry::getValue),
            Columns.time(now),
            mostOfEndpoint,
            most,
            Columns.time(claim.until()),
            Columns.time(now),
            Columns.time(claim.until()),
            claim.id())
        .stream()
        .sorted(Comparator.comparing(Delivery::createdAt).thenComparing(Delivery::eventId))
        .toList();
  }

  /**
   * Writes what became of claimed deliveries. A delivery may be there twice: this copy may have
   * claimed it again while the result under its first claim was still to be written.
   *
   * @return what was still this copy's to write; of one delivery, never more than one settlement
   */
  List<Settlement> settle(List<Settlement> settlements) {
    String[] ids = Columns.text(settlements, s -> s.delivery().eventId());
    Set<Fence> written =
        new HashSet<>(
            jdbc.query(
                SETTLE,
                (row, number) ->
                    new Fence(
                        row.getObject("event_id", UUID.class),
                        row.getObject("claim_id", UUID.class)),
                ids,
                Columns.text(settlements, s -> s.delivery().claim().id()),
                Columns.text(settlements, Settlement::state),
                Columns.integers(settlements, Settlement::attempts),
                Columns.text(settlements, Settlement::nextAttemptAt),
                Columns.text(settlements, s -> s.attempt() == null ? null : s.attempt().status()),
                Columns.text(settlements, s -> s.attempt() == null ? null : s.attempt().error()),
                Columns.text(settlements, Settlement::endedAt),
                Columns.text(settlements, Settlement::endReason),
                ids));
    return settlements.stream().filter(s -> written.contains(Fence.of(s.delivery()))).toList();
  }

  /** A delivery under one claim: a claim is of many deliveries, and a delivery claimed often. */
  private record Fence(UUID eventId, UUID claimId) {

    static Fence of(Delivery delivery) {
      return new Fence(delivery.eventId(), delivery.claim().id());
    }
  }

  /** Puts attempts on record. */
  void record(List<Recorded> attempts) {
    jdbc.update(
        RECORD,
        Columns.text(attempts, Recorded::deliveryId),
        Columns.integers(attempts, a -> a.attempt().number()),
        Columns.text(attempts, a -> a.attempt().startedAt()),
        Columns.text(attempts, a -> a.attempt().duration().toMillis()),
        Columns.text(attempts, a -> a.attempt().status()),
        Columns.text(attempts, a -> a.attempt().error()),
        Columns.text(attempts, a -> a.attempt().head()));
  }

  /** An attempt of a delivery. */
  record Recorded(UUID deliveryId, Attempt attempt) {}

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
        claim,
        row.getBoolean("probe"));
  }
}
