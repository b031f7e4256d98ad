package dev.sandi.dispatcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.event.AppChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.messaging.EventRecords;
import dev.sandi.storage.Columns;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.TraceParent;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.JdbcTemplate;

/** A dispatcher, started as its {@code main} does. */
public final class Dispatcher implements AutoCloseable {

  private static final Map<String, String> QUICK =
      Map.of("sandi.dispatcher.poll-interval", "100ms");

  private final Infrastructure infrastructure;
  private final RunningService service;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Clock clock;

  private Dispatcher(Infrastructure infrastructure, RunningService service, Clock clock) {
    this.infrastructure = infrastructure;
    this.service = service;
    this.clock = clock;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", infrastructure.broker().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Starts the only copy, which may call this machine, on an empty schema. */
  public static Dispatcher start(Clock clock, Map<String, String> properties) {
    Infrastructure shared = Infrastructure.shared();
    empty(shared);
    return start(shared, clock, with(properties, "spring.profiles.active", "local"));
  }

  /** Starts the only copy, which treats this machine as forbidden ground. */
  public static Dispatcher startGuarded(Clock clock) {
    Infrastructure shared = Infrastructure.shared();
    empty(shared);
    return start(shared, clock, Map.of());
  }

  /** Starts a copy beside others. */
  public static Dispatcher join(
      Infrastructure infrastructure,
      Clock clock,
      Map<String, String> properties,
      Class<?>... sources) {
    return start(
        infrastructure, clock, with(properties, "spring.profiles.active", "local"), sources);
  }

  private static Dispatcher start(
      Infrastructure infrastructure,
      Clock clock,
      Map<String, String> properties,
      Class<?>... sources) {
    Map<String, String> all = new HashMap<>(QUICK);
    all.putAll(properties);
    SpringApplicationBuilder application =
        CallbackDispatcherApplication.application()
            .sources(sources)
            .initializers(context -> context.getBeanFactory().registerSingleton("clock", clock))
            .properties("spring.main.allow-bean-definition-overriding=false");
    return new Dispatcher(
        infrastructure,
        RunningService.start(
            application,
            infrastructure.database().jdbcUrl(),
            infrastructure.broker().bootstrapServers(),
            all),
        clock);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> all = new HashMap<>(map);
    all.put(key, value);
    return all;
  }

  private static void empty(Infrastructure infrastructure) {
    try (var connection = infrastructure.database().superuser();
        var statement = connection.createStatement()) {
      statement.execute("drop schema if exists dispatcher cascade");
      statement.execute("create schema dispatcher authorization sandi_dispatcher");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells settings, and waits until they hold here. */
  public void knows(Customer customer) {
    tell(customer.settings(clock.instant()));
    await()
        .until(() -> count("select count(*) from apps where id = ?", customer.id().value()) == 1);
  }

  /** Tells settings of whole milliseconds, and waits until they hold here. */
  public void knows(AppChanged settings) {
    tell(settings);
    await()
        .until(
            () ->
                count(
                        "select count(*) from apps where id = ? and changed_at >= ?",
                        settings.appId().value(),
                        Columns.time(settings.changedAt()))
                    == 1);
  }

  public void tell(Event event) {
    publish(Envelope.of(event, clock.instant(), TraceParent.start()));
  }

  public void publish(Envelope... envelopes) {
    for (Envelope envelope : envelopes) {
      publish(EventRecords.write(envelope, "/sandi/test"));
    }
  }

  public void publish(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public Delivered delivery(UUID eventId) {
    return find(eventId).orElseThrow(() -> new AssertionError("no delivery " + eventId));
  }

  /** A row of {@code deliveries}. */
  public record Delivered(String state, int attempts, String lastError, boolean leased) {}

  public Optional<Delivered> find(UUID eventId) {
    return jdbc()
        .query(
            "select state, attempts, last_error, lease_until is not null as leased from deliveries"
                + " where event_id = ?",
            (row, number) ->
                new Delivered(
                    row.getString("state"),
                    row.getInt("attempts"),
                    row.getString("last_error"),
                    row.getBoolean("leased")),
            eventId)
        .stream()
        .findFirst();
  }

  public int count(String sql, Object... arguments) {
    return Objects.requireNonNull(jdbc().queryForObject(sql, Integer.class, arguments));
  }

  /** Events that were published, of one session. */
  public List<Envelope> told(String topic, String sessionId) {
    return infrastructure.broker().read(topic).stream()
        .filter(record -> new String(record.key(), UTF_8).equals(sessionId))
        .map(Dispatcher::read)
        .toList();
  }

  private static Envelope read(ConsumerRecord<byte[], byte[]> record) {
    return EventRecords.read(record).orElseThrow();
  }

  public JdbcTemplate jdbc() {
    return service.bean(JdbcTemplate.class);
  }

  public RunningService service() {
    return service;
  }

  public Infrastructure infrastructure() {
    return infrastructure;
  }

  @Override
  public void close() {
    producer.close();
    service.close();
  }
}
