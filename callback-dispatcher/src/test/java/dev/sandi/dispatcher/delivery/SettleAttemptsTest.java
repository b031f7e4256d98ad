package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.app.KnownApps;
import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.dispatcher.endpoint.WatchEndpoints;
import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.http.Timing;
import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.trace.Tracing;
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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Beside a running dispatcher, whose own loops never see these deliveries: all are leased. */
@RequiresInfrastructure
class SettleAttemptsTest {

  private static final Duration LEASE = Duration.ofHours(1);
  private static final Customer CUSTOMER = Customer.random();
  private static final AppId APP = CUSTOMER.id();

  private static Dispatcher dispatcher;
  private static long endpointId;

  private final Instant now = Instant.now();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Lanes lanes = new Lanes(10_000, 6, new Paces(4, 10_000, System::nanoTime));
  private final Settlements settlements = new Settlements();
  private final Deliveries deliveries = new Deliveries(dispatcher.jdbc());
  private final Attempts attempts = new Attempts(dispatcher.jdbc());
  private final AtomicBoolean databaseIsAway = new AtomicBoolean();
  private final SettleAttempts settling =
      new SettleAttempts(
          settlements,
          deliveries,
          attempts,
          new Outages(databaseIsAway, dispatcher.service().bean(TransactionTemplate.class)),
          dispatcher.service().bean(OutboxBatches.class),
          dispatcher.service().bean(Outbox.class),
          dispatcher.service().bean(WatchEndpoints.class),
          lanes,
          metrics);

