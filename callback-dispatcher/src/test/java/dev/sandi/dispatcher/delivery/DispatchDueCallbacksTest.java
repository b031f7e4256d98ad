package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.dispatcher.delivery.DispatchDueCallbacks.Timing;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.dispatcher.endpoint.WatchEndpoints;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.event.EventType;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.Columns;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

/** Beside a running dispatcher, whose clock is hours behind: to its own loops nothing is due. */
@RequiresInfrastructure
class DispatchDueCallbacksTest {

  private static final AppId APP = new AppId("demo");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static Dispatcher dispatcher;

  private final SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(2)));
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Failing jdbc =
      new Failing(Objects.requireNonNull(dispatcher.jdbc().getDataSource()));
  private final Lanes lanes = new Lanes(1000, 40, new Paces(4, 1000, System::nanoTime));
  private final Settlements settlements = new Settlements();
  private final Deliveries deliveries = new Deliveries(dispatcher.jdbc());
  private final SettleAttempts settling =
      new SettleAttempts(
          settlements,
          deliveries,
          new Attempts(dispatcher.jdbc()),
          dispatcher.service().bean(TransactionTemplate.class),
          dispatcher.service().bean(OutboxBatches.class),
          dispatcher.service().bean(Outbox.class),
          dispatcher.service().bean(WatchEndpoints.class),
          lanes,
          metrics);
  private final DispatchDueCallbacks dispatching =
      new DispatchDueCallbacks(
          new Claims(jdbc, Duration.ofSeconds(1)),
          lanes,
          settlements,
          settling,
          clock,
          new Timing(LEASE, Duration.ofSeconds(20)),
          64,
          metrics.timer("claims"));

  @BeforeAll
  static void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
  }

  @BeforeEach
  void nothingWaits() {
    dispatcher.jdbc().update("delete from deliveries");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isWokenByRoomInALaneThatWasFullWhenMoreOfItWasLookedFor(boolean bulk)
      throws InterruptedException {
    // Given: one more than is claimed of an endpoint
    int most = bulk ? 16 : 64;
    long endpoint = endpoints("full", 1).get(0);
    waits(Stream.generate(() -> born(endpoint)).limit(most + 1).toList(), clock.instant(), bulk);
    AtomicInteger woken = new AtomicInteger();
    lanes.whenRoom(dispatching::roomAppeared);
    dispatching.whenDue(woken::incrementAndGet);
    dispatching.dispatch();
    dispatching.dispatch();
    assertThat(lanes.held()).isEqualTo(most);

    // When
    lanes.settled(lanes.close().stream().map(Settlement::givenBack).toList());

    // Then
    assertThat(woken).hasValue(1);
  }

  @Test
  void goesOnAtOnceWithWhatIsReplayedInBulkAfterManyEndpointsThatWait()
      throws InterruptedException {
    // Given
    endpoints("waits", 100)
        .forEach(id -> waits(List.of(born(id)), clock.instant().plus(Duration.ofHours(1)), false));
    waits(List.of(born(endpoints("replayed", 1).get(0))), clock.instant(), true);

    // When
    Next next = dispatching.dispatch();

    // Then
    assertThat(next).isEqualTo(Next.AT_ONCE);
    dispatching.dispatch();
    assertThat(lanes.bulkHeld()).isEqualTo(1);
  }

  @Test
  void restsAfterALookAtManyEndpointsOfWhichNothingMayBeClaimed() throws InterruptedException {
    // Given: something is due, at an endpoint that is not called
    List<Long> many = endpoints("shut", 150);
    many.forEach(id -> waits(List.of(born(id)), clock.instant().plus(Duration.ofHours(1)), false));
    waits(List.of(born(many.get(0))), clock.instant(), false);
    dispatcher.jdbc().update("update endpoints set gate = 'paused' where id = ?", many.get(0));

    // When
    List<Next> steps = List.of(dispatching.dispatch(), dispatching.dispatch());

    // Then
    assertThat(steps).containsExactly(Next.AT_ONCE, Next.WHEN_WOKEN);
  }

  @Test
  void goesOnWithWhatIsReplayedInBulkBesideALookForTheUsualThatTakesLong()
      throws InterruptedException {
    // Given: something usual is always due, which nobody may claim
    List<Long> many = endpoints("long", 201);
    many.forEach(id -> waits(List.of(born(id)), clock.instant().plus(Duration.ofHours(1)), false));
    waits(List.of(born(many.get(0))), clock.instant(), false);
    dispatcher.jdbc().update("update endpoints set gate = 'paused' where id = ?", many.get(0));
    waits(List.of(born(many.get(200))), clock.instant(), true);
    for (int steps = 0; steps < 3; steps++) {
      assertThat(dispatching.dispatch()).isEqualTo(Next.AT_ONCE);
    }

    // When: the usual are looked for from the beginning again
    dispatching.dispatch();
    dispatching.dispatch();

    // Then
    assertThat(lanes.bulkHeld()).isEqualTo(1);
  }

  @Test
  void givesBackWhatItClaimedIfTheDatabaseGoesAwayBeforeItsOrderIsKnown()
      throws InterruptedException {
    // Given
    deliveries.add(
        List.of(born(endpoints("order", 1).get(0))),
        clock.instant(),
        Claim.at(clock.instant(), LEASE),
        delivery -> false);
    jdbc.fails = true;

    // When
    assertThatThrownBy(dispatching::dispatch)
        .isInstanceOf(DataAccessResourceFailureException.class);
    jdbc.fails = false;
    settling.settle();

    // Then: it is not taken for one that a copy died with
    assertThat(lanes.held()).isZero();
    dispatching.dispatch();
    assertThat(lanes.held()).isEqualTo(1);
    assertThat(lanes.close()).singleElement().matches(delivery -> !delivery.takenOver());
  }

  private void waits(List<NewDelivery> born, Instant dueAt, boolean bulk) {
    deliveries.add(born, dueAt, Claim.at(dueAt, LEASE), delivery -> false);
    if (bulk) {
      dispatcher
          .jdbc()
          .update(
              "update deliveries set bulk = true, replayed_at = now() where event_id = any (?::uuid[])",
              Columns.uuids(born, NewDelivery::eventId));
    }
  }

  private static List<Long> endpoints(String name, int count) {
    List<Endpoint> all =
        IntStream.range(0, count)
            .mapToObj(i -> new CallbackUrl("https://" + name + i + ".example/"))
            .map(url -> Endpoint.of(APP, url))
            .toList();
    return dispatcher.service().bean(Endpoints.class).idsOf(all).values().stream()
        .sorted()
        .toList();
  }

  private static NewDelivery born(long endpoint) {
    return new NewDelivery(
        UuidV7.at(Instant.now()),
        endpoint,
        APP,
        SessionId.at(Instant.now()),
        EventType.OTP_SENT,
        new CallbackUrl("https://example.com/"),
        Body.of(new byte[0]),
        TraceParent.start());
  }

  /** A database that may go away between two statements of a claim. */
  private static final class Failing extends JdbcTemplate {

    private boolean fails;

    private Failing(DataSource dataSource) {
      super(dataSource);
    }

    @Override
    public void query(String sql, RowCallbackHandler rows, Object... arguments) {
      if (fails) {
        throw new DataAccessResourceFailureException("the database is away");
      }
      super.query(sql, rows, arguments);
    }
  }
}
