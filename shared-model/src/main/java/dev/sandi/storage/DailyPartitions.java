package dev.sandi.storage;

import dev.sandi.runtime.WakeableLoop;
import dev.sandi.value.UuidV7;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tables that are partitioned by the day in their key, a UUID of version 7: new days are made
 * ahead, and days past the retention are dropped whole, which leaves no dead rows behind.
 *
 * <p>A drop needs the table for itself. While a long transaction is in its way, all others would
 * queue behind the drop, so it gives up soon and the next round tries again.
 *
 * <p>There is no default partition: it would have to be searched, and locked, for each new day. A
 * row of a day that has no partition is refused by Postgres (23514).
 */
public final class DailyPartitions {

  private static final Logger log = LoggerFactory.getLogger(DailyPartitions.class);

  /** A database that goes away between its migrations and this is waited for, as they wait. */
  private static final RetryTemplate WAITING =
      new RetryTemplate(
          RetryPolicy.builder()
              .includes(TransactionException.class, DataAccessException.class)
              .maxRetries(Long.MAX_VALUE)
              .delay(Duration.ofMillis(500))
              .timeout(Duration.ofMinutes(1))
              .build());

  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
  private static final int DAYS_AHEAD = 3;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** Records may wait in a topic for a week (the topics' retention) before they become rows. */
  private static final int DAYS_BACK = 8;

  private static final String EXISTING =
      """
      select c.relname from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass(?)
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Clock clock;
  private final List<String> tables;
  private final Duration retention;
  private final Map<String, String> storage;

  /**
   * With the server's storage parameters.
   *
   * @param tables the partitioned tables, in the schema of the connection
   * @param retention how long a day is kept after it has ended
   */
  public DailyPartitions(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      Clock clock,
      List<String> tables,
      Duration retention) {
    this(jdbc, transactions, clock, tables, retention, Map.of());
  }

  /**
   * With storage parameters for new partitions; a partitioned table itself cannot have any.
   *
   * @param storage by table, as in {@code create table … with (…)}: {@code fillfactor = 70}
   */
  public DailyPartitions(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      Clock clock,
      List<String> tables,
      Duration retention,
      Map<String, String> storage) {
    this.storage = Map.copyOf(storage);
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    this.tables = List.copyOf(tables);
    this.retention = retention;
  }

  /**
   * Maintains now, and every hour in a loop. Now, because a row of a day without a partition is
   * refused, and the record that brought it would be set aside.
   */
  public WakeableLoop loop(String name, int phase) {
    WAITING.invoke((Runnable) this::maintain);
    return new WakeableLoop(name, Duration.ofHours(1), phase, this::maintain);
  }

  /**
   * The same, with something that is to be done about rows before their day is dropped.
   *
   * @param first repeated until it has nothing more to do; days are made whether it succeeds or not
   */
  public WakeableLoop loop(String name, int phase, WakeableLoop.Work first) {
    WAITING.invoke((Runnable) this::make);
    return new WakeableLoop(
        name,
        Duration.ofHours(1),
        phase,
        () -> {
          make();
          WakeableLoop.Next next = first.run();
          if (next != WakeableLoop.Next.AT_ONCE) {
            drop();
          }
          return next;
        });
  }

  /** Makes and drops what the clock asks for. Safe on several copies at once. */
  public WakeableLoop.Next maintain() {
    make();
    drop();
    return WakeableLoop.Next.WHEN_WOKEN;
  }

  private void drop() {
    LocalDate oldest = min(oldest(), oldestByDatabase());
    tables.forEach(table -> drop(table, oldest));
  }

  private void make() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (String table : tables) {
      transactions.executeWithoutResult(
          status -> {
            takeTurn();
            make(table, today, oldest());
          });
    }
  }

  private LocalDate oldest() {
    return LocalDate.ofInstant(clock.instant().minus(retention), ZoneOffset.UTC);
  }

  /** What is dropped is gone: a copy whose clock is ahead must not decide it alone. */
  private LocalDate oldestByDatabase() {
    OffsetDateTime now =
        Objects.requireNonNull(jdbc.queryForObject("select now()", OffsetDateTime.class));
    return LocalDate.ofInstant(now.toInstant().minus(retention), ZoneOffset.UTC);
  }

  private void takeTurn() {
    jdbc.query(
        "select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('partitions'))",
        row -> {});
  }

  private List<String> existing(String table) {
    return jdbc.queryForList(EXISTING, String.class, table);
  }

  private void make(String table, LocalDate today, LocalDate oldest) {
    List<String> existing = existing(table);
    LocalDate first = today.minusDays(DAYS_BACK);
    for (LocalDate day = max(first, oldest); !day.isAfter(today.plusDays(DAYS_AHEAD)); ) {
      if (!existing.contains(name(table, day))) {
        create(table, day);
      }
      day = day.plusDays(1);
    }
  }

  private void drop(String table, LocalDate oldest) {
    try {
      transactions.executeWithoutResult(
          status -> {
            takeTurn();
            // Well within what a request waits for its statement, which queues behind this one.
            jdbc.execute("set local lock_timeout = '200ms'");
            for (String partition : existing(table)) {
              if (dayOf(table, partition).isBefore(oldest)) {
                jdbc.execute("drop table " + partition);
                log.info(
                    "Dropped {}: past the retention of {} days", partition, retention.toDays());
              }
            }
          });
    } catch (DataAccessException e) {
      if (!(e.getRootCause() instanceof SQLException sql)
          || !LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
        throw e;
      }
      log.info("{} is in use: its oldest days are dropped later", table);
    }
  }

  /** Attaching locks the parent less than {@code create table … partition of} would. */
  private void create(String table, LocalDate day) {
    String partition = name(table, day);
    String with = storage.containsKey(table) ? " with (" + storage.get(table) + ")" : "";
    jdbc.execute("create table %s (like %s including all)%s".formatted(partition, table, with));
    jdbc.execute(
        "alter table %s attach partition %s for values from ('%s') to ('%s')"
            .formatted(table, partition, bound(day), bound(day.plusDays(1))));
  }

  private static String bound(LocalDate day) {
    return UuidV7.lowerBound(day.atStartOfDay(ZoneOffset.UTC).toInstant()).toString();
  }

  private static String name(String table, LocalDate day) {
    return table + "_" + SUFFIX.format(day);
  }

  private static LocalDate dayOf(String table, String partition) {
    if (!partition.startsWith(table + "_")) {
      return LocalDate.MAX;
    }
    try {
      return LocalDate.parse(partition.substring(table.length() + 1), SUFFIX);
    } catch (DateTimeParseException e) {
      return LocalDate.MAX;
    }
  }

  private static LocalDate min(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }

  private static LocalDate max(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }
}
