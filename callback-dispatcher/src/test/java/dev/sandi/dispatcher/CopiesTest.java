package dev.sandi.dispatcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.event.Envelope;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.CallbackPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class CopiesTest {

  private static final Map<String, String> ONE_SLOT =
      Map.of("sandi.dispatcher.concurrency-per-endpoint", "1");

  private final SettableClock clock = new SettableClock(Instant.now());

  @Test
  void keepTheirPlaceInTheirGroupByTheirName() {
    try (Dispatcher one = Dispatcher.start(clock, Map.of("sandi.instance", "copy-a"));
        Admin admin =
            Admin.create(
                Map.of("bootstrap.servers", one.infrastructure().broker().bootstrapServers()))) {
      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(members(admin))
                      .isNotEmpty()
                      .allSatisfy(
                          member ->
                              assertThat(member.groupInstanceId())
                                  .hasValueSatisfying(
                                      name -> assertThat(name).startsWith("copy-a"))));
    }
  }

  private static Collection<MemberDescription> members(Admin admin) throws Exception {
    return Objects.requireNonNull(
            admin
                .describeConsumerGroups(List.of("callback-dispatcher"))
                .all()
                .get()
                .get("callback-dispatcher"))
        .members();
  }

  @Test
  void shareWorkWithoutCallingTwice() {
    try (Dispatcher one = Dispatcher.start(clock, Map.of("sandi.dispatcher.in-memory", "20"));
        Dispatcher two =
            Dispatcher.join(
                one.infrastructure(), clock, Map.of("sandi.dispatcher.in-memory", "20"));
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      one.knows(customer);
      List<Envelope> events =
          IntStream.range(0, 300)
              .mapToObj(i -> Happened.sent(customer.id(), receiver.url("/"), clock.instant()))
              .toList();

      // When
      one.publish(events.toArray(Envelope[]::new));

      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(two.count("select count(*) from deliveries where state = 'delivered'"))
                      .isEqualTo(300));
      assertThat(receiver.requests())
          .extracting(Received::id)
          .containsExactlyInAnyOrderElementsOf(
              events.stream().map(event -> event.id().toString()).toList());
    }
  }

  @Test
  void endWhatACopyHeldThatDiedIfItsAppWantsNothingTwice() {
    try (Dispatcher survivor = Dispatcher.start(clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = calledOnceWhoWantsNothingTwice(survivor, receiver);
      Envelope event = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      heldByACopyThatDied(survivor, event, receiver.url("/"));
      // The survivor looks for such rows once a second, and leaves it alone while it is leased.
      await()
          .during(Duration.ofSeconds(3))
          .until(() -> survivor.delivery(event.id()).state().equals("pending"));

      // When
      clock.advance(Duration.ofSeconds(61));

      // Then
      await()
          .untilAsserted(
              () -> assertThat(survivor.delivery(event.id()).state()).isEqualTo("exhausted"));
      assertThat(
              survivor.count(
                  "select count(*) from deliveries where end_reason = 'interrupted'"
                      + " and ended_at is not null"))
          .isEqualTo(1);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @Test
  void shutNoEndpointByDying() {
    try (Dispatcher survivor = Dispatcher.start(clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = calledOnceWhoWantsNothingTwice(survivor, receiver);
      for (int i = 0; i < 30; i++) {
        Envelope event = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
        heldByACopyThatDied(survivor, event, receiver.url("/"));
      }

      // When
      clock.advance(Duration.ofSeconds(61));

      // Then
      await()
          .until(
              () ->
                  survivor.count("select count(*) from deliveries where end_reason = 'interrupted'")
                      == 30);
      survivor.publish(Happened.sent(customer.id(), receiver.url("/"), clock.instant()));
      await().until(() -> receiver.requests().size() == 2);
      assertThat(survivor.count("select count(*) from endpoints where gate <> 'open'")).isZero();
    }
  }

  @Test
  void takeOverWhatACopyHeldWhenItsLeaseHasRunOut() {
    Set<String> ids = new HashSet<>();
    try (Dispatcher survivor = Dispatcher.start(clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      survivor.knows(customer);
      survivor.publish(Happened.sent(customer.id(), receiver.url("/"), clock.instant()));
      await().until(() -> receiver.requests().size() == 1);
      Envelope event = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      heldByACopyThatDied(survivor, event, receiver.url("/"));
      clock.advance(Duration.ofSeconds(59));
      survivor.publish(Happened.sent(customer.id(), receiver.url("/"), clock.instant()));
      await().until(() -> receiver.requests().size() == 2);
      receiver.requests().forEach(request -> ids.add(request.id()));
      assertThat(ids).doesNotContain(event.id().toString());

      // When
      clock.advance(Duration.ofSeconds(2));

      // Then
      await().until(() -> receiver.requests().size() == 3);
      assertThat(receiver.requests().get(2).id()).isEqualTo(event.id().toString());
      assertThat(customer.signed(receiver.requests().get(2))).isTrue();
    }
  }

  /** Its endpoint is known, so that rows can be made for it. */
  private Customer calledOnceWhoWantsNothingTwice(Dispatcher dispatcher, Receiver receiver) {
    Customer customer = Customer.random();
    dispatcher.knows(customer);
    dispatcher.tell(
        customer.settings(clock.instant().plusMillis(1), new CallbackPolicy(List.of(), true)));
    await()
        .until(
            () -> dispatcher.count("select count(*) from apps where callbacks is not null") == 1);
    dispatcher.publish(Happened.sent(customer.id(), receiver.url("/"), clock.instant()));
    await().until(() -> receiver.requests().size() == 1);
    return customer;
  }

  /** The row as it stands after a copy took the event in and before it wrote anything else. */
  private void heldByACopyThatDied(Dispatcher dispatcher, Envelope event, String url) {
    dispatcher
        .jdbc()
        .update(
            """
            insert into deliveries (event_id, endpoint_id, app_id, session_id, type, url, body,
                traceparent, state, next_attempt_at, lease_until, claim_id, in_hand, waited,
                created_at)
            select ?, endpoint_id, app_id, session_id, type, ?, body, traceparent,
                'pending', created_at, cast(? as timestamptz), gen_random_uuid(), true, false,
                created_at
            from deliveries limit 1
            """,
            event.id(),
            url,
            clock.instant().plusSeconds(60).toString());
  }

  @Test
  void writeTheResultsOfWhatRunsWhenTheyStop() throws Exception {
    try (RawServer slow =
        RawServer.start(
            out -> {
              TimeUnit.MILLISECONDS.sleep(700);
              out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
              out.flush();
              Thread.currentThread().join();
            })) {
      // Given
      Dispatcher leaving = Dispatcher.start(clock, Map.of());
      Customer customer = Customer.random();
      leaving.knows(customer);
      leaving.publish(Happened.sent(customer.id(), slow.url("/"), clock.instant()));
      await().until(() -> slow.connections() == 1);

      // When
      leaving.close();

      // Then
      assertThat(leaving.infrastructure().database().dump())
          .containsPattern("\tdelivered\t1\t[^\n]*\t204\t");
    }
  }

  @Test
  void goOnAtOnceWithWhatACopyHadNotBegunWhenItStopped() {
    try (RawServer blackHole = RawServer.blackHole()) {
      // Given
      Dispatcher leaving = Dispatcher.start(clock, ONE_SLOT);
      Customer customer = Customer.random();
      leaving.knows(customer);
      List<Envelope> events =
          IntStream.range(0, 10)
              .mapToObj(i -> Happened.sent(customer.id(), blackHole.url("/"), clock.instant()))
              .toList();
      leaving.publish(events.toArray(Envelope[]::new));
      await().until(() -> leaving.count("select count(*) from deliveries") == 10);
      await().until(() -> blackHole.connections() == 1);

      // When
      Instant start = Instant.now();
      leaving.close();
      Duration took = Duration.between(start, Instant.now());

      // Then
      assertThat(took).isLessThan(Duration.ofSeconds(4));
      try (Dispatcher next = Dispatcher.join(leaving.infrastructure(), clock, Map.of())) {
        await().until(() -> blackHole.connections() == 10);
        assertThat(next.count("select count(*) from deliveries where state = 'pending'"))
            .isEqualTo(10);
      }
    }
  }
}
