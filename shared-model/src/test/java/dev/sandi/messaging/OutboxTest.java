package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.event.Envelope;
import dev.sandi.storage.TestSchema;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class OutboxTest {

  private final AtomicInteger wakes = new AtomicInteger();
  private TestSchema schema;
  private Outbox outbox;

  @BeforeEach
  void open() {
    schema = new TestSchema().withOutbox();
    outbox = new Outbox(schema.jdbc(), wakes::incrementAndGet);
  }

  @AfterEach
  void close() {
    schema.close();
  }

  @Test
  void refusesEventsOutsideATransaction() {
    assertThatThrownBy(() -> outbox.append(List.of(TestEvents.verified())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(schema.count("outbox")).isZero();
  }

  @Test
  void keepsTheOrderOfEvents() {
    // Given
    List<Envelope> events = Stream.generate(TestEvents::verified).limit(500).toList();

    // When
    schema.transactions().executeWithoutResult(status -> outbox.append(events));

    // Then
    assertThat(schema.jdbc().queryForList("select event_id from outbox order by id", UUID.class))
        .containsExactlyElementsOf(events.stream().map(Envelope::id).toList());
  }

  @Test
  void wakesTheRelayAfterTheCommitAndNotBefore() {
    // When
    schema
        .transactions()
        .executeWithoutResult(
            status -> {
              outbox.append(List.of(TestEvents.verified()));
              assertThat(wakes).hasValue(0);
            });

    // Then
    assertThat(wakes).hasValue(1);
  }

  @Test
  void forgetsWhatWasRolledBack() {
    // When
    schema
        .transactions()
        .executeWithoutResult(
            status -> {
              outbox.append(List.of(TestEvents.verified()));
              status.setRollbackOnly();
            });

    // Then
    assertThat(schema.count("outbox")).isZero();
    assertThat(wakes).hasValue(0);
  }

  @Test
  void hasNothingToDoWithoutEvents() {
    // When
    schema.transactions().executeWithoutResult(status -> outbox.append(List.of()));

    // Then
    assertThat(wakes).hasValue(0);
  }

  @Test
  void countsWhatWaitsUpToABound() {
    // When
    schema
        .transactions()
        .executeWithoutResult(
            status -> outbox.append(Stream.generate(TestEvents::verified).limit(7).toList()));

    // Then
    assertThat(outbox.waiting(100)).isEqualTo(7);
    assertThat(outbox.waiting(5)).isEqualTo(5);
  }
}
