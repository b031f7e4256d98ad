package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.AppChanged;
import dev.sandi.event.OtpRequested;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What is decided does not depend on how the requests are cut into batches, and by whom. */
@RequiresInfrastructure
class ChecksAcrossBatchesTest {

  private static final Map<String, Map<String, Object>> WITHOUT_BLOCKS =
      Map.of(
          "sequential",
          Map.of("block_hours", 0),
          "spam",
          Map.of("block_hours", 0, "victim_block_hours", 0));

  private final RunChecks checks = Processor.shared().bean(RunChecks.class);
  private final TransactionTemplate transactions =
      Processor.shared().bean(TransactionTemplate.class);
  private final Instant start = Processor.shared().bean(Clock.class).instant();

  /** In no other test, and in an own ten thousand, with an edge of two partitions in it. */
  private final long base = 6_281_000_0000_000L / 10_000 * 10_000 + unique() * 10_000;

  private static long unique() {
    return java.util.concurrent.ThreadLocalRandom.current().nextLong(1, 900_000);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 7", "3, 500", "4, 1", "5, 7", "6, 500", "7, 13", "8, 31"})
  void anyInterleavingInAnyBatchesIsDecidedAsAReferenceWould(long seed, int size) {
    // Given
    Random random = new Random(seed);
    List<AppId> apps = List.of(app("a", base), app("b", base), app("c-" + base, "b-" + base));
    List<OtpRequested> requests = new ArrayList<>();
    Instant at = start;
    for (int i = 0; i < 150; i++) {
      long number = base + 9_900 + random.nextInt(random.nextBoolean() ? 40 : 400);
      requests.add(request(apps.get(random.nextInt(3)), number, at));
      // Mostly moments, now and then minutes, and sometimes back.
      at = at.plusMillis(random.nextInt(20) == 0 ? 400_000 : random.nextInt(-50, 3000));
    }

    // When
    Set<SessionId> refused = new HashSet<>();
    for (int from = 0; from < requests.size(); from += size) {
      refused.addAll(decide(requests.subList(from, Math.min(requests.size(), from + size))));
    }

    // Then
    Set<SessionId> expected = new HashSet<>();
    for (int i = 0; i < requests.size(); i++) {
      if (ReferenceChecks.refuses(requests.subList(0, i + 1), app -> owner(app))) {
        expected.add(requests.get(i).sessionId());
      }
    }
    assertThat(refused).isEqualTo(expected).hasSizeBetween(5, 148);
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
              refused.addAll(decide(List.of(request(app, numbers.get(i), start.plusMillis(i)))));
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
    RunChecks own = over(source);
    AppId app = new AppId("counted-" + base);
    List<OtpRequested> attack = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      attack.add(request(app, base + 4_900 + i, start.plusMillis(i)));
    }

    // When
    new TransactionTemplate(new JdbcTransactionManager(source))
        .executeWithoutResult(status -> own.refuse(attack, Set.of()));

    // Then
    assertThat(counted.count()).isBetween(4, 6);
  }

  private static RunChecks over(DataSource source) {
    JdbcTemplate jdbc = new JdbcTemplate(source);
    JsonMapper json = JsonMapper.builder().build();
    Clock clock = Processor.shared().bean(Clock.class);
    TrafficHistory traffic = Processor.shared().bean(TrafficHistory.class);
    return new RunChecks(
        List.of(
            new BlockedNumbers(new Blocks(jdbc), clock),
            new Spam(new BaitTemplates(), new Bursts(traffic)),
            new SequentialNumbers(),
            new Conversion(traffic, clock),
            new Geography()),
        new AppPolicies(jdbc, json),
        new RecentRequests(jdbc),
        new CheckDecisions(jdbc, json),
        new CloseForAWhile(new Outbox(jdbc, () -> {}), clock),
        Processor.shared().bean(FailedChecks.class),
        clock);
  }

  private Set<SessionId> decide(List<OtpRequested> batch) {
    return Set.copyOf(
        java.util.Objects.requireNonNull(
            transactions.execute(status -> checks.refuse(batch, Set.of()).keySet())));
  }

  private AppId app(String name, long number) {
    return app(name + "-" + number, name + "-" + number);
  }

  private AppId app(String id, String owner) {
    AppId app = new AppId(id);
    Processor.shared()
        .bean(AppPolicies.class)
        .put(
            List.of(
                new AppChanged(
                    app,
                    false,
                    true,
                    false,
                    null,
                    List.of(),
                    Map.of("geography", "off"),
                    start,
                    new AppId(owner),
                    List.of(),
                    WITHOUT_BLOCKS)));
    return app;
  }

  private String owner(AppId app) {
    return app.value().startsWith("c-") ? "b-" + base : app.value();
  }

  private static OtpRequested request(AppId app, long number, Instant at) {
    return new OtpRequested(
        SessionId.at(at),
        app,
        false,
        new PhoneNumber(Long.toString(number)),
        ChallengeName.DEFAULT,
        SmsTemplate.DEFAULT,
        null,
        new TimeLimit((int) Duration.ofMinutes(5).toSeconds()),
        null,
        at,
        null,
        null);
  }
}
