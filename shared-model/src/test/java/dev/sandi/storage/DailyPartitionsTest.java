package dev.sandi.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.local.LocalPostgres;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.UuidV7;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@RequiresInfrastructure
class DailyPartitionsTest {

  private static final Instant NOW = Instant.parse("2026-01-18T23:30:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private TestSchema schema;

  @BeforeEach
  void open() {
    schema = new TestSchema();
    schema
        .jdbc()
        .execute("create table visit (id uuid primary key, name text) partition by range (id)");
  }

  @AfterEach
  void close() {
    schema.close();
  }

  private DailyPartitions partitions(Duration retention) {
    return new DailyPartitions(
        schema.jdbc(), schema.transactions(), clock, List.of("visit"), retention);
  }

  private List<String> existing() {
    return schema
        .jdbc()
        .queryForList(
            "select relname::text from pg_inherits join pg_class on oid = inhrelid "
                + "where inhparent = to_regclass('visit') order by 1",
            String.class);
  }

  private void visit(Instant at) {
    schema.jdbc().update("insert into visit values (?, 'x')", UuidV7.at(at));
  }

  @Test
  void makesDaysAheadAndThoseThatRecordsMayStillComeFor() {
    // When
    partitions(Duration.ofDays(30)).maintain();

    // Then: days are of UTC, in whatever zone the machine is
    assertThat(existing())
        .hasSize(12)
        .startsWith("visit_20260110")
        .contains("visit_20260118")
        .endsWith("visit_20260121");
  }

  @Test
  void waitsAtItsStartForADatabaseThatWentAwayAfterTheMigrations() {
    try (Infrastructure own = Infrastructure.isolated()) {
      // Given
      DataSource connections =
          new DriverManagerDataSource(
              own.database().jdbcUrl(), LocalPostgres.SUPERUSER, own.database().password());
      JdbcTemplate jdbc = new JdbcTemplate(connections);
      jdbc.execute("create table visit (id uuid primary key) partition by range (id)");
      DailyPartitions days =
          new DailyPartitions(
              jdbc,
              TestSchema.transactions(connections),
              clock,
              List.of("visit"),
              Duration.ofDays(30));

      // When
      own.database().stop();
      CompletableFuture<WakeableLoop> loop =
          CompletableFuture.supplyAsync(
              () -> days.loop("days", 0), work -> new Thread(work).start());
      await().pollDelay(Duration.ofSeconds(1)).until(() -> !loop.isDone());
      own.database().start();

      // Then
      assertThat(loop).succeedsWithin(Duration.ofSeconds(30));
      assertThat(
              jdbc.queryForObject(
                  "select count(*) from pg_inherits where inhparent = to_regclass('visit')",
                  Long.class))
          .isEqualTo(12);
    }
  }

  @Test
  void givesADayTheStorageParametersOfItsTable() {
    // When
    new DailyPartitions(
            schema.jdbc(),
            schema.transactions(),
            clock,
            List.of("visit"),
            Duration.ofDays(30),
            Map.of("visit", "fillfactor = 70, autovacuum_enabled = false"))
        .maintain();

    // Then
    assertThat(
            schema
                .jdbc()
                .queryForObject(
                    "select array_to_string(reloptions, ' ') from pg_class "
                        + "where oid = to_regclass('visit_20260118')",
                    String.class))
        .isEqualTo("fillfactor=70 autovacuum_enabled=false");
  }

  @Test
  void makesDaysAheadThoughWhatIsToBeDoneBeforeADropFails() {
    // Given
    WakeableLoop loop =
        partitions(Duration.ofDays(30))
            .loop(
                "test-partitions",
                0,
                () -> {
                  throw new IllegalStateException("not now");
                });
    clock.advance(Duration.ofDays(4));

    // When
    loop.start();

    // Then
    try {
      await().untilAsserted(() -> assertThat(existing()).endsWith("visit_20260125"));
    } finally {
      loop.stop();
    }
  }

  @Test
  void putsARowIntoTheDayOfItsId() {
    // Given
    partitions(Duration.ofDays(30)).maintain();

    // When
    visit(Instant.parse("2026-01-18T00:00:00Z"));
    visit(Instant.parse("2026-01-18T23:59:59.999Z"));
    visit(Instant.parse("2026-01-19T00:00:00Z"));

    // Then
    assertThat(schema.count("visit_20260118")).isEqualTo(2);
    assertThat(schema.count("visit_20260119")).isEqualTo(1);
  }

  @Test
  void refusesARowOfADayThatIsNotThere() {
    // Given
    partitions(Duration.ofDays(30)).maintain();

    // Then
    assertThatThrownBy(() -> visit(NOW.minus(Duration.ofDays(9))))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void dropsADayWhenItsRetentionHasPassed() {
    // Given
    var partitions = partitions(Duration.ofDays(2));
    partitions.maintain();
    visit(Instant.parse("2026-01-16T12:00:00Z"));
    visit(NOW);

    // When
    clock.set(Instant.parse("2026-01-18T23:59:59Z"));
    partitions.maintain();
    List<String> before = existing();
    clock.set(Instant.parse("2026-01-19T00:00:00Z"));
    partitions.maintain();

    // Then
    assertThat(before).startsWith("visit_20260116");
    assertThat(existing()).startsWith("visit_20260117").endsWith("visit_20260122");
    assertThat(schema.count("visit")).isEqualTo(1);
  }

  @Test
  void aClockThatIsAheadDropsNothing() {
    // Given
    clock.set(Instant.now());
    partitions(Duration.ofDays(20)).maintain();
    List<String> before = existing();

    // When
    clock.advance(Duration.ofDays(60));
    partitions(Duration.ofDays(20)).maintain();

    // Then
    assertThat(existing()).containsAll(before);
  }

  @Test
  void severalCopiesMaintainAtOnce() {
    // When
    List<CompletableFuture<Void>> copies =
        IntStream.range(0, 4)
            .mapToObj(
                i -> CompletableFuture.runAsync(() -> partitions(Duration.ofDays(30)).maintain()))
            .toList();
    CompletableFuture.allOf(copies.toArray(CompletableFuture[]::new)).join();

    // Then
    assertThat(existing()).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void leavesPartitionsAloneThatItDidNotName() {
    // Given
    schema
        .jdbc()
        .execute(
            "create table old partition of visit "
                + "for values from (minvalue) to ('00000000-0000-0000-0000-000000000001')");

    // When
    partitions(Duration.ofDays(30)).maintain();

    // Then
    assertThat(existing()).contains("old").hasSize(13);
  }

  @Test
  void aLongTransactionHoldsUpADropButNeitherWritersNorNewDays() throws Exception {
    // Given: somebody who has read the table and not yet ended
    partitions(Duration.ofDays(2)).maintain();
    clock.advance(Duration.ofDays(2));
    try (Connection reader = schema.connection()) {
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery("select count(*) from visit").close();

      // When
      var maintenance = CompletableFuture.runAsync(() -> partitions(Duration.ofDays(2)).maintain());
      maintenance.get(20, TimeUnit.SECONDS);

      // Then
      visit(clock.instant());
      assertThat(existing()).startsWith("visit_20260116").endsWith("visit_20260123");
      reader.rollback();
    }
    partitions(Duration.ofDays(2)).maintain();
    assertThat(existing()).startsWith("visit_20260118");
  }

  @Test
  void aDropThatIsHeldUpFailsNoStatementOfARequest() throws Exception {
    // Given
    partitions(Duration.ofDays(2)).maintain();
    clock.advance(Duration.ofDays(2));
    schema.jdbc().execute("set statement_timeout = '900ms'");
    try (Connection reader = schema.connection()) {
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery("select count(*) from visit").close();

      // When
      var maintenance = CompletableFuture.runAsync(() -> partitions(Duration.ofDays(2)).maintain());

      // Then
      while (!maintenance.isDone()) {
        visit(clock.instant());
      }
      maintenance.get(20, TimeUnit.SECONDS);
      reader.rollback();
    }
  }

  @Test
  void newDaysHaveTheIndexesOfTheTable() {
    // Given
    JdbcTemplate jdbc = schema.jdbc();
    jdbc.execute("create index on visit (name)");

    // When
    partitions(Duration.ofDays(30)).maintain();

    // Then
    assertThat(
            jdbc.queryForObject(
                "select count(*) from pg_indexes where tablename = 'visit_20260118'",
                Integer.class))
        .isEqualTo(2);
  }
}
