package dev.sandi.standalone;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of the ingress is killed in the middle of a burst, at whatever step each request is. */
@RequiresInfrastructure
class KilledIngressIT {

  private static final int ORDERS = 400;
  private static final int CONNECTIONS = 64;

  private static Infrastructure infrastructure;
  private static ServiceProcess processor;
  private static List<ServiceProcess> copies = List.of();

  @BeforeAll
  static void start() throws SQLException {
    infrastructure = Infrastructure.isolated();
    processor = start(Service.PROCESSOR);
    copies = List.of(start(Service.INGRESS), start(Service.INGRESS));
    processor.awaitReady();
    copies.forEach(ServiceProcess::awaitReady);
    try (var superuser = infrastructure.database().superuser();
        var statement = superuser.createStatement()) {
      statement.execute("set search_path = ingress");
      statement.execute("update apps set requests_per_second = 1000000 where id = 'demo'");
    }
  }

  private static ServiceProcess start(Service service) {
    return ServiceProcess.start(
        service,
        Settings.of(service, infrastructure)
            .with("SPRING_PROFILES_ACTIVE", "local")
            .with("SANDI_ABANDONED_AFTER", "8s"));
  }

  @AfterAll
  static void end() {
    copies.forEach(ServiceProcess::kill);
    processor.kill();
    infrastructure.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyKeyThatIsRetriedMakesOneSessionAndOneSms(long seed) {
    // Given
    var random = new Random(seed);
    var victim = copies.get((int) (seed % 2));
    var survivor = copies.get(1 - copies.indexOf(victim));
    long usedBefore = used();
    var orders = orders(random);

    // When
    burst(orders, victim, CONNECTIONS + random.nextInt(ORDERS / 2));
    victim.startAgain();
    var keyed = orders.stream().filter(Order::hasKey).toList();
    var retried = keyed.stream().filter(order -> !order.isAccepted()).toList();
    // The kill has to hit requests that it had begun, or the rest shows nothing.
    assertThat(retried).filteredOn(order -> !order.isUnheard()).isNotEmpty();
    var answered = keyed.stream().filter(Order::isAccepted).limit(60).toList();
    all(retried, order -> order.insistAt(survivor));
    var replays = all(answered, order -> order.insistAt(survivor));
    victim.awaitReady();
    var replaysOfRetried = all(retried, order -> order.insistAt(victim));

    // Then
    areReplays(replays, answered);
    areReplays(replaysOfRetried, retried);

    var sessions = sessions();
    assertThat(keyed).allSatisfy(order -> assertThat(sessions.get(order.msisdn())).hasSize(1));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> stored() == sessions.values().stream().mapToInt(Set::size).sum());
    await().atMost(Duration.ofSeconds(30)).until(() -> waitingToBeSent() == 0);
    var messages = messages();
    assertThat(orders)
        .allSatisfy(
            order ->
                assertThat(messages.getOrDefault(order.msisdn(), 0L))
                    .isBetween(order.isAccepted() ? 1L : 0L, 1L));

    long accepted = orders.stream().filter(Order::isAccepted).count();
    long perhaps =
        orders.stream().filter(order -> !order.isAccepted() && !order.isUnheard()).count();
    await()
        .untilAsserted(
            () -> assertThat(used() - usedBefore).isBetween(accepted, accepted + perhaps));

    // What was admitted and not published is ended, and paid for by nobody.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(listed()).isEqualTo(onTheTopic());
              assertThat(listedAs("requested")).isEmpty();
              assertThat(used()).isLessThanOrEqualTo(onTheTopic().size());
            });
  }

  /** Mobile numbers far from each other; one order in five has no key. */
  private static List<Order> orders(Random random) {
    return random
        .longs(8_100_000_000L, 8_199_999_999L)
        .distinct()
        .limit(ORDERS)
        .mapToObj(
            number ->
                new Order(
                    "62" + number,
                    Optional.of(UUID.randomUUID().toString()).filter(k -> number % 5 != 0)))
        .toList();
  }

  /** Places orders at both copies in turn, and kills one before the {@code fatal}-th. */
  private static void burst(List<Order> orders, ServiceProcess victim, int fatal) {
    var connections = new Semaphore(CONNECTIONS);
    var placed = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < orders.size(); i++) {
      if (i == fatal) {
        placed.add(CompletableFuture.runAsync(victim::kill));
      }
      connections.acquireUninterruptibly();
      placed.add(
          orders
              .get(i)
              .placeAt(copies.get(i % 2))
              .whenComplete((done, failure) -> connections.release()));
    }
    placed.forEach(CompletableFuture::join);
  }

  private static <T> List<T> all(List<Order> orders, Function<Order, CompletableFuture<T>> action) {
    return orders.stream().map(action).toList().stream().map(CompletableFuture::join).toList();
  }

  private static void areReplays(List<HttpResponse<String>> answers, List<Order> orders) {
    for (int i = 0; i < orders.size(); i++) {
      var answer = answers.get(i);
      assertThat(answer.body()).isEqualTo(orders.get(i).answer());
      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.headers().firstValue("Idempotent-Replayed")).contains("true");
    }
  }

  /** The sessions on the topic, by number. */
  private static Map<String, Set<SessionId>> sessions() {
    return infrastructure.broker().read(Topics.OTP_REQUESTED).stream()
        .map(record -> (OtpRequested) EventJson.read(EventType.OTP_REQUESTED, record.value()))
        .collect(
            groupingBy(
                event -> event.msisdn().digits(), mapping(OtpRequested::sessionId, toSet())));
  }

  private static Set<String> onTheTopic() {
    return sessions().values().stream()
        .flatMap(Set::stream)
        .map(SessionId::toString)
        .collect(toSet());
  }

  /** The sessions that are shown as accepted. */
  private static Set<String> listed() {
    return Set.copyOf(query("select id from ingress.requests where http_status = 201"));
  }

  private static List<String> listedAs(String state) {
    return query("select id from ingress.requests where state = '%s'".formatted(state));
  }

  /** How many messages each handset has got. */
  private static Map<String, Long> messages() {
    return query("select msisdn from processor.simulator_inbox").stream()
        .collect(groupingBy(msisdn -> msisdn, counting()));
  }

  private static long stored() {
    return query("select session_id from processor.sessions").size();
  }

  private static long waitingToBeSent() {
    return query("select session_id from processor.submissions").size();
  }

  private static long used() {
    return Long.parseLong(query("select used from ingress.usage where app_id = 'demo'").get(0));
  }

  private static List<String> query(String sql) {
    try (var superuser = infrastructure.database().superuser();
        var statement = superuser.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
