package dev.sandi.dispatcher.delivery;

import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** All deliveries, in Postgres: how they begin, and what becomes of them. */
final class Deliveries {

  /**
   * What waits for an earlier event of its session is born unclaimed, whatever room there is. Only
   * events that have waited in the table are looked for: what is on its way for the first time is
   * in the same lane, and leaves before. What its app wants told without order has never waited.
   */
  private static final String ADD =
      """
      with held as (
        select session_id, max(next_attempt_at) as until from deliveries
        where session_id = any (?::uuid[]) and state = 'pending' and waited
          and event_id >= ?::uuid
        group by session_id
      )
      insert into deliveries (event_id, endpoint_id, app_id, session_id, type, url, body,
                              traceparent, lease_until, claim_id, in_hand, ordered, waited, state,
                              next_attempt_at, created_at)
      select e.event_id, e.endpoint_id, e.app_id, e.session_id, e.type, e.url, e.body,
             e.traceparent,
             case when held.until is null then e.lease_until end,
             case when held.until is null then e.claim_id end,
             held.until is null and e.claim_id is not null,
             ordered, ordered and (held.until is not null or e.claim_id is null),
             'pending', greatest(now, held.until), now
      from unnest(?::uuid[], ?::bigint[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::bytea[],
                  ?::text[], ?::timestamptz[], ?::uuid[])
           with ordinality as e (event_id, endpoint_id, app_id, session_id, type, url, body,
                                 traceparent, lease_until, claim_id, n)
      cross join (select cast(? as timestamptz) as now) as clock
      left join apps on apps.id = e.app_id
      cross join lateral (
        select coalesce(apps.callbacks ->> 'order' <> 'none', true) as ordered) as policy
      left join held on ordered and held.session_id = e.session_id
      order by e.n
      on conflict do nothing
      returning event_id, claim_id is not null as claimed, ordered
      """;

  private static final String GIVE_BACK =
      """
      update deliveries set lease_until = null, claim_id = null, in_hand = false, waited = ordered
      where event_id = any (?::uuid[]) and event_id between ? and ?
        and claim_id = any (?::uuid[]) and state = 'pending'
      """;

  /**
   * The ids stand there twice so that only the rows concerned are looked at, and between which of
   * them all are, so that this is done in the partitions concerned and no others. What was taken
   * over and is given back stays under a lease, which is nobody's and ends when it is due: so
   * whoever claims it next knows that it was taken over, and may have been attempted.
   */
  private static final String SETTLE =
      """
      update deliveries d
      set state = s.state,
          attempts = s.attempts,
          next_attempt_at = coalesce(s.next_attempt_at, d.next_attempt_at),
          last_status = case when s.attempts > d.attempts then s.status else d.last_status end,
          last_error = case when s.attempts > d.attempts then s.error else d.last_error end,
          first_attempt = case when s.started_at is null then d.first_attempt
                          else (s.started_at, s.duration_ms, s.status, s.error, s.answer_head,
                                s.dns_ms, s.connect_ms, s.tls_ms, s.first_byte_ms, s.reused,
                                s.phase)::attempt end,
          ended_at = s.ended_at,
          waited = d.waited or d.ordered and s.state = 'pending',
          in_hand = d.in_hand and s.state <> 'pending',
          end_reason = s.end_reason,
          lease_until = case when s.doubtful then coalesce(s.next_attempt_at, d.next_attempt_at) end,
          claim_id = null
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::int[], ?::timestamptz[], ?::int[], ?::text[],
                  ?::timestamptz[], ?::text[], ?::timestamptz[], ?::int[], ?::text[], ?::int[],
                  ?::int[], ?::int[], ?::int[], ?::boolean[], ?::text[], ?::boolean[])
           as s (event_id, claim_id, state, attempts, next_attempt_at, status, error, ended_at,
                 end_reason, started_at, duration_ms, answer_head, dns_ms, connect_ms, tls_ms,
                 first_byte_ms, reused, phase, doubtful)
      where d.event_id = any (?::uuid[]) and d.event_id between ? and ?
        and d.event_id = s.event_id and d.claim_id = s.claim_id and d.state = 'pending'
      returning d.event_id, s.claim_id
      """;

  /** An event may carry an earlier time than its session, whose id was made elsewhere. */
  static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private final JdbcTemplate jdbc;

