package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is decided by copies at once, and what it costs them. */
@RequiresInfrastructure
class ChecksAcrossBatchesTest {

  private final RunChecks checks = Processor.shared().bean(RunChecks.class);
  private final TransactionTemplate transactions =
      Processor.shared().bean(TransactionTemplate.class);
  private final Instant start = Processor.shared().bean(Clock.class).instant();

  /** In no other test, and in an own ten thousand, with an edge of two partitions in it. */
  private final long base = 6_281_000_0000_000L / 10_000 * 10_000 + unique() * 10_000;

  private static long unique() {
    return java.util.concurrent.ThreadLocalRandom.current().nextLong(1, 900_000);
  }

  @Test
  void ofAWalkOverAnEdgeThreeCopiesLetNoMoreThroughThanOne() throws Exception {
    // Given: 40 numbers on both sides of an edge, so from two partitions, and a third that restarts
    AppId app = app("edge", base);
    List<Long> numbers =
        new ArrayList<>(LongStream.range(base + 4_980, base + 5_020).boxed().toList());
    Collections.shuffle(numbers, new Random(base));
    ExecutorService copies = Executors.newFixedThreadPool(3);

    // When
    List<Future<Set<SessionId>>> parts = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      int part = copy;
      Callable<Set<SessionId>> work =
          () -> {
            Set<SessionId> refused = new HashSet<>();
            for (int i = part; i < numbers.size(); i += 3) {
              refused.addAll(
                  decide(List.of(Copies.request(app, numbers.get(i), start.plusMillis(i)))));
            }
            return refused;
          };
      parts.add(copies.submit(work));
    }
    int refused = 0;
    for (Future<Set<SessionId>> part : parts) {
      refused += part.get().size();
    }
    copies.shutdown();

    // Then: exactly seven of forty, whoever was first
    assertThat(refused).isEqualTo(33);
  }

  @Test
  void aBatchOfFiveHundredTakesAtMostSixStatementsEvenUnderAttack() {
    // Given
    CountedStatements counted = new CountedStatements();
    DataSource source = counted.over(Processor.shared().bean(DataSource.class));
    RunChecks own = Copies.over(source);
    int before = counted.count();
    AppId app = new AppId("counted-" + base);
    List<OtpRequested> attack = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      attack.add(Copies.request(app, base + 4_900 + i, start.plusMillis(i)));
    }

    // When
    new TransactionTemplate(new JdbcTransactionManager(source))
        .executeWithoutResult(status -> own.refuse(attack, Set.of()));

    // Then
    assertThat(counted.count() - before).isBetween(4, 6);
  }

  private Set<SessionId> decide(List<OtpRequested> batch) {
    return Set.copyOf(
        java.util.Objects.requireNonNull(
            transactions.execute(status -> checks.refuse(batch, Set.of()).keySet())));
  }

  private AppId app(String name, long number) {
    return Copies.app(name + "-" + number, name + "-" + number, start);
  }
}
