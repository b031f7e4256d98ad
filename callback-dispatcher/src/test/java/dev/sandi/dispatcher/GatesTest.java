package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.CallbackEndpointGone;
import dev.sandi.event.EndpointEvent;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On two copies: what one of them writes holds on both. */
@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatesTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private Dispatcher dispatcher;
  private Dispatcher other;
  private Customer customer;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(clock, Map.of());
    other = Dispatcher.join(dispatcher.infrastructure(), clock, Map.of());
    customer = Customer.random();
    dispatcher.knows(customer);
  }

  @AfterAll
  void stop() {
    other.close();
    dispatcher.close();
  }

  @Test
  void callsAnEndpointThatIsGoneNoMoreUntilItIsOpened() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(410));
      long gone = known(other, "gone");
      Envelope told = event(receiver);
      dispatcher.publish(told);
      awaitGate(receiver, "gone");
      assertThat(dispatcher.delivery(told.id()).state()).isEqualTo("exhausted");
      awaitEveryCopy("gone", gone + 1);

      // When
      List<Envelope> waiting = events(receiver, 20);
      dispatcher.publish(waiting.toArray(Envelope[]::new));
      awaitPending(receiver, 20);
      clock.advance(Duration.ofDays(1));
      passTheMarker();

      // Then
      assertThat(receiver.requests()).hasSize(1);
      assertThat(view(receiver))
          .contains("\"gate\":\"gone\"", "\"reason\":\"gone\"", "\"since\":", "\"pending\":20");
      awaitOldest("all", Duration.ofDays(1));
      assertThat(gauge("sandi.dispatcher.oldest.due", "endpoints", "open")).isLessThan(86_000);
      assertThat(gauge("sandi.dispatcher.endpoints", "state", "gone")).isEqualTo(1);
      await()
          .untilAsserted(
              () ->
                  assertThat(dispatcher.told(Topics.CALLBACK_LIFECYCLE, customer.id().value()))
                      .extracting(Envelope::event)
                      .filteredOn(e -> ((EndpointEvent) e).origin().equals(receiver.url("")))
                      .singleElement()
                      .isInstanceOfSatisfying(
                          CallbackEndpointGone.class,
                          e -> assertThat(e.goneAt()).isBeforeOrEqualTo(clock.instant())));

      // When
      receiver.replies(Reply.of(200));
      HttpResponse<String> opened = open(receiver);

      // Then
      assertThat(opened.statusCode()).isEqualTo(200);
      assertThat(opened.body()).contains("\"gate\":\"open\"");
      await().atMost(LONG).untilAsserted(() -> assertThat(delivered(receiver)).isEqualTo(20));
      assertThat(receiver.requests()).hasSize(21);
    }
  }

  @Test
  void probesAnEndpointThatOnlyFailsOneByOneAndWritesNothingAboutWhatWaits() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(500));
      long broken = known(other, "broken");
      dispatcher.publish(events(receiver, 60).toArray(Envelope[]::new));
      awaitGate(receiver, "broken");
      awaitNothingLeased(receiver);
      awaitEveryCopy("broken", broken + 1);
      int tried = receiver.requests().size();
      assertThat(tried).isGreaterThanOrEqualTo(20);

      // When
      dispatcher.publish(events(receiver, 40).toArray(Envelope[]::new));
      awaitPending(receiver, 100);
      List<String> rows = rows(receiver);
      clock.advance(Duration.ofSeconds(29));
      passTheMarker();

      // Then
      assertThat(receiver.requests()).hasSize(tried);
      assertThat(rows(receiver)).isEqualTo(rows);

      // When
      clock.advance(Duration.ofSeconds(2));
      awaitProbes(receiver, 1);
      clock.advance(Duration.ofSeconds(59));
      passTheMarker();

      // Then
      assertThat(receiver.requests()).hasSize(tried + 1);
      assertThat(rows(receiver)).filteredOn(row -> !rows.contains(row)).hasSize(1);

      // When
      clock.advance(Duration.ofSeconds(2));
      awaitProbes(receiver, 2);
      receiver.replies(Reply.of(200));
      clock.advance(Duration.ofSeconds(121));

      // Then
      awaitGate(receiver, "open");
      await().atMost(LONG).untilAsserted(() -> assertThat(delivered(receiver)).isEqualTo(100));
      assertThat(receiver.requests()).hasSize(tried + 2 + 100);
    }
  }

  @Test
  void callsAnEndpointThatIsPausedNoMoreUntilItIsOpenedAndDropsNothing() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(503));
      Envelope failed = event(receiver);
      dispatcher.publish(failed);
      await().atMost(LONG).until(() -> receiver.requests().size() == 1);
      long before = known(other, "paused");
      HttpResponse<String> paused = change(receiver, "pause");
      awaitEveryCopy("paused", before + 1);

      // When
      receiver.replies(Reply.of(200));
      dispatcher.publish(events(receiver, 20).toArray(Envelope[]::new));
      awaitPending(receiver, 21);
      clock.advance(Duration.ofHours(9));
      passTheMarker();

      // Then
      assertThat(paused.statusCode()).isEqualTo(200);
      assertThat(paused.body()).contains("\"gate\":\"paused\"", "\"reason\":\"paused\"");
      assertThat(receiver.requests()).hasSize(1);
      assertThat(view(receiver)).contains("\"gate\":\"paused\"", "\"pending\":21");
      assertThat(gauge("sandi.dispatcher.endpoints", "state", "paused")).isEqualTo(1);

      // When
      HttpResponse<String> opened = open(receiver);

      // Then
      assertThat(opened.body()).contains("\"gate\":\"open\"");
      await().atMost(LONG).untilAsserted(() -> assertThat(delivered(receiver)).isEqualTo(21));
      assertThat(receiver.requests()).hasSize(22);
    }
  }

  @Test
  void opensAndPausesOnlyEndpointsOfTheAppThatIsNamedAndOnlyForTheOtherServices() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // Given
      dispatcher.publish(event(receiver));
      await().until(() -> receiver.requests().size() == 1);

      // Then
      for (String change : List.of("open", "pause")) {
        String path = "/endpoints/" + id(receiver) + "/" + change;
        assertThat(post("/internal/v1/apps/another" + path, RunningService.INTERNAL_TOKEN))
            .extracting(HttpResponse::statusCode)
            .isEqualTo(404);
        assertThat(post("/internal/v1/apps/" + customer.id() + path, "a wrong token of any length"))
            .extracting(HttpResponse::statusCode)
            .isEqualTo(401);
      }
    }
  }

  private Envelope event(Receiver receiver) {
    return Happened.sent(customer.id(), receiver.url("/"), clock.instant());
  }

  private List<Envelope> events(Receiver receiver, int count) {
    return IntStream.range(0, count).mapToObj(i -> event(receiver)).toList();
  }

  /** What was due by now on a healthy endpoint has been called. */
  private void passTheMarker() {
    try (Receiver healthy = Receiver.start()) {
      dispatcher.publish(events(healthy, 20).toArray(Envelope[]::new));
      await().atMost(LONG).until(() -> healthy.requests().size() == 20);
    }
  }

  private void awaitEveryCopy(String gate, long count) {
    for (Dispatcher copy : List.of(dispatcher, other)) {
      await().atMost(LONG).until(() -> known(copy, gate) == count);
    }
  }

  /** How many endpoints a copy knows to be shut so. */
  private static long known(Dispatcher copy, String gate) {
    return (long)
        copy.service()
            .bean(MeterRegistry.class)
            .get("sandi.dispatcher.endpoints")
            .tag("state", gate)
            .gauge()
            .value();
  }

  private void awaitGate(Receiver receiver, String gate) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        dispatcher
                            .jdbc()
                            .queryForList(ENDPOINT + "gate = ?", origin(receiver), gate))
                    .hasSize(1));
  }

  private void awaitOldest(String endpoints, Duration age) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(gauge("sandi.dispatcher.oldest.due", "endpoints", endpoints))
                    .isGreaterThanOrEqualTo((double) age.toSeconds()));
  }

  private double gauge(String name, String tag, String value) {
    return dispatcher.service().bean(MeterRegistry.class).get(name).tag(tag, value).gauge().value();
  }

  private void awaitProbes(Receiver receiver, int probes) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(dispatcher.count(COUNT + "probes = ?", origin(receiver), probes))
                    .isEqualTo(1));
  }

  private void awaitPending(Receiver receiver, int count) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(dispatcher.count(DELIVERIES + "state = 'pending'", origin(receiver)))
                    .isEqualTo(count));
  }

  private void awaitNothingLeased(Receiver receiver) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        dispatcher.count(DELIVERIES + "lease_until is not null", origin(receiver)))
                    .isZero());
  }

  private int delivered(Receiver receiver) {
    return dispatcher.count(DELIVERIES + "state = 'delivered'", origin(receiver));
  }

  /** Each row with the transaction that wrote it last. */
  private List<String> rows(Receiver receiver) {
    return dispatcher
        .jdbc()
        .queryForList(
            "select d.event_id || ' ' || d.xmin from deliveries d join endpoints e"
                + " on e.id = endpoint_id where origin = ? order by event_id",
            String.class,
            origin(receiver));
  }

  private static final String ENDPOINT = "select id from endpoints where origin = ? and ";
  private static final String COUNT = "select count(*) from endpoints where origin = ? and ";
  private static final String DELIVERIES =
      "select count(*) from deliveries d join endpoints e on e.id = endpoint_id where origin = ? and ";

  private static String origin(Receiver receiver) {
    return receiver.url("");
  }

  private long id(Receiver receiver) {
    return dispatcher.count("select id from endpoints where origin = ?", origin(receiver));
  }

  private String view(Receiver receiver) throws IOException, InterruptedException {
    String all =
        send(HttpRequest.newBuilder(uri("/internal/v1/apps/" + customer.id() + "/endpoints")))
            .body();
    int start = all.indexOf("{\"id\":" + id(receiver) + ",");
    return all.substring(start, all.indexOf('}', start));
  }

  private HttpResponse<String> open(Receiver receiver) throws IOException, InterruptedException {
    return change(receiver, "open");
  }

  private HttpResponse<String> change(Receiver receiver, String change)
      throws IOException, InterruptedException {
    return post(
        "/internal/v1/apps/%s/endpoints/%d/%s".formatted(customer.id(), id(receiver), change),
        RunningService.INTERNAL_TOKEN);
  }

  private HttpResponse<String> post(String path, String token)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(
        request.header("Authorization", "Bearer " + RunningService.INTERNAL_TOKEN).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return dispatcher.service().uri(path);
  }
}
