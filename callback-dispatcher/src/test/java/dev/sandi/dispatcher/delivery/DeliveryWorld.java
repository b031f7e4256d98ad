package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.app.KnownApps;
import dev.sandi.dispatcher.delivery.DeliveryStep.Answered;
import dev.sandi.dispatcher.delivery.DeliveryStep.AnsweredLate;
import dev.sandi.dispatcher.delivery.DeliveryStep.Claimed;
import dev.sandi.dispatcher.delivery.DeliveryStep.Gated;
import dev.sandi.dispatcher.delivery.DeliveryStep.Lost;
import dev.sandi.dispatcher.delivery.DeliveryStep.ReplayBegun;
import dev.sandi.dispatcher.delivery.DeliveryStep.ReplayWalked;
import dev.sandi.dispatcher.delivery.DeliveryStep.Replayed;
import dev.sandi.dispatcher.delivery.DeliveryStep.Stopped;
import dev.sandi.dispatcher.delivery.DeliveryStep.TakenIn;
import dev.sandi.dispatcher.delivery.DeliveryStep.TimePassed;
import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.delivery.Outcome.Released;
import dev.sandi.dispatcher.delivery.Sessions.Sorted;
import dev.sandi.dispatcher.delivery.TestedCopy.Call;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.dispatcher.endpoint.Gate;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.http.Failure;
import dev.sandi.dispatcher.http.Timing;
import dev.sandi.dispatcher.replay.ReplayStore;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.event.EventType;
import dev.sandi.storage.Columns;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Deliveries of one endpoint on two copies, in the store and by the rules. */
final class DeliveryWorld {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Room ROOM = new Room(10_000, Map.of());

