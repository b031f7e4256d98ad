package dev.sandi.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.erasure.EraseNumbers;
import dev.sandi.erasure.ErasureStores;
import dev.sandi.erasure.ForgetsNumbers;
import dev.sandi.erasure.ForgetsNumbers.Forgotten;
import dev.sandi.event.Envelope;
import dev.sandi.event.ErasureRequested;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.TestSchema;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** Whatever dies in the middle of an erasure, it ends, and its figures are right. */
@RequiresInfrastructure
class ErasingInBatchesTest {

  private static final int SESSIONS = 250;
  private static final Duration UNTIL_NOTHING_IS_UNDER_WAY = Duration.ofMinutes(2);

  private final SettableClock clock = new SettableClock(Instant.parse("2027-01-31T12:00:00Z"));
  private final List<SessionId> sessions =
      Stream.generate(() -> SessionId.at(clock.instant())).limit(SESSIONS).toList();
  private final ErasureRequested request =
      new ErasureRequested(UuidV7.at(clock.instant()), 1, sessions, clock.instant());
  private final List<UUID> forgotten = new ArrayList<>();
  private TestSchema schema;

  @BeforeEach
  void create() throws IOException {
    schema = new TestSchema().withOutbox();
    schema
        .jdbc()
        .execute(new ClassPathResource("db/processor/V14__erasures.sql").getContentAsString(UTF_8));
  }

  @AfterEach
  void drop() {
    schema.close();
  }

  @Test
  void aCopyThatDiesInTheMiddleIsReplacedWhereItsLastBatchEnded() {
    // Given
    AtomicInteger batches = new AtomicInteger();
    EraseNumbers dying =
        copy(
            ids -> {
              if (batches.incrementAndGet() == 2) {
                throw new IllegalStateException("killed");
              }
              return forget(ids);
            });
    EraseNumbers other = copy(this::forget);
    dying.take(List.of(Envelope.of(request, clock.instant(), TraceParent.start())));
    dying.erase();
    assertThatThrownBy(dying::erase).hasMessage("killed");
    assertThat(forgotten).hasSize(100);

    // When
    finish(other);

    // Then
    assertThat(forgotten).hasSize(SESSIONS).doesNotHaveDuplicates();
    assertThat(told()).isZero();

    // When
    clock.advance(UNTIL_NOTHING_IS_UNDER_WAY);
    finish(other);

    // Then: each was gone through twice, and counted by what was really committed
    assertThat(forgotten).hasSize(2 * SESSIONS);
    assertThat(told()).isEqualTo(1);
    assertThat(schema.jdbc().queryForObject("select rows ->> 't' from erasure_parts", Long.class))
        .isEqualTo(2 * SESSIONS);
  }

  @Test
  void whatSomebodyHasInHandIsAskedForAgainInAMoment() {
    // Given
    Set<UUID> inHand = Set.of(sessions.get(0).value());
    EraseNumbers first = copy(ids -> new Forgotten(Map.of(), inHand));
    first.take(List.of(Envelope.of(request, clock.instant(), TraceParent.start())));
    finish(first);
    clock.advance(UNTIL_NOTHING_IS_UNDER_WAY);

    // When
    finish(first);

    // Then
    assertThat(told()).isZero();

    // When
    finishTwice(copy(this::forget));

    // Then
    assertThat(told()).isEqualTo(1);
  }

  private void finishTwice(EraseNumbers copy) {
    clock.advance(Duration.ofSeconds(2));
    finish(copy);
    clock.advance(UNTIL_NOTHING_IS_UNDER_WAY);
    finish(copy);
  }

  private Forgotten forget(List<UUID> ids) {
    forgotten.addAll(ids);
    return new Forgotten(Map.of("t", (long) ids.size()), Set.of());
  }

  private static void finish(EraseNumbers copy) {
    Next next = Next.AT_ONCE;
    while (next == Next.AT_ONCE) {
      next = copy.erase();
    }
  }

  private int told() {
    return schema
        .jdbc()
        .queryForObject(
            "select count(*) from outbox where type = 'erasure.done.v1'", Integer.class);
  }

  private EraseNumbers copy(ForgetsNumbers forget) {
    return new EraseNumbers(
        new ErasureStores(schema.jdbc()),
        forget,
        schema.transactions(),
        new Outbox(schema.jdbc(), () -> {}),
        clock,
        "otp-processor",
        Duration.ofSeconds(30),
        Duration.ofDays(30));
  }
}
