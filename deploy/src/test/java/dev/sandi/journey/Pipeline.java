package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.ingress.app.LocalApps;
import dev.sandi.journey.Customer.Answer;
import dev.sandi.processor.OtpProcessorApplication;
import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.testing.Broker;
import dev.sandi.testing.Database;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.testing.SettableClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** The three services, each on a port of its own, as a local run configures them. */
final class Pipeline implements AutoCloseable {

  private static final Map<String, String> LOCAL =
      Map.of(
          "spring.profiles.active",
          "local",
          "spring.kafka.consumer.properties.group.instance.id",
          "journey");

  /** Null for the time that it is. */
  private final @Nullable SettableClock clock;

  private final Database database;
  private final Broker broker;
  private final RunningService processor;
  private final RunningService dispatcher;
  private final RunningService ingress;

  private Pipeline(
      Database database,
      Broker broker,
      Map<String, String> all,
      Map<String, String> more,
      @Nullable SettableClock clock) {
    this.database = database;
    this.broker = broker;
    this.clock = clock;
    Map<String, String> local = new HashMap<>(LOCAL);
    local.putAll(all);
    this.processor = start(OtpProcessorApplication.application(), local);
    this.dispatcher = start(CallbackDispatcherApplication.application(), local);
    Map<String, String> ingressProperties = new HashMap<>(local);
    ingressProperties.put("sandi.ingress.admin-token", LocalApps.ADMIN_TOKEN);
    ingressProperties.put("sandi.processor-url", "http://localhost:" + processor.port());
    ingressProperties.put("sandi.dispatcher-url", "http://localhost:" + dispatcher.port());
    ingressProperties.putAll(more);
    this.ingress = start(ApiIngressApplication.application(), ingressProperties);
    // It is started before all that it needs is there.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Customer.exchange(readiness(ingress)).status() == 200);
  }

  static Pipeline start(Infrastructure infrastructure) {
    return start(infrastructure, Map.of());
  }

  /**
   * @param more what this test sets of the ingress
   */
  static Pipeline start(Infrastructure infrastructure, Map<String, String> more) {
    return new Pipeline(
        infrastructure.database(),
        infrastructure.broker(),
        Map.of(),
        more,
        settable(Instant.now()));
  }

  /**
   * @param all what this test sets of all services
   */
  static Pipeline startWith(Infrastructure infrastructure, Map<String, String> all) {
    return new Pipeline(
        infrastructure.database(), infrastructure.broker(), all, Map.of(), settable(Instant.now()));
  }

  /**
   * On a database and a broker that need not have been made together.
   *
   * @param now what the clock begins with
   */
  static Pipeline start(Database database, Broker broker, Instant now) {
    return new Pipeline(database, broker, Map.of(), Map.of(), settable(now));
  }

  /** By the clock of the machine, as people outside see it. */
  static Pipeline startOnTime(Infrastructure infrastructure) {
    return new Pipeline(
        infrastructure.database(), infrastructure.broker(), Map.of(), Map.of(), null);
  }

  private static SettableClock settable(Instant now) {
    return new SettableClock(now.truncatedTo(ChronoUnit.MILLIS));
  }

  /** The classes of the beans of all three, by name. */
  List<String> typesOfBeans() {
    return Stream.of(ingress, processor, dispatcher)
        .flatMap(service -> service.typesOfBeans().stream())
        .toList();
  }

  private static HttpRequest.Builder readiness(RunningService service) {
    return HttpRequest.newBuilder(service.uri("/actuator/health/readiness"));
  }

  /** The status of a probe of the ingress, on its public port. */
  int probe(String path) {
    return Customer.exchange(HttpRequest.newBuilder(ingress.uri(path))).status();
  }

  /** What Prometheus reads of all three services. */
  Exported metrics() {
    return Exported.of(
        Stream.of(ingress, processor, dispatcher)
            .map(service -> Customer.text(service.managementUri("/actuator/prometheus")))
            .collect(Collectors.joining()));
  }

  private RunningService start(
      SpringApplicationBuilder application, Map<String, String> properties) {
    if (clock != null) {
      application.initializers(
          context ->
              ((GenericApplicationContext) context)
                  .registerBean(
                      "settableClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
    }
    return RunningService.start(
        application, database.jdbcUrl(), broker.bootstrapServers(), properties);
  }

  /** Where the ingress is called. */
  URI uri(String path) {
    return ingress.uri(path);
  }

  /** Where the services listen that in a local run are on 8080, 8081 and 8082. */
  Map<Integer, Integer> ports() {
    return Map.of(8080, ingress.port(), 8081, processor.port(), 8082, dispatcher.port());
  }

  Customer customer(String app, String key) {
    return new Customer(ingress, processor, app, key);
  }

  /** Makes a number one of an app's test numbers. */
  void addTestNumber(String app, String msisdn, String code, String outcome) {
    Answer answer =
        administer(
            "PUT",
            "/apps/%s/test-numbers/%s".formatted(app, msisdn),
            "{\"otp\":\"%s\",\"outcome\":\"%s\"}".formatted(code, outcome));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
  }

  /**
   * What an administrator does.
   *
   * @param path below {@code /admin/v1}
   * @param body JSON; empty if there is none
   */
  Answer administer(String method, String path, String body) {
    return Customer.exchange(
        HttpRequest.newBuilder(ingress.uri("/admin/v1" + path))
            .header("Authorization", "Bearer " + LocalApps.ADMIN_TOKEN)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  /** Opens a gateway of a kind on the processor, as a definition of it would. */
  SmsGateway open(String kind, String name, Map<String, Object> settings) {
    return processor.beans(GatewayKind.class).stream()
        .filter(each -> each.name().equals(kind))
        .findFirst()
        .orElseThrow()
        .open(name, settings);
  }

  /** What a provider reports to the ingress. */
  Answer report(String gateway, String json) {
    return Customer.exchange(
        HttpRequest.newBuilder(ingress.uri("/v2/reports/" + gateway))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** Moves the clock that all three services go by. */
  void advance(Duration time) {
    Objects.requireNonNull(clock).advance(time);
  }

  /** What is accepted from now on waits in Kafka. */
  void stopProcessor() {
    processor.close();
  }

  @Override
  public void close() {
    ingress.close();
    processor.close();
    dispatcher.close();
  }
}
