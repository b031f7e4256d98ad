package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.event.EventType;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

  @Test
  void startsWhatIsReplayedInBulkAfterAllElseAndInHalfOfTheSlots() {
    // Given
    List<Delivery> replayed = bulk(1, 6);
    lanes.addClaimed(replayed);
    assertThat(lanes.start()).containsExactlyElementsOf(replayed.subList(0, 2));
    List<Delivery> usual = deliveries(1, 4);
    lanes.addClaimed(usual);

    // When
    List<Delivery> started = lanes.start();

    // Then
    assertThat(started).containsExactlyElementsOf(usual.subList(0, 2));

    // When
    lanes.finished(delivered(replayed.get(0)));

    // Then
    assertThat(lanes.start()).containsExactly(usual.get(2));
  }

  @Test
  void holdsWhatIsReplayedInBulkInHalfOfAllSlotsAndGivesItsRoomToNobodyElse() {
    // Given
    lanes.addClaimed(bulk(1, 2));
    assertThat(lanes.bulkRoom(2).total()).isEqualTo(1);
    assertThat(lanes.bulkRoom(2).ofLanes()).containsEntry(1L, 0);
    assertThat(lanes.room(8).ofLanes()).containsEntry(1L, 8);

    // When
    lanes.settled(lanes.start().stream().map(LanesTest::delivered).toList());

    // Then
    assertThat(lanes.bulkRoom(2).total()).isEqualTo(3);
    assertThat(lanes.bulkHeld()).isZero();
  }

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private long nanos;
  private final Lanes lanes = new Lanes(100, 6, new Paces(4, 10_000, () -> nanos));

  @Test
  void startsAsManyOfALaneAsItHasSlots() {
    // Given
    lanes.addClaimed(deliveries(1, 10));

    // When
    List<Delivery> started = lanes.start();

    // Then
    assertThat(started).hasSize(4);
    assertThat(lanes.start()).isEmpty();
  }

  @Test
  void givesEachLaneItsTurn() {
    // Given
    lanes.addClaimed(deliveries(1, 10));
    lanes.addClaimed(deliveries(2, 10));

    // When
    List<Delivery> started = lanes.start();

    // Then
    assertThat(started).extracting(Delivery::endpointId).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
  }

  @Test
  void startsTheNextWhenASlotIsFree() {
    // Given
    List<Delivery> all = deliveries(1, 5);
    lanes.addClaimed(all);
    Delivery first = lanes.start().get(0);

    // When
    lanes.finished(delivered(first));

    // Then
    assertThat(lanes.start()).containsExactly(all.get(4));
  }

  @Test
  void callsForOneEventOfASessionAtATime() {
    // Given
    SessionId session = SessionId.at(NOW);
    Delivery sent = delivery(1, session);
    Delivery delivered = delivery(1, session);
    Delivery other = delivery(1, SessionId.at(NOW));
    lanes.addClaimed(List.of(sent, delivered, other));

    // When
    List<Delivery> started = lanes.start();

    // Then
    assertThat(started).containsExactly(sent, other);

    // When
    lanes.finished(delivered(sent));

    // Then
    assertThat(lanes.start()).containsExactly(delivered);
  }

  @Test
  void letsEventsOfASessionPassEachOtherThatHaveNoOrder() {
    // Given
    SessionId session = SessionId.at(NOW);
    Delivery sent = unordered(session);
    Delivery delivered = unordered(session);
    lanes.addClaimed(List.of(sent, delivered));

    // When
    List<Delivery> started = lanes.start();

    // Then
    assertThat(started).containsExactly(sent, delivered);

    // When
    Delivery verified = unordered(session);
    assertThat(reserve(1)).isTrue();
    List<Delivery> heldBack = lanes.finished(failed(sent, 503));
    List<Delivery> notTaken = lanes.addReserved(List.of(verified));

    // Then
    assertThat(heldBack).isEmpty();
    assertThat(notTaken).isEmpty();
    assertThat(lanes.start()).containsExactly(verified);
  }

  @Test
  void leavesRoomForOthersHoweverManyLanesAreStuck() {
    // When
    long stuck =
        IntStream.rangeClosed(1, 9)
            .mapToLong(endpoint -> IntStream.range(0, 100).filter(i -> reserve(endpoint)).count())
            .sum();

    // Then
    assertThat(stuck).isLessThan(100);
    assertThat(reserve(10)).isTrue();
  }

  @Test
  void holdsNoMoreThanItsCapacity() {
    for (int endpoint = 0; endpoint < 1000; endpoint++) {
      while (reserve(endpoint)) {
        assertThat(lanes.held()).isLessThanOrEqualTo(100);
      }
    }
  }

  @Test
  void holdsADeliveryUntilItIsSettled() {
    // Given
    lanes.addClaimed(deliveries(1, 1));
    Delivery delivery = lanes.start().get(0);
    lanes.finished(delivered(delivery));
    assertThat(lanes.held()).isEqualTo(1);

    // When
    lanes.settled(List.of(Settlement.released(delivery, NOW)));

    // Then
    assertThat(lanes.held()).isZero();
    assertThat(lanes.room(8).ofLanes()).isEmpty();
  }

  @Test
  void tellsTheRoomOfEachLane() {
    // Given
    lanes.addClaimed(deliveries(1, 3));
    lanes.addClaimed(deliveries(2, 9));

    // Then
    assertThat(lanes.room(8).total()).isEqualTo(63);
    assertThat(lanes.room(8).ofLanes()).containsEntry(1L, 5).containsEntry(2L, 0);
  }

  @Test
  void givesBackWhatHasWaitedTooLong() {
    // Given
    List<Delivery> all = deliveries(1, 5);
    lanes.addClaimed(all);
    lanes.start();

    // Then
    Duration needed = Duration.ofSeconds(20);
    assertThat(lanes.takeOverdue(NOW.plusSeconds(40), needed)).isEmpty();
    assertThat(lanes.takeOverdue(NOW.plusSeconds(41), needed)).containsExactly(all.get(4));
  }

  @Test
  void startsAndTakesNothingOnceClosed() {
    // Given
    List<Delivery> all = deliveries(1, 5);
    lanes.addClaimed(all);

    // When
    List<Delivery> waiting = lanes.close();

    // Then
    assertThat(waiting).containsExactlyElementsOf(all);
    assertThat(lanes.start()).isEmpty();
    assertThat(reserve(2)).isFalse();
    assertThat(lanes.room(8).total()).isZero();
  }

  @Test
  void startsOnlyProbesOfALaneThatIsShutAndGivesTheOthersBack() {
    // Given
    List<Delivery> all = deliveries(1, 3);
    Delivery probe = delivery(1, SessionId.at(NOW), true);
    lanes.addClaimed(all);
    lanes.shut(Set.of(1L));
    lanes.addClaimed(List.of(probe));

    // Then
    assertThat(reserve(1)).isFalse();
    assertThat(lanes.start()).containsExactly(probe);
    assertThat(lanes.takeShut()).containsExactlyElementsOf(all);

    // When
    lanes.shut(Set.of());

    // Then
    assertThat(reserve(1)).isTrue();
  }

  @Test
  void givesALaneHalfAsMuchThatWasThrottledAndAnotherWhatItHad() {
    // Given
    lanes.addClaimed(deliveries(1, 10));
    lanes.start().forEach(delivery -> lanes.finished(failed(delivery, 429)));
    nanos += TimeUnit.SECONDS.toNanos(1);

    // When
    lanes.retryEarly();
    List<Delivery> slowed = lanes.start();
    lanes.addClaimed(deliveries(2, 10));

    // Then
    assertThat(slowed).hasSize(1);
    assertThat(lanes.start()).hasSize(4).allMatch(delivery -> delivery.endpointId() == 2);
    assertThat(lanes.slowed()).isEqualTo(1);

    // When
    nanos += TimeUnit.SECONDS.toNanos(1);
    lanes.retryEarly();

    // Then
    assertThat(lanes.start()).hasSize(1).allMatch(delivery -> delivery.endpointId() == 1);
    assertThat(lanes.start()).isEmpty();
  }

  @Test
  void givesBackWhatFollowsAnEventThatFailedAndTakesNothingThatWouldOvertakeIt() {
    // Given
    SessionId session = SessionId.at(NOW);
    Delivery sent = delivery(1, session);
    Delivery delivered = delivery(1, session);
    Delivery other = delivery(1, SessionId.at(NOW));
    lanes.addClaimed(List.of(sent, delivered, other));
    lanes.start();

    // Then
    assertThat(lanes.finished(failed(sent, 500))).containsExactly(delivered);
    assertThat(lanes.finished(failed(other, 500))).isEmpty();

    // When
    Delivery verified = delivery(1, session);
    Delivery another = delivery(1, SessionId.at(NOW));
    reserve(1);
    reserve(1);

    // Then
    assertThat(lanes.addReserved(List.of(verified, another))).containsExactly(verified);
    assertThat(lanes.start()).containsExactly(another);

    // When
    lanes.addClaimed(List.of(sent));
    assertThat(lanes.start()).containsExactly(sent);
    assertThat(lanes.finished(delivered(sent))).isEmpty();

    // Then
    assertThat(lanes.addReserved(List.of(verified))).isEmpty();
  }

  @Test
  void leavesSlotsForOthersHoweverManyLanesWaitForTheirServers() {
    // Given: fewer slots than these lanes could have among them
    Lanes many = new Lanes(10_000, 64, new Paces(16, 10_000, () -> nanos));
    for (int endpoint = 1; endpoint <= 30; endpoint++) {
      many.addClaimed(deliveries(endpoint, 16));
    }
    List<Delivery> stuck = many.start();

    // When
    many.addClaimed(deliveries(31, 1));
    List<Delivery> started = many.start();

    // Then
    assertThat(stuck.stream().map(Delivery::endpointId).distinct()).hasSize(30);
    assertThat(stuck).hasSizeBetween(48, 63);
    assertThat(started).extracting(Delivery::endpointId).containsExactly(31L);
  }

  @Test
  void givesALaneThatHadTooManySlotsMoreWhenOthersFreeThem() {
    // Given
    Lanes many = new Lanes(10_000, 64, new Paces(100, 10_000, () -> nanos));
    List<Delivery> waiting = deliveries(1, 100);
    many.addClaimed(deliveries(2, 8));
    List<Delivery> others = many.start();
    many.addClaimed(waiting);
    int before = many.start().size();

    // When
    others.forEach(other -> many.finished(delivered(other)));
    int after = many.start().size();

    // Then
    assertThat(before).isBetween(20, 47);
    assertThat(after).isPositive();
    assertThat(before + after).isLessThan(56);
  }

  @Test
  void leavesSlotsForOtherAppsHoweverManyHostsOneIsCalledAt() {
    // Given: each message of one app names a host that never answers
    Lanes many = new Lanes(10_000, 64, new Paces(16, 10_000, () -> nanos));
    for (int endpoint = 1; endpoint <= 1000; endpoint++) {
      many.addClaimed(List.of(of("greedy", endpoint)));
    }
    List<Delivery> stuck = many.start();

    // When
    many.addClaimed(List.of(of("modest", 1001)));
    List<Delivery> started = many.start();

    // Then
    assertThat(stuck).hasSizeBetween(40, 48);
    assertThat(started).extracting(Delivery::endpointId).containsExactly(1001L);

    // When
    stuck.subList(0, 5).forEach(delivery -> many.finished(delivered(delivery)));

    // Then: the next hosts have their turn
    assertThat(many.start()).isNotEmpty().doesNotContainAnyElementsOf(stuck);
  }

  @Test
  void callsAllHostsOfAnAppInTheEnd() {
    // Given
    Lanes many = new Lanes(10_000, 16, new Paces(16, 10_000, () -> nanos));
    List<Delivery> all =
        IntStream.rangeClosed(1, 200).mapToObj(endpoint -> of("greedy", endpoint)).toList();
    many.addClaimed(all);

    // When
    List<Delivery> called = new ArrayList<>();
    for (List<Delivery> started = many.start(); !started.isEmpty(); started = many.start()) {
      called.addAll(started);
      started.forEach(delivery -> many.finished(delivered(delivery)));
    }

    // Then
    assertThat(called).containsExactlyInAnyOrderElementsOf(all);
    assertThat(many.calling()).isZero();
  }

  @Test
  void leavesRoomForOtherAppsHoweverManyHostsOneIsCalledAt() {
    // When
    long greedy =
        IntStream.range(0, 1000)
            .filter(endpoint -> lanes.reserve(new AppId("greedy"), endpoint))
            .count();

    // Then
    assertThat(greedy).isBetween(50L, 75L);
    assertThat(lanes.reserve(new AppId("modest"), 1001)).isTrue();
  }

  @Test
  void takesBackWithWhatHasWaitedTooLongWhatFollowsInItsSession() {
    // Given: all slots are taken
    SessionId session = SessionId.at(NOW);
    Delivery sent = delivery(1, session);
    Delivery delivered = leased(1, session, NOW.plus(LEASE).plusSeconds(30));
    Delivery other = leased(1, SessionId.at(NOW), NOW.plus(LEASE).plusSeconds(30));
    List<Delivery> called = deliveries(1, 4);
    lanes.addClaimed(called);
    lanes.start();
    lanes.addClaimed(List.of(sent, delivered, other));

    // When
    List<Delivery> overdue = lanes.takeOverdue(NOW.plusSeconds(41), Duration.ofSeconds(20));

    // Then
    assertThat(overdue).containsExactly(sent, delivered);

    // When
    Delivery verified = delivery(1, session);
    reserve(1);

    // Then
    assertThat(lanes.addReserved(List.of(verified))).containsExactly(verified);
    called.forEach(delivery -> lanes.finished(delivered(delivery)));
    assertThat(lanes.start()).containsExactly(other);
  }

  @Test
  void takesNothingThatWouldOvertakeWhatALaneGaveBackThatWasShut() {
    // Given
    SessionId session = SessionId.at(NOW);
    Delivery sent = delivery(1, session);
    lanes.addClaimed(List.of(sent));
    lanes.shut(Set.of(1L));
    assertThat(lanes.takeShut()).containsExactly(sent);
    lanes.shut(Set.of());

    // When
    Delivery delivered = delivery(1, session);
    reserve(1);
    List<Delivery> notTaken = lanes.addReserved(List.of(delivered));

    // Then
    assertThat(notTaken).containsExactly(delivered);
  }

  @Test
  void leavesRoomForRetriesHoweverManyFirstAttemptsALaneHolds() {
    // Given
    for (int i = 0; i < 20; i++) {
      assertThat(reserve(1)).isTrue();
    }
    assertThat(lanes.room(8).ofLanes()).containsEntry(1L, 8);

    // When
    List<Delivery> retries = deliveries(1, 3);
    lanes.addClaimed(retries);
    lanes.hold(List.of(Settlement.givenBack(delivery(1, SessionId.at(NOW)))));

    // Then
    assertThat(lanes.room(8).ofLanes()).containsEntry(1L, 4);

    // When
    lanes.cancel(app(1), 1, 10);
    lanes.settled(retries.stream().map(LanesTest::delivered).toList());

    // Then
    assertThat(lanes.room(8).ofLanes()).containsEntry(1L, 7);
  }

  @Test
  void countsAFirstAttemptAmongNoRetriesWhateverBecomesOfIt() {
    // Given
    assertThat(reserve(1)).isTrue();
    assertThat(reserve(1)).isTrue();
    Delivery first = first(1);
    lanes.addReserved(List.of(first));
    lanes.addClaimed(deliveries(1, 3));

    // When
    lanes.settled(List.of(delivered(first)));

    // Then
    assertThat(lanes.held()).isEqualTo(4);
    assertThat(lanes.room(8).ofLanes()).containsEntry(1L, 5);
  }

  @Test
  void freesTheSlotsOfAnAppAlsoOfResultsThatAreWrittenBeforeItKnowsThem() {
    // Given: the app holds something elsewhere all the time
    assertThat(lanes.reserve(new AppId("busy"), 1000)).isTrue();

    // When
    for (int endpoint = 1; endpoint <= 50; endpoint++) {
      Delivery delivery = of("busy", endpoint);
      lanes.addClaimed(List.of(delivery));

      // Then
      assertThat(lanes.start()).containsExactly(delivery);
      lanes.settled(List.of(delivered(delivery)));
      lanes.finished(delivered(delivery));
    }
    assertThat(lanes.held()).isEqualTo(1);
    assertThat(lanes.room(8).ofLanes()).containsOnlyKeys(1000L);
  }

  private static Settlement delivered(Delivery delivery) {
    return new Settlement(delivery, attempt(204), new Delivered());
  }

  private static Settlement failed(Delivery delivery, int status) {
    return new Settlement(delivery, attempt(status), new Retry(NOW.plusSeconds(5), "refused"));
  }

  private static Attempt attempt(int status) {
    return new Attempt(1, NOW, Duration.ofMillis(5), new Answered(status, "", null));
  }

  private static List<Delivery> deliveries(long endpoint, int count) {
    return IntStream.range(0, count).mapToObj(i -> delivery(endpoint, SessionId.at(NOW))).toList();
  }

  private static Delivery delivery(long endpoint, SessionId session) {
    return delivery(endpoint, session, false);
  }

  private static Delivery leased(long endpoint, SessionId session, Instant until) {
    return delivery(
        app(endpoint), endpoint, session, false, true, new Claim(UUID.randomUUID(), until));
  }

  private static Delivery first(long endpoint) {
    return Delivery.first(
        new NewDelivery(
            UuidV7.at(NOW),
            endpoint,
            app(endpoint),
            SessionId.at(NOW),
            EventType.OTP_SENT,
            new CallbackUrl("https://example.com/"),
            Body.of(new byte[0]),
            TraceParent.start()),
        NOW,
        new Claim(UUID.randomUUID(), NOW.plus(LEASE)),
        true);
  }

  private static Delivery unordered(SessionId session) {
    return delivery(1, session, false, false);
  }

  /** Of an app of its own. */
  private static AppId app(long endpoint) {
    return new AppId("app-" + endpoint);
  }

  private boolean reserve(long endpoint) {
    return lanes.reserve(app(endpoint), endpoint);
  }

  private static List<Delivery> bulk(long endpoint, int count) {
    return IntStream.range(0, count).mapToObj(i -> bulk(endpoint)).toList();
  }

  private static Delivery bulk(long endpoint) {
    return new Delivery(
        UuidV7.at(NOW),
        endpoint,
        app(endpoint),
        SessionId.at(NOW),
        "otp.sent",
        new CallbackUrl("https://example.com/"),
        Body.of(new byte[0]),
        "",
        11,
        NOW,
        NOW,
        new Claim(UUID.randomUUID(), NOW.plus(LEASE)),
        false,
        false,
        false,
        true,
        new Replayed(NOW, 11, true));
  }

  private static Delivery delivery(long endpoint, SessionId session, boolean probe) {
    return delivery(endpoint, session, probe, true);
  }

  private static Delivery delivery(
      long endpoint, SessionId session, boolean probe, boolean ordered) {
    return delivery(app(endpoint), endpoint, session, probe, ordered);
  }

  private static Delivery of(String app, long endpoint) {
    return delivery(new AppId(app), endpoint, SessionId.at(NOW), false, true);
  }

  private static Delivery delivery(
      AppId app, long endpoint, SessionId session, boolean probe, boolean ordered) {
    Claim claim = new Claim(UUID.randomUUID(), NOW.plus(LEASE));
    return delivery(app, endpoint, session, probe, ordered, claim);
  }

  private static Delivery delivery(
      AppId app, long endpoint, SessionId session, boolean probe, boolean ordered, Claim claim) {
    return new Delivery(
        UuidV7.at(NOW),
        endpoint,
        app,
        session,
        "otp.sent",
        new CallbackUrl("https://example.com/"),
        Body.of(new byte[0]),
        "",
        0,
        NOW,
        NOW,
        claim,
        false,
        false,
        probe,
        ordered,
        null);
  }
}
