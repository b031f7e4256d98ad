package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Processor;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.testing.Infrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is decided does not depend on how the partitions are mixed, how their requests are cut into
 * batches, which copy decides a batch, whether it was tried and lost before, and whether it comes
 * again: it is always what {@link ReferenceChecks} says of the requests of each partition in order.
 */
class BatchesProperties {

  private static final int COPIES = 3;

  @BeforeContainer
  static void start() {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    Processor.shared();
  }

  /**
   * What happens in one partition.
   *
   * @param app one of three, of which two have one owner
   * @param sandbox whether it is compared only with others of the sandbox
   * @param pause milliseconds since the one before; sometimes back
   * @param verified how many requests ago the one is whose code is entered just now; 0 for none
   */
  record Step(int app, boolean sandbox, int offset, int pause, int verified) {}

  @Provide
  Arbitrary<List<List<Step>>> partitions() {
    Arbitrary<Integer> offset =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40).withDistribution(RandomDistribution.uniform()),
            Arbitraries.integers().between(0, 400).withDistribution(RandomDistribution.uniform()));
    Arbitrary<Integer> pause =
        Arbitraries.frequency(
            Tuple.of(4, 1),
            Tuple.of(8, 3_000),
            Tuple.of(6, 10_000),
            Tuple.of(2, -50),
            Tuple.of(1, 90_000),
            Tuple.of(1, 400_000));
    Arbitrary<Integer> verified = Arbitraries.of(0, 0, 0, 0, 0, 0, 1, 2, 5);
    Arbitrary<Boolean> sandbox = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    return Combinators.combine(Arbitraries.of(0, 0, 1, 2), sandbox, offset, pause, verified)
        .as(Step::new)
        .list()
        .ofMinSize(50)
        .ofMaxSize(110)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void decisionsAreThoseOfEachPartitionInOrderHoweverTheyAreMixedAndCut(
      @ForAll("partitions") List<List<Step>> partitions,
      @ForAll long mix,
      @ForAll @IntRange(min = 1, max = 100) int mostInABatch) {
    // Given
    Scene scene = new Scene();
    List<List<Happening>> waiting =
        IntStream.range(0, partitions.size())
            .mapToObj(n -> scene.happenings(n, partitions.get(n)))
            .toList();
    Set<SessionId> expected = new HashSet<>();
    waiting.forEach(partition -> expected.addAll(scene.expected(partition)));

    // When
    Mixer mixer = new Mixer(new Random(mix), mostInABatch);
    waiting.stream().map(ArrayList::new).forEach(mixer.waiting::add);
    mixer.run();

    // Then
    assertThat(mixer.refused.keySet()).as("refused: %s", mixer.refused).isEqualTo(expected);
    assertThat(scene.seen()).isEqualTo(partitions.stream().mapToInt(List::size).sum());
    Statistics.label("refused").collect(!expected.isEmpty());
    Statistics.label("refused")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
  }

  /** A request, and the one whose code is entered just before it. */
  private record Happening(
      OtpRequested request, @org.jspecify.annotations.Nullable SessionId verified) {}

  /** Numbers and apps that no other has. */
  private static final class Scene {
    private static final AtomicLong SCENES =
        new AtomicLong(ThreadLocalRandom.current().nextLong(9_000_000));
    private final Instant start = Processor.shared().bean(Clock.class).instant();
    private final long base = 628_000_000_000_000L + SCENES.incrementAndGet() * 100_000;
    private final List<AppId> apps =
        List.of(
            Copies.app("a-" + base, "a-" + base, start),
            Copies.app("b-" + base, "b-" + base, start),
            Copies.app("c-" + base, "b-" + base, start));

    /** Around an edge of two ten thousands, away from those of the other partitions. */
    List<Happening> happenings(int partition, List<Step> steps) {
      List<Happening> happenings = new ArrayList<>();
      Instant at = start;
      for (Step step : steps) {
        at = at.plusMillis(step.pause());
        long number = base + partition * 30_000L + 9_900 + step.offset();
        int verified = happenings.size() - step.verified();
        happenings.add(
            new Happening(
                Copies.request(apps.get(step.app()), number, at, step.sandbox()),
                step.verified() == 0 || verified < 0
                    ? null
                    : happenings.get(verified).request().sessionId()));
      }
      return happenings;
    }

    Set<SessionId> expected(List<Happening> partition) {
      Set<SessionId> refused = new HashSet<>();
      Map<SessionId, Instant> verified = new HashMap<>();
      List<OtpRequested> requests = new ArrayList<>();
      for (Happening happening : partition) {
        requests.add(happening.request());
        if (happening.verified() != null) {
          verified.putIfAbsent(happening.verified(), happening.request().requestedAt());
        }
        if (ReferenceChecks.refuses(requests, this::owner, verified)) {
          refused.add(happening.request().sessionId());
        }
      }
      return refused;
    }

    private String owner(AppId app) {
      return (app.value().startsWith("a-") ? "a-" : "b-") + base;
    }

    /** How many requests the checks remember. */
    int seen() {
      return Processor.shared()
          .bean(JdbcTemplate.class)
          .queryForObject(
              "select count(*) from recent_requests where owner in (?, ?)",
              Integer.class,
              "a-" + base,
              "b-" + base);
    }
  }

  /** Brings what happens in the partitions to the copies, in some order that keeps theirs. */
  private static final class Mixer {
    final List<List<Happening>> waiting = new ArrayList<>();
    final Map<SessionId, Decision> refused = new HashMap<>();
    private final TransactionTemplate transactions =
        Processor.shared().bean(TransactionTemplate.class);
    private final JdbcTemplate jdbc = Processor.shared().bean(JdbcTemplate.class);
    private final List<RunChecks> copies =
        IntStream.range(0, COPIES)
            .mapToObj(n -> Copies.over(Processor.shared().bean(DataSource.class)))
            .toList();
    private final Random random;
    private final int mostInABatch;

    Mixer(Random random, int mostInABatch) {
      this.random = random;
      this.mostInABatch = mostInABatch;
    }

    void run() {
      List<OtpRequested> batch = new ArrayList<>();
      while (waiting.stream().anyMatch(partition -> !partition.isEmpty())) {
        List<Happening> partition = waiting.get(random.nextInt(waiting.size()));
        for (int more = random.nextInt(10); more >= 0 && !partition.isEmpty(); more--) {
          Happening next = partition.remove(0);
          if (next.verified() != null) {
            // Nobody enters a code that was not sent: its batch is committed by then.
            decide(batch);
            verify(next);
          }
          batch.add(next.request());
          if (batch.size() > random.nextInt(mostInABatch)) {
            decide(batch);
          }
        }
      }
      decide(batch);
    }

    private void decide(List<OtpRequested> batch) {
      if (random.nextInt(4) == 0) {
        lose(batch);
      }
      refused.putAll(commit(batch));
      if (random.nextInt(4) == 0) {
        assertThat(commit(batch)).isEmpty();
      }
      batch.clear();
    }

    /** As when a copy dies before the commit. */
    private void lose(List<OtpRequested> batch) {
      transactions.executeWithoutResult(
          status -> {
            refuse(batch);
            status.setRollbackOnly();
          });
    }

    private Map<SessionId, Decision> commit(List<OtpRequested> batch) {
      return java.util.Objects.requireNonNull(transactions.execute(status -> refuse(batch)));
    }

    private Map<SessionId, Decision> refuse(List<OtpRequested> batch) {
      Instant now = Processor.shared().bean(Clock.class).instant();
      Set<UUID> fresh =
          Processor.shared()
              .bean(Sessions.class)
              .insert(
                  batch.stream()
                      .map(r -> new Request(Envelope.of(r, now, TraceParent.start()), r))
                      .toList());
      return copies
          .get(random.nextInt(COPIES))
          .refuse(
              batch.stream().filter(r -> fresh.contains(r.sessionId().value())).toList(), Set.of());
    }

    private void verify(Happening happening) {
      jdbc.update(
          "update sessions set verified_at = ? where session_id = ? and verified_at is null",
          happening.request().requestedAt().atOffset(ZoneOffset.UTC),
          happening.verified().value());
    }
  }
}
