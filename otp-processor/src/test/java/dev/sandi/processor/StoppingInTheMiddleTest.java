package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.Topics;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy dies in the middle of a batch: it has made sessions, and is asking the checks. */
@RequiresInfrastructure
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoppingInTheMiddleTest {

  private static final long FIRST = 6281234567000L;

  /** Around the edge of two partitions, where batches take turns: there one can be held. */
  private final List<OtpRequested> walk =
      IntStream.range(0, 12)
          .mapToObj(n -> Requests.to(PhoneNumber.of(String.valueOf(FIRST + n))))
          .toList();

  @Test
  void aWalkWhoseCopyDiesIsDecidedTheSameByTheNextAndNothingIsDoubled() throws SQLException {
    try (Infrastructure own = Infrastructure.isolated();
        Connection postgres = own.database().superuser()) {
      try (Connection held = own.database().superuser()) {
        // Given: the first transaction is lost, and the second copy's, with all of the walk in it
        Processor first = Processor.start(own, Map.of());
        hold(held);
        walk.forEach(first::publish);
        int lost = waiting(postgres, 0);
        end(postgres, lost);
        waiting(postgres, lost);

        // When
        Thread dying = new Thread(first::close);
        dying.start();
        while (dying.isAlive()) {
          find(postgres, 0).ifPresent(pid -> end(postgres, pid));
          join(dying);
        }
        assertThat(count(postgres, "sessions")).isZero();
        assertThat(count(postgres, "recent_requests")).isZero();
        held.rollback();
      }
      try (Processor second = Processor.start(own, Map.of())) {

        // Then
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(second.told(walk.get(6).sessionId())).hasSize(2));
        for (OtpRequested sent : walk.subList(0, 7)) {
          await().untilAsserted(() -> assertThat(second.told(sent.sessionId())).hasSize(2));
          assertThat(second.told(sent.sessionId()).get(0)).isInstanceOf(OtpSent.class);
          assertThat(second.inbox(sent.msisdn())).hasSize(1);
        }
        for (OtpRequested refused : walk.subList(7, 12)) {
          await().untilAsserted(() -> assertThat(second.told(refused.sessionId())).hasSize(1));
          assertThat(second.told(refused.sessionId()).get(0)).isInstanceOf(OtpRejected.class);
        }
        assertThat(count(postgres, "recent_requests")).isEqualTo(12);
        assertThat(count(postgres, "check_decisions")).isEqualTo(5);
        assertThat(own.broker().read(Topics.BLOCKLIST)).hasSize(1);
      }
    }
  }

  /** The advisory lock of the edge, as {@code RecentRequests} takes it. */
  private static void hold(Connection held) throws SQLException {
    held.setAutoCommit(false);
    try (Statement statement = held.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + (1L << 62 | FIRST / 1000) + ")");
    }
  }

  /** The backend that waits for it, when there is another one than some. */
  private static int waiting(Connection postgres, int other) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> find(postgres, other), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Integer> find(Connection postgres, int other) {
    try (Statement statement = postgres.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pid from pg_locks where locktype = 'advisory' and not granted"
                    + " and (classid::bigint << 32 | objid::bigint) = "
                    + (1L << 62 | FIRST / 1000)
                    + " and pid <> "
                    + other)) {
      return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void end(Connection postgres, int pid) {
    try (Statement statement = postgres.createStatement()) {
      statement.execute("select pg_terminate_backend(" + pid + ")");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int count(Connection postgres, String table) throws SQLException {
    try (Statement statement = postgres.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from processor." + table)) {
      row.next();
      return row.getInt(1);
    }
  }
}
