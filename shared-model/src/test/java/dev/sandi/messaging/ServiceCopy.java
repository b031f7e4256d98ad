package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.TestSchema;
import dev.sandi.testing.Broker;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Outbox and relay of one copy of a service, wired as {@link MessagingConfiguration} does. */
final class ServiceCopy implements AutoCloseable {

  final JdbcTemplate jdbc;
  final TransactionTemplate transactions;
  final KafkaTemplate<byte[], byte[]> kafka;
  final MeterRegistry metrics = new SimpleMeterRegistry();
  final OutboxRelay relay;
  final Outbox outbox;
  final AtomicInteger rounds = new AtomicInteger();

  private final WakeableLoop loop;

  ServiceCopy(TestSchema schema, Broker broker, Duration safetyNet) {
    DataSource dataSource = schema.connect();
    jdbc = new JdbcTemplate(dataSource);
    transactions = TestSchema.transactions(dataSource);
    kafka = new TestTopics(broker).template();
    relay = new OutboxRelay(jdbc, transactions, kafka, "/sandi/test", 100, meters());
    loop =
        new WakeableLoop(
            "test-relay",
            safetyNet,
            0,
            () -> {
              rounds.incrementAndGet();
              return relay.relayBatch();
            });
    outbox = new Outbox(jdbc, loop::wake);
  }

  /** Of an outbox, as the services have them. */
  RelayMeters meters() {
    return new RelayMeters(metrics, Tracing.OFF, Clock.systemUTC(), "events");
  }

  /** For how many seconds the oldest event has waited, for all that the relay knows. */
  double age() {
    return metrics.get("sandi.outbox.age").gauge().value();
  }

  ServiceCopy started() {
    loop.start();
    return this;
  }

  void tell(Envelope... events) {
    transactions.executeWithoutResult(status -> outbox.append(List.of(events)));
  }

  @Override
  public void close() {
    loop.stop();
    kafka.destroy();
    kafka.getProducerFactory().reset();
  }
}
