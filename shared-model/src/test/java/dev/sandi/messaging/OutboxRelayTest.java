package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.EventJson;
import dev.sandi.event.Topics;
import dev.sandi.storage.TestSchema;
import dev.sandi.testing.Broker;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedRuntimeException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

@RequiresInfrastructure
class OutboxRelayTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final Broker broker = Infrastructure.shared().broker();
  private TestSchema schema;
  private ServiceCopy copy;

  @BeforeEach
  void open() {
    new TestTopics(broker).withEvents();
    schema = new TestSchema().withOutbox();
    copy = new ServiceCopy(schema, broker, NEVER);
  }

  @AfterEach
  void close() {
    copy.close();
    schema.close();
  }

  @Test
  void publishesWhatWasCommittedWithAllHeaders() {
    // Given
    Envelope event = TestEvents.verified();
    copy.tell(event);

    // When
    copy.relay.relayBatch();

    // Then
    var record = published(event).get(0);
    assertThat(record.value()).isEqualTo(EventJson.write(event.event()));
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    assertThat(headers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", event.id().toString(),
                "ce_type", "otp.verified.v1",
                "ce_source", "/sandi/test",
                "ce_time", "2026-01-18T09:30:00.123Z",
                "ce_subject", event.event().subject(),
                "traceparent", event.trace().value(),
                "content-type", "application/json"));
    assertThat(EventRecords.read(record)).contains(event);
    assertThat(schema.count("outbox")).isZero();
  }

  @Test
  void publishesNothingOfWhatWasRolledBack() {
    // Given
    Envelope event = TestEvents.verified();
    copy.transactions.executeWithoutResult(
        status -> {
          copy.outbox.append(List.of(event));
          status.setRollbackOnly();
        });

    // When
    copy.relay.relayBatch();

    // Then
    assertThat(published(event)).isEmpty();
  }

  @Test
  void publishesWithinMomentsOfTheCommit() {
    // Given: a safety net that cannot be what publishes
    copy.started();
    copy.tell(TestEvents.verified());
    await().until(() -> schema.count("outbox") == 0);

    // When
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      Envelope event = TestEvents.verified();
      copy.tell(event);
      long committed = System.nanoTime();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> schema.count("outbox") == 0);
      millis.add(Duration.ofNanos(System.nanoTime() - committed).toMillis());
    }

    // Then
    assertThat(millis.stream().sorted().toList().get(millis.size() / 2)).isLessThan(500);
  }

  @Test
  void twoCopiesKeepTheOrderOfEachKeyAndLoseNothing() throws Exception {
    // Given
    schema.jdbc().execute("create table session (id uuid primary key, told int not null)");
    List<SessionId> sessions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sessions.add(SessionId.at(TestEvents.NOW));
      schema.jdbc().update("insert into session values (?, 0)", sessions.get(i).value());
    }
    int eventsPerWriter = 150;

    // When: writers of both copies tell of the same sessions, each time under the session's lock
    try (var other = new ServiceCopy(schema, broker, NEVER)) {
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        ServiceCopy teller = w % 2 == 0 ? copy.started() : other.started();
        int first = w;
        writers.add(
            new Thread(
                () -> {
                  for (int i = 0; i < eventsPerWriter; i++) {
                    tellNext(teller, sessions.get((first * 3 + i) % sessions.size()));
                  }
                }));
      }
      writers.forEach(Thread::start);
      for (Thread writer : writers) {
        writer.join();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> schema.count("outbox") == 0);
    }

    // Then
    var records = broker.read(Topics.OTP_LIFECYCLE);
    int total = 0;
    for (SessionId session : sessions) {
      List<Integer> numbers =
          TestEvents.ofKey(records, session.toString()).stream()
              .map(OutboxRelayTest::number)
              .toList();
      assertThat(numbers).isSorted().doesNotHaveDuplicates().startsWith(1).endsWith(numbers.size());
      total += numbers.size();
    }
    assertThat(total).isEqualTo(4 * eventsPerWriter);
  }

  /** The events of a session carry a number that counts up under its lock. */
  private void tellNext(ServiceCopy teller, SessionId session) {
    teller.transactions.executeWithoutResult(
        status -> {
          Integer number =
              teller.jdbc.queryForObject(
                  "update session set told = told + 1 where id = ? returning told",
                  Integer.class,
                  session.value());
          Instant at = TestEvents.NOW.plusSeconds(number == null ? 0 : number);
          teller.outbox.append(List.of(TestEvents.verified(session, at)));
        });
  }

  private static int number(ConsumerRecord<byte[], byte[]> record) {
    Instant at = Instant.parse(TestEvents.header(record, "ce_time"));
    return (int) Duration.between(TestEvents.NOW, at).toSeconds();
  }

  @Test
  void publishesAgainUnderTheSameIdWhenItDiesBeforeItsCommit() {
    // Given: a relay whose connection is cut after the broker has the events
    Envelope event = TestEvents.verified();
    copy.tell(event);
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
    var dying = new OutboxRelay(copy.jdbc, cut, copy.kafka, "/sandi/test", 100, copy.meters());
    assertThatThrownBy(dying::relayBatch).isInstanceOf(NestedRuntimeException.class);
    assertThat(schema.count("outbox")).isEqualTo(1);

    // When
    copy.relay.relayBatch();

    // Then
    assertThat(published(event)).hasSize(2).allMatch(r -> TestEvents.id(r).equals(event.id()));
    assertThat(schema.count("outbox")).isZero();
  }

  @Test
  void oneEventThatIsTooLargeDelaysNoOtherKey() {
    // Given
    Envelope before = TestEvents.verified();
    Envelope large = TestEvents.verified();
    Envelope next = TestEvents.verified(SessionId.of(large.event().key()), TestEvents.NOW);
    Envelope after = TestEvents.verified();
    copy.tell(before, large, next, after);
    schema
        .jdbc()
        .update("update outbox set body = ? where event_id = ?", new byte[5_000_000], large.id());

    // When
    assertThatThrownBy(copy.relay::relayBatch).isInstanceOf(PublishFailedException.class);

    // Then: and what follows of its own key waits behind it
    assertThat(published(before)).hasSize(1);
    assertThat(published(after)).hasSize(1);
    assertThat(schema.jdbc().queryForList("select event_id from outbox order by id", UUID.class))
        .containsExactly(large.id(), next.id());
    assertThat(published(next)).isEmpty();
  }

  @Test
  void tellsHowOldTheOldestEventIsUntilItIsPublished() {
    // Given
    copy.tell(TestEvents.verified());
    schema.jdbc().update("update outbox set body = ?", new byte[5_000_000]);
    assertThatThrownBy(copy.relay::relayBatch).isInstanceOf(PublishFailedException.class);
    double refused = copy.age();

    // When: it rests for a round
    schema.jdbc().update("update outbox set body = ?", new byte[5]);
    await()
        .untilAsserted(
            () -> {
              copy.relay.relayBatch();
              assertThat(schema.count("outbox")).isZero();
            });

    // Then
    assertThat(refused).isGreaterThan(60);
    assertThat(copy.age()).isZero();
  }

  @Test
  void aWholeBatchOfRefusedEventsDoesNotHideWhatIsBehindIt() {
    // Given: as many as the relay reads at a time
    Envelope[] large = Stream.generate(TestEvents::verified).limit(100).toArray(Envelope[]::new);
    copy.tell(large);
    schema.jdbc().update("update outbox set body = ?", new byte[2_000_000]);
    Envelope behind = TestEvents.verified();
    copy.tell(behind);

    // When
    assertThatThrownBy(copy.relay::relayBatch).isInstanceOf(PublishFailedException.class);
    copy.relay.relayBatch();

    // Then: and the refused ones are tried again after it
    assertThat(published(behind)).hasSize(1);
    assertThat(schema.count("outbox")).isEqualTo(100);
    assertThatThrownBy(copy.relay::relayBatch).isInstanceOf(PublishFailedException.class);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void leavesItToItsLoopToLogAFailure(CapturedOutput output) {
    // Given
    copy.tell(TestEvents.verified());
    schema.jdbc().update("update outbox set body = ?", new byte[5_000_000]);

    // When
    assertThatThrownBy(copy.relay::relayBatch).isInstanceOf(PublishFailedException.class);

    // Then: thousands may wait while a broker is away
    assertThat(output).doesNotContain("ERROR", "WARN");
  }

  @Test
  void publishesWhatANewerVersionTold() {
    // Given
    Envelope event = TestEvents.verified();
    copy.tell(event);
    schema.jdbc().update("update outbox set type = 'otp.renamed.v7'");

    // When
    copy.relay.relayBatch();

    // Then
    assertThat(published(event))
        .extracting(record -> TestEvents.header(record, "ce_type"))
        .containsExactly("otp.renamed.v7");
  }

  private List<ConsumerRecord<byte[], byte[]>> published(Envelope event) {
    return StreamSupport.stream(broker.read(event.type().topic()).spliterator(), false)
        .filter(record -> TestEvents.id(record).equals(event.id()))
        .toList();
  }
}
