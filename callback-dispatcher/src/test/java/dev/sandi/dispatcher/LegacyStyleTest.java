package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackPolicy.Order;
import dev.sandi.value.CallbackPolicy.Style;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LegacyStyleTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private Dispatcher dispatcher;
  private Receiver receiver;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(clock, Map.of());
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @BeforeEach
  void listen() {
    receiver = Receiver.start();
  }

  @AfterEach
  void hangUp() {
    receiver.close();
  }

  private record Told(int status, Function<Session, LifecycleEvent> event) {}

  private List<Told> everything() {
    Instant now = clock.instant();
    return List.of(
        new Told(0, s -> new OtpSent(s, "smpp", "m", 1, now, now.plusSeconds(300))),
        new Told(1, s -> new OtpDelivered(s, "smpp", "m", now)),
        new Told(2, s -> new OtpVerified(s, now)),
        new Told(3, s -> new OtpExpired(s, now)),
        new Told(4, s -> new OtpFailed(s, "operator_refused", "smpp", "0x45", now)),
        new Told(4, s -> new OtpFailed(s, "a_reason_of_the_future", null, null, now)),
        new Told(5, s -> new OtpFailed(s, "operator_unreachable", "smpp", null, now)),
        new Told(5, s -> new OtpFailed(s, "no_gateway_left", null, null, now)),
        new Told(6, s -> new OtpRejected(s, "spam", "too_many", Map.of(), now)),
        new Told(6, s -> new OtpRejected(s, "sequential", "a_walk", Map.of(), now)),
        new Told(7, s -> new OtpUndelivered(s, "smpp", "m", "absent_subscriber", null, now)),
        new Told(8, s -> new OtpUndelivered(s, "smpp", "m", "unknown", null, now)),
        new Told(9, s -> new OtpRejected(s, "blocked", "number", Map.of(), now)),
        new Told(9, s -> new OtpRejected(s, "geography", "not_served", Map.of(), now)));
  }

  @Test
  void everyEventHasItsNumber() {
    // Given
    Customer customer = customer(Style.LEGACY_GET);
    List<String> expected = new ArrayList<>();
    List<Class<?>> kinds = new ArrayList<>();

    // When
    for (Told told : everything()) {
      Session session = Happened.session(customer.id(), receiver.url("/otp"), clock.instant());
      LifecycleEvent event = told.event().apply(session);
      expected.add("/otp?session_id=" + session.id() + "&status=" + told.status());
      kinds.add(event.getClass());
      dispatcher.publish(Happened.envelope(event, clock.instant()));
    }

    // Then
    await().atMost(LONG).until(() -> receiver.requests().size() == expected.size());
    assertThat(receiver.requests())
        .extracting(Received::path)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(kinds).containsAll(Arrays.asList(LifecycleEvent.class.getPermittedSubclasses()));
  }

  @Test
  void isGotWithoutABodyASignatureOrAnythingOfTheNumber() {
    // Given
    Customer customer = customer(Style.LEGACY_GET);

    // When
    Envelope event = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
    dispatcher.publish(event);
    await().atMost(LONG).until(() -> receiver.requests().size() == 1);

    // Then
    Received request = receiver.requests().get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.body()).isEmpty();
    assertThat(request.id()).isEqualTo(event.id().toString());
    assertThat(request.headers())
        .doesNotContainKeys("Webhook-signature", "Webhook-timestamp", "Content-type");
    assertThat(request.path() + request.headers()).doesNotContain(Happened.NUMBER.digits());
  }

  @Test
  void isPostedWithoutABodyToAUrlWhoseQueryStaysAsItIs() {
    // Given
    Customer customer = customer(Style.LEGACY_POST);
    List<String> urls =
        List.of("/a?token=x%26y&q=a+b%20c", "/b?", "/c?x&", "/%7Eu/;v=1", "?status=old");

    // When
    List<Session> sessions =
        urls.stream()
            .map(url -> Happened.session(customer.id(), receiver.url(url), clock.instant()))
            .toList();
    sessions.forEach(session -> dispatcher.publish(Happened.verified(session, clock.instant())));
    await().atMost(LONG).until(() -> receiver.requests().size() == urls.size());

    // Then
    assertThat(receiver.requests())
        .extracting(Received::path)
        .containsExactlyInAnyOrder(
            "/a?token=x%26y&q=a+b%20c&" + told(sessions.get(0)),
            "/b?" + told(sessions.get(1)),
            "/c?x&" + told(sessions.get(2)),
            "/%7Eu/;v=1?" + told(sessions.get(3)),
            "/?status=old&" + told(sessions.get(4)));
    assertThat(receiver.requests())
        .allSatisfy(
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.body()).isEmpty();
              assertThat(request.header("Content-length")).isEqualTo("0");
            });
  }

  private static String told(Session session) {
    return "session_id=" + session.id() + "&status=2";
  }

  @Test
  void isRepeatedLikeAnyOtherAndNeedsNoKey() {
    // Given
    Customer customer = Customer.random();
    dispatcher.knows(customer.withoutKeys(clock.instant(), policy(Style.LEGACY_GET)));
    receiver.replies(Reply.of(503));
    String longest = "/" + "x".repeat(2048 - receiver.url("/").length());
    Envelope event = Happened.sent(customer.id(), receiver.url(longest), clock.instant());
    dispatcher.publish(event);
    await().atMost(LONG).until(() -> receiver.requests().size() == 1);

    // When
    receiver.replies(Reply.of(200));
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              assertThat(dispatcher.delivery(event.id()).state()).isEqualTo("delivered");
            });

    // Then
    assertThat(receiver.requests()).extracting(Received::path).hasSize(2);
    assertThat(receiver.requests()).extracting(Received::id).containsOnly(event.id().toString());
    assertThat(receiver.requests().get(1).path()).isEqualTo(receiver.requests().get(0).path());
  }

  private Customer customer(Style style) {
    Customer customer = Customer.random();
    dispatcher.knows(customer.settings(clock.instant(), policy(style)));
    return customer;
  }

  private static CallbackPolicy policy(Style style) {
    return new CallbackPolicy(List.of(), false, Order.SESSION, style);
  }
}
