package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.code.IssueCodes;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.TraceParent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two copies work on the same rows, and neither waits for the other in vain: not if they come to
 * them in opposite orders, and not if the database plans their statements differently.
 */
@RequiresInfrastructure
class LockingInOneOrderTest {

  /** Rows come as they stand in the table. */
  private static final List<String> BY_TABLE = List.of("indexscan", "bitmapscan", "indexonlyscan");

  /** Rows come one by one, as they are asked for. */
  private static final List<String> BY_INDEX =
      List.of("seqscan", "bitmapscan", "hashjoin", "mergejoin");

  private final Processor processor = Processor.shared();
  private final JdbcTemplate jdbc = processor.bean(JdbcTemplate.class);
  private final Sessions sessions = processor.bean(Sessions.class);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Instant now = Processor.CLOCK.instant();
  private final PhoneNumber number = Processor.freshNumber();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** What changes sessions that were sent, many at a time. */
  enum OfSent {
    VERIFIED {
      @Override
      void change(Sessions sessions, List<UUID> ids, Instant at) {
        Map<UUID, Instant> times = new LinkedHashMap<>();
        ids.forEach(id -> times.put(id, at));
        sessions.verified(times);
      }
    },
    EXPIRED {
      @Override
      void change(Sessions sessions, List<UUID> ids, Instant at) {
        sessions.expire(ids, at);
      }
    },
    PROLONGED {
      @Override
      void change(Sessions sessions, List<UUID> ids, Instant at) {
        Map<UUID, Instant> ends = new LinkedHashMap<>();
        ids.forEach(id -> ends.put(id, at.plusSeconds(600)));
        sessions.prolong(ends);
      }
    },
    SENT_AGAIN {
      @Override
      void change(Sessions sessions, List<UUID> ids, Instant at) {
        sessions.sent(
            ids.stream().map(id -> new Sessions.Sent(id, "g", "m", 1, at, true, 0)).toList());
      }
    },
    DELIVERED {
      @Override
      void change(Sessions sessions, List<UUID> ids, Instant at) {
        sessions.delivered(ids, at);
      }
    },
    UNDELIVERED {
      @Override
      void change(Sessions sessions, List<UUID> ids, Instant at) {
        sessions.undelivered(
            ids.stream().map(id -> new Sessions.Undelivered(id, "absent")).toList(), at);
      }
    };

    abstract void change(Sessions sessions, List<UUID> ids, Instant at);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(OfSent.values())
        .flatMap(one -> Stream.of(OfSent.values()).map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void sessionsThatWereSentAreChangedByTwo(OfSent one, OfSent other) {
    // Given
    List<UUID> ids = inserted();
    jdbc.update(
        "update sessions set state = 'sent', sent_at = now() where session_id = any (?::uuid[])",
        (Object) ids.stream().map(UUID::toString).toArray(String[]::new));

    // Then
    assertBothEnd(
        () -> lock(ids.get(1)),
        () -> one.change(sessions, ids, now),
        () -> other.change(sessions, ids, now));
  }

  @Test
  void sessionsThatWereNotSentAreEndedByTwo() {
    // Given
    List<UUID> ids = inserted();

    // Then
    assertBothEnd(
        () -> lock(ids.get(1)),
        () -> sessions.fail(ids, "expired_before_submit", now),
        () -> sessions.fail(ids, "expired_before_submit", now));
  }

  @Test
  void requestsAreInsertedByTwo() {
    // Given
    List<Request> requests = requests();

    // Then
    assertBothEnd(
        () -> sessions.insert(requests.subList(1, 2)),
        () -> sessions.insert(requests),
        () -> sessions.insert(reversed(requests)));
  }

  @Test
  void challengesAreMadeByTwo() {
    // Given
    List<Request> requests = requests();
    IssueCodes codes = processor.bean(IssueCodes.class);

    // Then
    assertBothEnd(
        () -> codes.issue(requests.subList(1, 2)),
        () -> codes.issue(requests),
        () -> codes.issue(reversed(requests)));
  }

  /**
   * Has two work side by side: whoever holds the row in the middle lets go when both wait, each
   * with the rows that it took before.
   */
  private void assertBothEnd(Runnable middle, Runnable one, Runnable other) {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    CompletableFuture<?> holder =
        inTransaction(
            List.of(),
            () -> {
              middle.run();
              held.countDown();
              awaitQuietly(letGo);
            });
    awaitQuietly(held);
    long before = waiting();
    CompletableFuture<?> first = inTransaction(BY_TABLE, one);
    await().until(() -> waiting() > before);
    CompletableFuture<?> second = inTransaction(BY_INDEX, other);
    await().until(() -> waiting() > before + 1);
    letGo.countDown();
    holder.join();
    assertThat(Stream.of(first, second).map(LockingInOneOrderTest::sqlState))
        .doesNotContain("40P01");
  }

  private CompletableFuture<?> inTransaction(List<String> without, Runnable work) {
    return CompletableFuture.runAsync(
        () ->
            processor
                .bean(TransactionTemplate.class)
                .executeWithoutResult(
                    status -> {
                      without.forEach(way -> jdbc.execute("set local enable_" + way + " = off"));
                      work.run();
                      status.setRollbackOnly();
                    }),
        threads);
  }

  /** What the database said to it, if that was an error. */
  private static @Nullable String sqlState(CompletableFuture<?> work) {
    Throwable failure = work.handle((nothing, thrown) -> thrown).join();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql.getSQLState();
      }
    }
    return null;
  }

  private long waiting() {
    Long waiting =
        jdbc.queryForObject(
            "select count(distinct pid) from pg_locks where not granted", Long.class);
    return waiting == null ? 0 : waiting;
  }

  private void lock(UUID session) {
    jdbc.queryForList("select 1 from sessions where session_id = ? for update", session);
  }

  /** In the order of their ids, which is not that of the table. */
  private List<UUID> inserted() {
    List<Request> requests = requests();
    reversed(requests).forEach(request -> sessions.insert(List.of(request)));
    return requests.stream().map(Request::id).toList();
  }

  /** In the order of their ids and of their numbers. */
  private List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      Processor.CLOCK.advance(Duration.ofMillis(1));
      OtpRequested event = Requests.to(PhoneNumber.of(number.digits() + n));
      requests.add(
          new Request(Envelope.of(event, event.requestedAt(), TraceParent.start()), event));
    }
    return requests;
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
