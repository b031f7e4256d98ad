package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Progress;
import dev.sandi.storage.DailyPartitions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Callbacks of the last four weeks, put into the table as nobody but a benchmark does: of all
 * endpoints, and as many of each day.
 *
 * @param connection of somebody who may do everything
 */
public record Prefill(Connection connection) {

  /** What is due now. */
  public static final String DUE =
      """
      select count(*) from dispatcher.deliveries
      where state = 'pending' and next_attempt_at <= now() - interval '1 minute'
      """;

  /** Within the usual retention of 30 days, whose oldest days go while a run lasts. */
  static final int DAYS = 28;

  /** Of a day of ids. One of a session's zone may have an hour more. */
  private static final int HOURS = 24;

  private static final int DUE_SHARE = 20;
  private static final int AT_ONCE = 100_000;

  /** The day of a row is that of its id; its number can be read there. */
  private static final String ROWS =
      """
      from generate_series(1, ?) as n
      cross join lateral (select %s as born) as times
      cross join lateral (
        select lpad(to_hex((extract(epoch from born) * 1000)::bigint), 12, '0') as millis,
               gen_random_uuid()::text as random, to_hex(?::bigint + n) as number
      ) as parts
      cross join lateral (
        select (substr(millis, 1, 8) || '-' || substr(millis, 9) || '-7' || substr(random, 16, 3)
                || '-' || substr(number, 1, 4) || '-' || substr(number, 5))::uuid as uuid
      ) as ids
      join (select id, app_id, origin, row_number() over (order by id) - 1 as number,
                   count(*) over () as endpoints
            from dispatcher.endpoints) as e on e.number = n %% e.endpoints
      """;

  private static final String COLUMNS =
      """
      insert into dispatcher.deliveries (
        event_id, endpoint_id, app_id, session_id, type, url, body, traceparent, state, attempts,
        next_attempt_at, created_at, ended_at, end_reason, last_status, last_error, first_attempt)
      select uuid, e.id, e.app_id, uuid, 'otp.verified', e.origin || '/otp', ?,
             '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01',
      """;

  /** What is due now is new: it is what has just failed when a copy dies. */
  private static final String WAITING =
      COLUMNS
          + """
          'pending', 1,
          case when n %% %1$d = 0 then now() - interval '10 minutes'
               else now() + interval '1 hour' + random() * interval '71 hours' end,
          born, null, null, null, null, null
          """
              .formatted(DUE_SHARE)
          + ROWS.formatted(
              """
              case when n %% %d = 0 then now() - interval '1 minute'
                   else now() - interval '1 minute' - interval '%d hours' * n / ? end
              """
                  .formatted(DUE_SHARE, DAYS * HOURS));

  /** As after ten retries, the last of them a day after the event. */
  private static final String ENDED =
      COLUMNS
          + """
          'exhausted', 11, born + interval '27 hours', born, born + interval '27 hours',
          'attempts_used_up', 500, 'refused',
          (born, 5, 500, 'refused', null, null, null, null, 5, true, null)::dispatcher.attempt
          """
          + ROWS.formatted(
              "now() - interval '48 hours' - interval '%d hours' * n / ?"
                  .formatted((DAYS - 2) * HOURS));

  private static final String BODY =
      "{\"type\":\"otp.verified\",\"timestamp\":\"2026-11-01T00:00:00.000Z\",\"data\":{\"session_id\":"
          + "\"01900000-0000-7000-8000-000000000000\",\"msisdn\":\"6281234567890\",\"challenge\":"
          + "\"default\",\"status\":\"verified\",\"verified_at\":\"2026-11-01T00:00:00.000Z\"}}";

  static long due(int rows) {
    return rows / DUE_SHARE;
  }

  /** Adds what failed and waits for its next attempt: a twentieth now, the others for days. */
  public void addWaiting(int rows, long first, Progress progress) {
    add(WAITING, rows, first, progress, "%,d rows wait");
  }

  /** Adds what was tried as often as it is, in vain. */
  void addExhausted(int rows, long first, Progress progress) {
    add(ENDED, rows, first, progress, "%,d rows have ended");
  }

  /**
   * Adds rows.
   *
   * @param first the number that the first id carries, by {@link Publisher#number}
   */
  private void add(String sql, int rows, long first, Progress progress, String told) {
    makeDays();
    try (var fill = connection.prepareStatement(sql);
        var statement = connection.createStatement()) {
      for (int filled = 0; filled < rows; filled += AT_ONCE) {
        int count = Math.min(AT_ONCE, rows - filled);
        fill.setBytes(1, BODY.getBytes(StandardCharsets.UTF_8));
        fill.setInt(2, count);
        fill.setInt(3, count);
        // The highest bit is the variant's; counting begins with 1.
        fill.setLong(4, Long.MIN_VALUE | (first + filled - 1));
        fill.executeUpdate();
        progress.tell(told, filled + count);
      }
      // As the database does by itself of tables that grow by and by.
      statement.execute("analyze dispatcher.deliveries");
      statement.execute("analyze dispatcher.endpoints");
    } catch (SQLException e) {
      throw new BenchmarkFailure("The table cannot be filled: " + e.getMessage(), e);
    }
  }

  /** Makes the days as the dispatcher would have made them, had it run then. */
  private void makeDays() {
    try (var statement = connection.createStatement()) {
      statement.execute("set role sandi_dispatcher");
      statement.execute("set search_path = dispatcher");
      var source = new SingleConnectionDataSource(connection, true);
      var transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
      Instant now = Instant.now();
      for (int ago = DAYS; ago > 0; ago--) {
        new DailyPartitions(
                new JdbcTemplate(source),
                transactions,
                Clock.fixed(now.minus(Duration.ofDays(ago)), ZoneOffset.UTC),
                List.of("deliveries", "attempts"),
                Duration.ofDays(DAYS - ago))
            .maintain();
      }
      statement.execute("reset search_path");
      statement.execute("reset role");
    } catch (SQLException e) {
      throw new BenchmarkFailure("The days cannot be made: " + e.getMessage(), e);
    }
  }
}