  private final Dispatcher dispatcher;
  private final AppId app;
  private final Deliveries deliveries;
  private final Attempts attempts;
  private final Claims claims;
  private final Sessions sessions;
  private final ReplayStore replays;
  private final ReferenceDeliveries rules;
  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofHours(2)));
  private final List<TestedCopy> copies = new ArrayList<>();
  private final List<Call> lost = new ArrayList<>();
  private final List<SessionId> sessionIds =
      IntStream.range(0, DeliveryStep.SESSIONS).mapToObj(i -> SessionId.at(Instant.now())).toList();
  private final CallbackUrl url = new CallbackUrl("https://model.example/");
  private final long endpoint;

  DeliveryWorld(Dispatcher dispatcher, AppId app, CallbackPolicy policy) {
    this.dispatcher = dispatcher;
    this.app = app;
    deliveries = new Deliveries(dispatcher.jdbc());
    attempts = new Attempts(dispatcher.jdbc());
    claims = new Claims(dispatcher.jdbc(), Duration.ZERO);
    sessions = new Sessions(claims);
    replays = new ReplayStore(dispatcher, clock);
    rules = new ReferenceDeliveries(policy);
    Endpoint of = Endpoint.of(app, url);
    endpoint =
        Objects.requireNonNull(
            dispatcher.service().bean(Endpoints.class).idsOf(Set.of(of)).get(of));
    IntStream.range(0, DeliveryStep.COPIES).forEach(i -> copies.add(copy()));
    gated(Gate.OPEN, Duration.ZERO);
  }

  private TestedCopy copy() {
    return new TestedCopy(dispatcher.service().bean(KnownApps.class), clock, rules::begun);
  }

  ReferenceDeliveries rules() {
    return rules;
  }

  /** After each step everything that may begin has begun, and all results are written. */
  void happens(DeliveryStep step) {
    if (step instanceof TakenIn taken) {
      takenIn(taken.session(), taken.room());
    } else if (step instanceof Claimed claimed) {
      claimed(copies.get(claimed.copy()), claimed.most(), claimed.bulk());
    } else if (step instanceof Answered one) {
      List<Call> calls = copies.stream().flatMap(copy -> copy.calls.stream()).toList();
      if (!calls.isEmpty()) {
        answered(calls.get(one.which() % calls.size()), one.status(), one.retryAfter());
      }
    } else if (step instanceof Lost one) {
      lost(one.copy());
    } else if (step instanceof AnsweredLate late && !lost.isEmpty()) {
      answered(lost.remove(late.which() % lost.size()), late.status(), 0);
    } else if (step instanceof Stopped stopped) {
      TestedCopy copy = copies.get(stopped.copy());
      copy.lanes.close().forEach(d -> copy.settlements.add(Settlement.released(d, now())));
      settle(copy);
      lost(stopped.copy());
    } else if (step instanceof Replayed one && !rules.all().isEmpty()) {
      UUID id = List.copyOf(rules.all()).get(one.which() % rules.all().size()).id;
      assertThat(replays.replay(id)).isEqualTo(rules.replayed(id, now()));
    } else if (step instanceof ReplayBegun begun) {
      replayBegun(begun.state(), begun.named());
    } else if (step instanceof ReplayWalked && rules.replaysRun()) {
      clock.advance(Duration.ofSeconds(1));
      replays.walk();
      rules.replayWalked(now());
    } else if (step instanceof Gated gated) {
      gated(gated.gate(), gated.probedAfter());
    } else if (step instanceof TimePassed passed) {
      clock.advance(passed.time());
    }
    copies.forEach(this::turn);
  }

  /** What is begun may end at once, and others begin in its place. */
  private void turn(TestedCopy copy) {
    settle(copy);
    while (copy.send()) {
      settle(copy);
    }
  }

  /** A session's events come to the same copy. */
  private void takenIn(int session, boolean room) {
    TestedCopy copy = copies.get(session % DeliveryStep.COPIES);
    NewDelivery born =
        new NewDelivery(
            UuidV7.at(Instant.now()),
            endpoint,
            app,
            sessionIds.get(session),
            EventType.OTP_SENT,
            url,
            Body.of(new byte[0]),
            TraceParent.start());
    Claim claim = Claim.at(now(), LEASE);
    boolean reserved = room && copy.lanes.reserve(app, endpoint);
    boolean claimed =
        Objects.requireNonNull(
                deliveries
                    .add(List.of(born), now(), claim, delivery -> reserved)
                    .get(born.eventId()))
            .claimed();
    ReferenceDelivery rule = rules.takenIn(born.eventId(), session, reserved, copy, claim, now());
    assertThat(claimed).isEqualTo(rule.claim != null);
    if (claimed) {
      Delivery first = Delivery.first(born, now(), claim, rule.ordered);
      copy.holds(List.of(first));
      copy.lanes
          .addReserved(List.of(first))
          .forEach(delivery -> copy.settlements.add(Settlement.givenBack(delivery)));
    } else if (reserved) {
      copy.lanes.cancel(app, endpoint, 1);
    }
  }

  /** As {@link DispatchDueCallbacks} does. */
  private void claimed(TestedCopy copy, int most, boolean bulk) {
    copy.tidy();
    settle(copy);
    Claim claim = Claim.at(now(), LEASE);
    claims.takeOver(Instant.EPOCH, now());
    List<Delivery> found =
        (bulk
                ? claims.claimBulk(0, most, ROOM, 10_000, now(), claim)
                : claims.claim(0, most, ROOM, 10_000, now(), claim))
            .claimed();
    assertThat(found).hasSize(rules.claimable(bulk, most, now()));
    rules.claimed(found, bulk, copy, claim, now());
    Sorted sorted = sessions.sort(found, now());
    assertThat(
            sorted.heldBack().stream()
                .collect(Collectors.toMap(DeliveryWorld::id, DeliveryWorld::released)))
        .isEqualTo(heldBack(found));
    copy.holds(sorted.ready());
    copy.lanes.addClaimed(sorted.ready());
    copy.lanes.hold(sorted.heldBack());
    sorted.heldBack().forEach(copy.settlements::add);
    settle(copy);
  }

  private Map<UUID, Optional<Instant>> heldBack(List<Delivery> found) {
    Set<UUID> together = found.stream().map(Delivery::eventId).collect(Collectors.toSet());
    return together.stream()
        .collect(Collectors.toMap(id -> id, id -> rules.heldBack(id, together, now())))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static UUID id(Settlement settlement) {
    return settlement.delivery().eventId();
  }

  private static Optional<Instant> released(Settlement settlement) {
    return Optional.ofNullable(((Released) settlement.outcome()).at());
  }

  private void answered(Call call, int status, int retryAfter) {
    call.copy().calls.remove(call);
    AttemptResult result =
        status == DeliveryStep.UNREACHED
            ? new AttemptResult.Failed(Failure.CONNECTION_FAILED)
            : new AttemptResult.Answered(
                status, "", retryAfter == 0 ? null : Integer.toString(retryAfter));
    call.then().accept(result, Timing.NONE);
    settle(call.copy());
  }

  /** Its results are still written if they come, but it begins nothing any more. */
  private void lost(int which) {
    lost.addAll(copies.get(which).calls);
    copies.set(which, copy());
  }

  private void settle(TestedCopy copy) {
    List<Settlement> results = copy.results();
    if (results.isEmpty()) {
      return;
    }
    attempts.record(
        deliveries.settle(results).stream()
            .flatMap(s -> Stream.ofNullable(s.attempt()).map(a -> new Attempts.Recorded(id(s), a)))
            .toList());
    copy.lanes.settled(results);
    results.forEach(this::settled);
  }

  private void settled(Settlement settlement) {
    ReferenceDelivery rule = rules.of(id(settlement));
    UUID claim = settlement.delivery().claim().id();
    Attempt attempt = settlement.attempt();
    if (attempt == null) {
      rule.givenBack(claim, released(settlement).orElse(null));
    } else if (attempt.result() instanceof AttemptResult.Answered answered) {
      String retryAfter = answered.retryAfter();
      rule.answered(
          claim,
          answered.status(),
          retryAfter == null ? 0 : Integer.parseInt(retryAfter),
          attempt.endedAt());
    } else if (attempt.result().equals(new AttemptResult.Failed(Failure.INTERRUPTED))) {
      assertThat(rule.once).isTrue();
      rule.interrupted(claim, attempt.endedAt());
    } else {
      rule.answered(claim, DeliveryStep.UNREACHED, 0, attempt.endedAt());
    }
  }

  /** No two are asked for at one time, so that their turns are known. */
  private void replayBegun(DeliveryState state, boolean named) {
    clock.advance(Duration.ofMillis(1));
    DeliveryFilter filter =
        new DeliveryFilter(named ? app : null, null, null, state, null, null, null);
    assertThat(replays.begin(filter)).isEqualTo(rules.replayBegun(state, named, now()));
  }

  /** Every copy learns of it. */
  private void gated(Gate next, Duration probedAfter) {
    Instant probeAt = now().plus(probedAfter);
    rules.gated(next, probeAt);
    dispatcher
        .jdbc()
        .update(
            "update endpoints set gate = ?, gate_until = ? where id = ?",
            next.slug(),
            Columns.time(probeAt),
            endpoint);
    copies.forEach(copy -> copy.lanes.shut(next == Gate.OPEN ? Set.of() : Set.of(endpoint)));
  }

  private Instant now() {
    return clock.instant();
  }
}
