package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.event.Envelope;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.TestSchema;
import dev.sandi.testing.Broker;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedRuntimeException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

@RequiresInfrastructure
class OutboxBatchRelayTest {

  private static final int MOST = 20;

  private final Broker broker = Infrastructure.shared().broker();
  private final AtomicInteger wakes = new AtomicInteger();
  private TestSchema schema;
  private ServiceCopy copy;
  private OutboxBatches batches;
  private OutboxBatchRelay relay;

  @BeforeEach
  void open() {
    new TestTopics(broker).withEvents();
    schema = new TestSchema().withOutbox();
    schema
        .jdbc()
        .execute(
            "create table outbox_batches"
                + " (id bigint generated always as identity primary key, events bytea not null)");
    copy = new ServiceCopy(schema, broker, Duration.ofHours(1));
    batches = new OutboxBatches(copy.jdbc, wakes::incrementAndGet);
    relay = relay(copy.transactions);
  }

  private OutboxBatchRelay relay(TransactionOperations transactions) {
    return new OutboxBatchRelay(
        copy.jdbc, transactions, copy.kafka, copy.outbox, "/sandi/test", MOST, copy.meters());
  }

  @AfterEach
  void close() {
    copy.close();
    schema.close();
  }

  @Test
  void publishesWhatWasToldTogetherInTheOrderOfEachKey() {
    // Given
    SessionId session = SessionId.at(TestEvents.NOW);
    List<Envelope> events =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    i % 5 == 0
                        ? TestEvents.verified()
                        : TestEvents.verified(session, TestEvents.NOW.plusMillis(i)))
            .toList();
    tell(events.subList(0, 200));
    tell(events.subList(200, 500));
    assertThat(schema.count("outbox_batches")).isEqualTo(2);

    // When
    Next next = relay.relay();

    // Then
    assertThat(next).isEqualTo(Next.TOGETHER);
    assertThat(published(events)).hasSize(500);
    assertThat(TestEvents.ofKey(published(events), session.toString()))
        .map(record -> EventRecords.read(record).orElseThrow())
        .containsExactlyElementsOf(
            events.stream().filter(e -> e.event().key().equals(session.toString())).toList());
    assertThat(schema.count("outbox_batches")).isZero();
    assertThat(schema.count("outbox")).isZero();
    assertThat(relay.relay()).isEqualTo(Next.WHEN_WOKEN);
  }

  @Test
  void saysThatMoreMayBeWaitingIfItTookAsManyAsItMay() {
    // Given
    IntStream.range(0, MOST).forEach(i -> tell(List.of(TestEvents.verified())));

    // Then
    assertThat(relay.relay()).isEqualTo(Next.AT_ONCE);
  }

  @Test
  void publishesNothingOfWhatWasRolledBack() {
    // Given
    Envelope event = TestEvents.verified();

    // When
    copy.transactions.executeWithoutResult(
        status -> {
          batches.append(List.of(event));
          status.setRollbackOnly();
        });
    relay.relay();

    // Then
    assertThat(published(List.of(event))).isEmpty();
    assertThat(wakes).hasValue(0);
  }

  @Test
  void wakesTheRelayOnceForAllThatIsToldTogether() {
    // When
    tell(Stream.generate(TestEvents::verified).limit(3).toList());
    tell(List.of());

    // Then
    assertThat(wakes).hasValue(1);
  }

  @Test
  void refusesEventsOutsideATransaction() {
    assertThatThrownBy(() -> batches.append(List.of(TestEvents.verified())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(schema.count("outbox_batches")).isZero();
  }

  @Test
  void leavesWhatTheBrokerRefusesAndWhatFollowsItToTheOutbox() {
    // Given
    Envelope before = TestEvents.verified();
    Envelope large = TestEvents.verified();
    Envelope next = TestEvents.verified(SessionId.of(large.event().key()), TestEvents.NOW);
    Envelope after = TestEvents.verified();
    ToldEvent tooLarge = withBody(ToldEvent.of(large), "x".repeat(5_000_000));
    tellTold(ToldEvent.of(before), tooLarge, ToldEvent.of(next), ToldEvent.of(after));

    // When
    relay.relay();

    // Then
    assertThat(ids(published(List.of(before, large, next, after))))
        .containsExactlyInAnyOrder(before.id(), after.id());
    assertThat(schema.count("outbox_batches")).isZero();
    assertThat(schema.jdbc().queryForList("select event_id from outbox order by id", UUID.class))
        .containsExactly(large.id(), next.id());
  }

  @Test
  void overtakesNothingThatWaitsInTheOutbox() {
    // Given
    Envelope first = TestEvents.verified();
    Envelope second = TestEvents.verified(SessionId.of(first.event().key()), TestEvents.NOW);
    copy.tell(first);
    tell(List.of(second));

    // When
    relay.relay();
    copy.relay.relayBatch();

    // Then
    assertThat(ids(published(List.of(first, second)))).containsExactly(first.id(), second.id());
  }

  @Test
  void publishesAgainUnderTheSameIdWhenItDiesBeforeItsCommit() {
    // Given: a relay whose connection is cut after the broker has the events
    Envelope event = TestEvents.verified();
    tell(List.of(event));
    TransactionOperations cut =
        new TransactionOperations() {
          @Override
          public <T> T execute(TransactionCallback<T> action) {
            return copy.transactions.execute(
                status -> {
                  T result = action.doInTransaction(status);
                  Integer pid = copy.jdbc.queryForObject("select pg_backend_pid()", Integer.class);
                  schema.jdbc().queryForList("select pg_terminate_backend(?)", pid);
                  copy.jdbc.queryForList("select 1");
                  return result;
                });
          }
        };
    assertThatThrownBy(relay(cut)::relay).isInstanceOf(NestedRuntimeException.class);
    assertThat(schema.count("outbox_batches")).isEqualTo(1);

    // When
    relay.relay();

    // Then
    assertThat(ids(published(List.of(event)))).containsExactly(event.id(), event.id());
    assertThat(schema.count("outbox_batches")).isZero();
  }

  private void tell(List<Envelope> events) {
    copy.transactions.executeWithoutResult(status -> batches.append(events));
  }

  private void tellTold(ToldEvent... events) {
    schema
        .jdbc()
        .update(
            "insert into outbox_batches (events) values (?)",
            (Object) PackedEvents.pack(List.of(events)));
  }

  private static ToldEvent withBody(ToldEvent event, String body) {
    return new ToldEvent(
        event.id(),
        event.topic(),
        event.type(),
        event.key(),
        event.subject(),
        event.time(),
        event.trace(),
        body);
  }

  private static List<UUID> ids(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(TestEvents::id).toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> published(List<Envelope> events) {
    List<UUID> ids = events.stream().map(Envelope::id).toList();
    return broker.read(events.get(0).type().topic()).stream()
        .filter(record -> ids.contains(TestEvents.id(record)))
        .toList();
  }
}
