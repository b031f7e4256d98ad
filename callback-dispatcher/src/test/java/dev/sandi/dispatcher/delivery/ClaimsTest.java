package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.delivery.Claims.Round;
import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.event.EventType;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Beside a running dispatcher, whose clock is hours behind: to its own loops nothing is due. */
@RequiresInfrastructure
class ClaimsTest {

  private static final AppId APP = new AppId("demo");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static Dispatcher dispatcher;

  private final Instant later = Instant.now().plus(Duration.ofHours(2));
  private final Claims claims = new Claims(dispatcher.jdbc(), Duration.ofSeconds(1));
  private final Deliveries deliveries = new Deliveries(dispatcher.jdbc());

  @BeforeAll
  static void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
  }

  @AfterEach
  void empty() {
    dispatcher.jdbc().update("delete from deliveries");
  }

  @Test
  void visitABoundedNumberOfEndpointsAtATimeAndAllOfThemInTurn() {
    // Given
    List<NewDelivery> waiting =
        IntStream.range(0, 250).mapToObj(i -> born("https://r" + i + ".example/")).toList();
    deliveries.add(waiting, later, Claim.at(later, LEASE), delivery -> false);

    // When
    List<Integer> sizes = new ArrayList<>();
    Set<UUID> claimed = new HashSet<>();
    Round round;
    long after = 0;
    do {
      round = claim(after, 10_000, later);
      sizes.add(round.claimed().size());
      round.claimed().forEach(delivery -> claimed.add(delivery.eventId()));
      after = round.last();
    } while (!round.isEnd());

    // Then
    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(claimed).hasSize(250);
  }

  @Test
  void goOnBehindTheEndpointAtWhichTheyWereFull() {
    // Given three endpoints, for each of which four wait
    List<NewDelivery> waiting =
        IntStream.range(0, 12).mapToObj(i -> born("https://r" + i % 3 + ".example/")).toList();
    deliveries.add(waiting, later, Claim.at(later, LEASE), delivery -> false);

    // When
    Round full = claim(0, 6, later);
    Round rest = claim(full.last(), 6, later);
    Round fromTheBeginning = claim(0, 6, later);

    // Then
    assertThat(full.claimed()).hasSize(6);
    assertThat(full.isEnd()).isFalse();
    assertThat(rest.claimed()).hasSize(4);
    assertThat(rest.isEnd()).isTrue();
    assertThat(fromTheBeginning.claimed()).hasSize(2);
  }

  @Test
  void tellThatNothingWaits() {
    assertThat(claim(0, 10, later)).isEqualTo(new Round(List.of(), 0, true));
  }

  @Test
  void findWhatIsDueOfAnyDay() {
    // Given what was born days ago, and today; partitions are made for eight days back
    List<NewDelivery> waiting =
        Stream.of(7, 3, 0)
            .map(ago -> born("https://day" + ago + ".example/", Duration.ofDays(ago)))
            .toList();
    deliveries.add(waiting, later, Claim.at(later, LEASE), delivery -> false);

    // When
    List<Delivery> claimed = claim(0, 10, later).claimed();

    // Then
    assertThat(claimed)
        .extracting(Delivery::eventId)
        .containsExactlyInAnyOrderElementsOf(waiting.stream().map(NewDelivery::eventId).toList());
  }

  @Test
  void findWhatIsDueFromBeforeEverythingThatWasDueLately() {
    // Given somebody who has looked, and then what is due of an hour before
    assertThat(claim(0, 10, later).claimed()).isEmpty();
    NewDelivery givenBack = born("https://late.example/");
    deliveries.add(
        List.of(givenBack),
        later.minus(Duration.ofHours(1)),
        Claim.at(later.minus(Duration.ofHours(1)), LEASE),
        delivery -> false);

    // When
    Awaitility.await()
        .untilAsserted(
            () ->
                // Then
                assertThat(claim(0, 10, later).claimed())
                    .extracting(Delivery::eventId)
                    .containsExactly(givenBack.eventId()));
  }

  @Test
  void lookAtAllAgainSoonThoughTheDatabaseStoodStillOnce() throws Exception {
    // Given somebody whose first look had to wait for a lock, and then what is due of an hour
    // before
    Claims hasty = new Claims(dispatcher.jdbc(), Duration.ofMillis(10));
    try (var connection = Infrastructure.shared().database().superuser();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table dispatcher.deliveries in access exclusive mode");
      CompletableFuture<Round> claim = CompletableFuture.supplyAsync(() -> claim(hasty));
      TimeUnit.MILLISECONDS.sleep(500);
      assertThat(claim).isNotDone();
      connection.rollback();
      assertThat(claim.get().claimed()).isEmpty();
    }
    NewDelivery givenBack = born("https://late.example/");
    deliveries.add(
        List.of(givenBack),
        later.minus(Duration.ofHours(1)),
        Claim.at(later.minus(Duration.ofHours(1)), LEASE),
        delivery -> false);

    // When
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                // Then
                assertThat(claim(hasty).claimed())
                    .extracting(Delivery::eventId)
                    .containsExactly(givenBack.eventId()));
  }

  @Test
  void leaveAloneWhatIsWithTheCopyThatTookItInUntilItsLeaseHasRunOut() {
    // Given
    NewDelivery first = born("https://first.example/");
    Claim held = Claim.at(later, LEASE);
    deliveries.add(List.of(first), later, held, delivery -> true);

    // When
    claims.takeOver(Instant.EPOCH, held.until().minusMillis(1));
    Round before = claim(0, 10, held.until());
    claims.takeOver(later, held.until());
    Round after = claim(0, 10, held.until());

    // Then
    assertThat(before.claimed()).isEmpty();
    assertThat(after.claimed())
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.eventId()).isEqualTo(first.eventId());
              assertThat(delivery.takenOver()).isTrue();
            });
  }

  @Test
  void findWhatTheCopyThatTookItInGaveBack() {
    // Given
    NewDelivery first = born("https://back.example/");
    Claim held = Claim.at(later, LEASE);
    deliveries.add(List.of(first), later, held, delivery -> true);

    // When
    deliveries.settle(List.of(Settlement.givenBack(Delivery.first(first, later, held, true))));

    // Then
    assertThat(claim(0, 10, later).claimed())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.takenOver()).isFalse());
  }

  @Test
  void stillTellOfWhatWasTakenOverOnceItWasGivenBack() {
    // Given
    NewDelivery first = born("https://doubtful.example/");
    deliveries.add(List.of(first), later, Claim.at(later, LEASE), delivery -> true);
    Instant ranOut = later.plus(LEASE);
    claims.takeOver(Instant.EPOCH, ranOut);
    Delivery takenOver = claim(0, 10, ranOut).claimed().get(0);
    Instant again = ranOut.plusSeconds(2);

    // When
    deliveries.settle(List.of(Settlement.released(takenOver, again)));

    // Then
    assertThat(claim(0, 10, again.minusMillis(1)).claimed()).isEmpty();
    Delivery second = claim(0, 10, again).claimed().get(0);
    assertThat(second.takenOver()).isTrue();

    // When
    deliveries.settle(List.of(Settlement.givenBack(second)));

    // Then
    assertThat(claim(0, 10, again).claimed())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.takenOver()).isTrue());
  }

  @Test
  void holdBackWhatFollowsAnEventThatWasNotClaimedWithTheOthersOfItsSession() {
    // Given
    NewDelivery first = born("https://order.example/");
    NewDelivery second = following(first);
    NewDelivery third = following(first);
    deliveries.add(List.of(first, second, third), later, Claim.at(later, LEASE), delivery -> false);
    Instant notYet = later.plusSeconds(30).truncatedTo(ChronoUnit.MILLIS);
    deliveries.settle(
        claim(0, 10, later).claimed().stream()
            .map(
                delivery ->
                    Settlement.released(
                        delivery, delivery.eventId().equals(second.eventId()) ? notYet : later))
            .toList());

    // When
    Sessions.Sorted sorted = new Sessions(claims).sort(claim(0, 10, later).claimed(), later);

    // Then
    assertThat(sorted.ready()).extracting(Delivery::eventId).containsExactly(first.eventId());
    assertThat(sorted.heldBack())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.delivery().eventId()).isEqualTo(third.eventId());
              assertThat(held.nextAttemptAt()).isEqualTo(notYet);
            });
  }

  private static NewDelivery following(NewDelivery earlier) {
    return new NewDelivery(
        UuidV7.at(Instant.now()),
        earlier.endpointId(),
        APP,
        earlier.sessionId(),
        EventType.OTP_SENT,
        earlier.url(),
        earlier.body(),
        earlier.trace());
  }

  private Round claim(Claims somebody) {
    return somebody.claim(0, 10, new Room(10_000, Map.of()), 64, later, Claim.at(later, LEASE));
  }

  private Round claim(long after, int most, Instant now) {
    return claims.claim(after, most, new Room(10_000, Map.of()), 64, now, Claim.at(now, LEASE));
  }

  private static NewDelivery born(String url) {
    return born(url, Duration.ZERO);
  }

  private static NewDelivery born(String url, Duration ago) {
    Endpoint endpoint = Endpoint.of(APP, new CallbackUrl(url));
    return new NewDelivery(
        UuidV7.at(Instant.now().minus(ago)),
        dispatcher.service().bean(Endpoints.class).idsOf(Set.of(endpoint)).get(endpoint),
        APP,
        SessionId.at(Instant.now()),
        EventType.OTP_SENT,
        new CallbackUrl(url),
        Body.of(new byte[0]),
        TraceParent.start());
  }
}