  Deliveries(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds deliveries, of which some are born claimed.
   *
   * @return the events that were not there before
   */
  Map<UUID, Born> add(
      List<NewDelivery> born, Instant now, Claim claim, Predicate<NewDelivery> bornClaimed) {
    Function<NewDelivery, Boolean> claimed = bornClaimed::test;
    Map<UUID, Born> added = new HashMap<>();
    jdbc.query(
        ADD,
        row -> {
          added.put(
              row.getObject("event_id", UUID.class),
              new Born(row.getBoolean("claimed"), row.getBoolean("ordered")));
        },
        Columns.uuids(born, delivery -> delivery.sessionId().value()),
        since(born.stream().map(NewDelivery::sessionId)),
        Columns.uuids(born, NewDelivery::eventId),
        Columns.longs(born, NewDelivery::endpointId),
        Columns.text(born, NewDelivery::appId),
        Columns.uuids(born, delivery -> delivery.sessionId().value()),
        Columns.text(born, delivery -> delivery.type().publicName()),
        Columns.text(born, delivery -> delivery.url().value()),
        Columns.bytes(born, delivery -> delivery.body().bytes()),
        Columns.text(born, NewDelivery::trace),
        Columns.text(born, delivery -> claimed.apply(delivery) ? claim.until() : null),
        Columns.uuids(born, delivery -> claimed.apply(delivery) ? claim.id() : null),
        Columns.time(now));
    return added;
  }

  /** Gives back those that are under claims under which nothing was begun. */
  void giveBack(List<NewDelivery> born, List<Claim> claims) {
    List<UUID> inOrder = inOrder(born, NewDelivery::eventId);
    jdbc.update(
        GIVE_BACK,
        Columns.uuids(born, NewDelivery::eventId),
        inOrder.get(0),
        inOrder.get(inOrder.size() - 1),
        Columns.uuids(claims, Claim::id));
  }

  /**
   * How a delivery came to be.
   *
   * @param claimed not if an earlier one of its session holds it back
   * @param ordered whether it waits for those
   */
  record Born(boolean claimed, boolean ordered) {}

  /** Only days are looked at on which there can be an event of these sessions. */
  static UUID since(Stream<SessionId> sessions) {
    Instant first =
        sessions.map(SessionId::startedAt).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    return UuidV7.lowerBound(first.minus(CLOCKS_DIFFER));
  }

  /**
   * Writes what became of claimed deliveries. A delivery may be there twice: this copy may have
   * claimed it again while the result under its first claim was still to be written.
   *
   * @return what was still this copy's to write; of one delivery, never more than one settlement
   */
  List<Settlement> settle(List<Settlement> settlements) {
    if (settlements.isEmpty()) {
      return List.of();
    }
    Object ids = Columns.uuids(settlements, s -> s.delivery().eventId());
    List<UUID> inOrder = inOrder(settlements, s -> s.delivery().eventId());
    Set<Fence> written =
        new HashSet<>(
            jdbc.query(
                SETTLE,
                (row, number) ->
                    new Fence(
                        row.getObject("event_id", UUID.class),
                        row.getObject("claim_id", UUID.class)),
                ids,
                Columns.uuids(settlements, s -> s.delivery().claim().id()),
                Columns.text(settlements, Settlement::state),
                Columns.ints(settlements, Settlement::attempts),
                Columns.text(settlements, Settlement::nextAttemptAt),
                Columns.text(settlements, s -> s.attempt() == null ? null : s.attempt().status()),
                Columns.text(settlements, s -> s.attempt() == null ? null : s.attempt().error()),
                Columns.text(settlements, Settlement::endedAt),
                Columns.text(settlements, Settlement::endReason),
                first(settlements, Attempt::startedAt),
                first(settlements, a -> a.duration().toMillis()),
                first(settlements, Attempt::head),
                first(settlements, a -> a.timing().dnsMs()),
                first(settlements, a -> a.timing().connectMs()),
                first(settlements, a -> a.timing().tlsMs()),
                first(settlements, a -> a.timing().firstByteMs()),
                first(settlements, a -> a.timing().reused()),
                first(settlements, Attempt::phase),
                Columns.text(settlements, Settlement::isDoubtful),
                ids,
                inOrder.get(0),
                inOrder.get(inOrder.size() - 1)));
    return settlements.stream().filter(s -> written.contains(Fence.of(s.delivery()))).toList();
  }

  private static <T> List<UUID> inOrder(List<T> rows, Function<T, UUID> id) {
    return rows.stream().map(id).sorted(Columns.ORDER_OF_UUIDS).toList();
  }

  /** A column of first attempts; null where it is another one, or none was made. */
  private static @Nullable String[] first(
      List<Settlement> settlements, Function<Attempt, @Nullable Object> value) {
    return Columns.text(
        settlements,
        s -> s.attempt() == null || !s.attempt().isFirst() ? null : value.apply(s.attempt()));
  }

  /** A delivery under one claim: a claim is of many deliveries, and a delivery claimed often. */
  private record Fence(UUID eventId, UUID claimId) {

    static Fence of(Delivery delivery) {
      return new Fence(delivery.eventId(), delivery.claim().id());
    }
  }
}