  @BeforeAll
  static void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
    dispatcher.knows(CUSTOMER);
    Endpoint endpoint = Endpoint.of(APP, new CallbackUrl("https://example.com/"));
    endpointId = dispatcher.service().bean(Endpoints.class).idsOf(Set.of(endpoint)).get(endpoint);
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
  }

  @Test
  void writesOnlyWhatTheLastClaimLedToIfADeliveryIsTwiceInABatch() throws InterruptedException {
    // Given
    Delivery first = claimed();
    Delivery second = claimedAgain(first);
    hold(first, second);
    settlements.add(retry(first, "no"));
    settlements.add(delivered(second));

    // When
    Next next = settling.settle();

    // Then
    assertThat(next).isEqualTo(Next.WHEN_WOKEN);
    assertThat(settling.isBehind()).isFalse();
    assertThat(dispatcher.delivery(first.eventId()).state()).isEqualTo("delivered");
    assertThat(statuses(first)).containsExactly(204);
    assertThat(lanes.held()).isZero();
    await().untilAsserted(() -> assertThat(told(first)).isEqualTo(1));
  }

  @Test
  void recordsNoAttemptThatIsNotCounted() throws InterruptedException {
    // Given
    Delivery first = claimed();
    Delivery second = claimedAgain(first);
    settlements.add(retry(first, "no"));
    settlements.add(Settlement.released(second, now.plus(LEASE)));

    // When
    settling.settle();

    // Then
    assertThat(dispatcher.delivery(first.eventId()).attempts()).isZero();
    assertThat(statuses(first)).isEmpty();

    // When
    settlements.add(delivered(claimedAgain(second)));
    settling.settle();

    // Then
    assertThat(dispatcher.delivery(first.eventId()).state()).isEqualTo("delivered");
    assertThat(statuses(first)).containsExactly(204);
  }

  @Test
  void isNotStoppedByAnAttemptThatIsAlreadyOnRecord() throws InterruptedException {
    // Given
    Delivery first = claimed();
    settlements.add(retry(first, ""));
    settling.settle();
    Delivery delivery = claimedAgain(first);
    Settlement settlement = delivered(delivery);
    attempts.record(
        List.of(new Attempts.Recorded(delivery.eventId(), attempt(delivery, 500, "no"))));
    settlements.add(settlement);

    // When
    settling.settle();

    // Then
    assertThat(dispatcher.delivery(delivery.eventId()).state()).isEqualTo("delivered");
    assertThat(statuses(delivery)).containsExactly(503, 500);
  }

  @Test
  void keepsTheStatusOfAnAnswerWhoseTextCannotBeWritten() throws InterruptedException {
    // Given
    List<Delivery> all = IntStream.range(0, 7).mapToObj(i -> claimed()).toList();
    Delivery bad = all.get(3);
    all.forEach(this::hold);
    all.forEach(
        delivery ->
            settlements.add(
                delivery.equals(bad)
                    ? retry(delivery, "not for Postgres: \0")
                    : delivered(delivery)));

    // When
    Next next = settling.settle();

    // Then
    assertThat(next).isEqualTo(Next.WHEN_WOKEN);
    assertThat(settling.isBehind()).isFalse();
    assertDelivered(all, bad);
    assertThat(dispatcher.delivery(bad.eventId()).attempts()).isEqualTo(1);
    assertThat(dispatcher.delivery(bad.eventId()).leased()).isFalse();
    assertThat(statuses(bad)).containsExactly(503);
    assertThat(metrics.counter("sandi.dispatcher.dropped").count()).isZero();
    assertThat(lanes.held()).isZero();
    await().untilAsserted(() -> assertThat(told(bad)).isEqualTo(1));
  }

  @Test
  void dropsAResultThatCannotBeWrittenAtAllAndWritesAllOthers() throws InterruptedException {
    // Given
    List<Delivery> all = IntStream.range(0, 7).mapToObj(i -> claimed()).toList();
    Delivery bad = all.get(3);
    all.forEach(this::hold);
    all.forEach(delivery -> settlements.add(delivered(delivery)));
    dispatcher
        .jdbc()
        .execute(
            "alter table deliveries add constraint not_this check (event_id <> '%s' or state ="
                    .formatted(bad.eventId())
                + " 'pending')");

    // When
    try {
      settling.settle();
    } finally {
      dispatcher.jdbc().execute("alter table deliveries drop constraint not_this");
    }

    // Then
    assertThat(settling.isBehind()).isFalse();
    assertDelivered(all, bad);
    assertThat(dispatcher.delivery(bad.eventId()).attempts()).isZero();
    assertThat(dispatcher.delivery(bad.eventId()).leased()).isTrue();
    assertThat(metrics.counter("sandi.dispatcher.dropped").count()).isEqualTo(1);
    assertThat(metrics.counter("sandi.dispatcher.settled", "outcome", "delivered").count())
        .isEqualTo(6);
    assertThat(lanes.held()).isZero();
  }

  @Test
  void writesResultsThoughWhatTheySayOfTheirEndpointCannotBeWritten() throws InterruptedException {
    // Given
    List<Delivery> failed = IntStream.range(0, 6).mapToObj(i -> claimed()).toList();
    Delivery arrived = claimed();
    dispatcher
        .jdbc()
        .execute("alter table endpoints add constraint nobody_fails check (failing_since is null)");
    failed.forEach(delivery -> settlements.add(retry(delivery, "no")));

    // When
    try {
      settling.settle();
      settlements.add(delivered(arrived));
      settling.settle();
    } finally {
      dispatcher.jdbc().execute("alter table endpoints drop constraint nobody_fails");
    }

    // Then
    assertThat(failed)
        .allSatisfy(
            delivery ->
                assertThat(dispatcher.delivery(delivery.eventId()).attempts()).isEqualTo(1));
    assertThat(dispatcher.delivery(arrived.eventId()).state()).isEqualTo("delivered");
    assertThat(metrics.counter("sandi.dispatcher.dropped").count()).isZero();
  }

  @Test
  void isBehindUntilAllIsWrittenThatCameWhileTheDatabaseWasAway() throws InterruptedException {
    // Given
    Delivery before = claimed();
    Delivery during = claimed();
    settlements.add(delivered(before));
    databaseIsAway.set(true);
    assertThatThrownBy(settling::settle).isInstanceOf(CannotCreateTransactionException.class);
    settlements.add(delivered(during));
    assertThat(settling.isBehind()).isTrue();

    // When
    databaseIsAway.set(false);
    Next next = settling.settle();

    // Then
    assertThat(next).isEqualTo(Next.AT_ONCE);
    assertThat(dispatcher.delivery(before.eventId()).state()).isEqualTo("delivered");
    assertThat(settling.isBehind()).isTrue();

    // When
    settling.settle();

    // Then
    assertThat(dispatcher.delivery(during.eventId()).state()).isEqualTo("delivered");
    assertThat(settling.isBehind()).isFalse();
  }

  private static void assertDelivered(List<Delivery> all, Delivery except) {
    assertThat(all)
        .filteredOn(delivery -> !delivery.equals(except))
        .allSatisfy(
            delivery ->
                assertThat(dispatcher.delivery(delivery.eventId()).state()).isEqualTo("delivered"));
  }

  @Test
  void whileResultsCannotBeWrittenNoMoreIsBegunThanIsWrittenInAMoment()
      throws InterruptedException {
    // Given
    List<NewDelivery> born = Stream.generate(this::born).limit(3000).toList();
    Claim claim = Claim.at(now, LEASE);
    deliveries.add(born, now, claim, delivery -> true);
    lanes.addClaimed(born.stream().map(one -> Delivery.first(one, now, claim, true)).toList());
    AtomicInteger begun = new AtomicInteger();
    SendCallbacks sending =
        new SendCallbacks(
            lanes,
            settlements,
            dispatcher.service().bean(KnownApps.class),
            (request, then) -> {
              begun.incrementAndGet();
              then.accept(new Answered(204, "", null), Timing.NONE);
            },
            new JudgeAttempt(new RetrySchedule(List.of(LEASE), () -> 0L), Map.of()),
            new AttemptSpans(Tracing.OFF),
            Clock.fixed(now, ZoneOffset.UTC),
            Duration.ofSeconds(20));
    databaseIsAway.set(true);

    // When
    sendAll(sending);

    // Then
    assertThat(begun).hasValueBetween(2000, 2100);
    assertThatThrownBy(settling::settle).isInstanceOf(CannotCreateTransactionException.class);
    sendAll(sending);
    assertThat(begun).hasValueBetween(2000, 2100);

    // When
    databaseIsAway.set(false);
    settling.settle();
    sendAll(sending);

    // Then
    assertThat(begun).hasValue(3000);
  }

  private void sendAll(SendCallbacks sending) {
    Next next;
    do {
      next = sending.send();
    } while (next == Next.AT_ONCE || lanes.retryEarly());
  }

  private Delivery claimed() {
    NewDelivery born = born();
    Claim claim = Claim.at(now, LEASE);
    deliveries.add(List.of(born), now, claim, delivery -> true);
    return Delivery.first(born, now, claim, true);
  }

  private NewDelivery born() {
    return new NewDelivery(
        UuidV7.at(now),
        endpointId,
        APP,
        SessionId.at(now),
        EventType.OTP_SENT,
        new CallbackUrl("https://example.com/"),
        Body.of(new byte[0]),
        TraceParent.start());
  }

  /** Claims it when the lease before has run out, as the claim loop does. */
  private Delivery claimedAgain(Delivery delivery) {
    Instant later = delivery.claim().until();
    Claims claims = new Claims(dispatcher.jdbc(), Duration.ZERO);
    claims.takeOver(Instant.EPOCH, later);
    return claims
        .claim(0, 10_000, new Room(10_000, Map.of()), 10_000, later, Claim.at(later, LEASE))
        .claimed()
        .stream()
        .filter(claimed -> claimed.eventId().equals(delivery.eventId()))
        .findFirst()
        .orElseThrow();
  }

  private void hold(Delivery... held) {
    lanes.addClaimed(List.of(held));
  }

  private Settlement delivered(Delivery delivery) {
    return new Settlement(delivery, attempt(delivery, 204, ""), new Delivered());
  }

  private Settlement retry(Delivery delivery, String head) {
    return new Settlement(
        delivery, attempt(delivery, 503, head), new Retry(now.plus(LEASE), "refused"));
  }

  private Attempt attempt(Delivery delivery, int status, String head) {
    return new Attempt(
        delivery.attempts() + 1, now, Duration.ofMillis(5), new Answered(status, head, null));
  }

  private static List<Integer> statuses(Delivery delivery) {
    return dispatcher
        .jdbc()
        .queryForList(
            "select http_status from recorded_attempts where delivery_id = ? order by number",
            Integer.class,
            delivery.eventId());
  }

  private static int told(Delivery delivery) {
    return dispatcher.told(Topics.CALLBACK_LIFECYCLE, delivery.sessionId().toString()).size();
  }

  /** Transactions of a database that can be away. */
  private record Outages(AtomicBoolean away, TransactionOperations transactions)
      implements TransactionOperations {

    @Override
    public <T> T execute(TransactionCallback<T> action) {
      if (away.get()) {
        throw new CannotCreateTransactionException("away");
      }
      return transactions.execute(action);
    }
  }
}
