package dev.sandi.bench.load;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Progress;
import dev.sandi.bench.callbacks.Prefill;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sessions of the last week and callbacks that wait, put into the tables as nobody but a benchmark
 * does: as many as an installation has that has run for long.
 *
 * @param connection of somebody who may do everything
 */
record FillTables(Connection connection) {

  private static final int AT_ONCE = 200_000;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The services make partitions for so many days back. */
  private static final int DAYS = 7;

  /** Numbers that no order of a run is about. */
  private static final long FIRST_NUMBER = 500_000_000L;

  private static final String CHOSEN =
      """
      create unlogged table if not exists public.filled (id uuid, msisdn text, born timestamptz);
      truncate public.filled
      """;

  /**
   * The day of a row is that of its id, a UUID of version 7. Chance is asked in the rows
   * themselves: beside them, it may be asked once for all.
   */
  private static final String CHOOSE =
      """
      insert into public.filled
      select (substr(millis, 1, 8) || '-' || substr(millis, 9) || '-7' || substr(random, 16))::uuid,
             '628' || lpad(((?::bigint + n) * 387420489 %% 1000000000)::text, 9, '0'), born
      from (
        select n, now() - interval '1 hour' - interval '%d days' * random() as born,
               gen_random_uuid()::text as random
        from generate_series(1, ?) as n) as times
      cross join lateral (
        select lpad(to_hex((extract(epoch from born) * 1000)::bigint), 12, '0') as millis) as parts
      """
          .formatted(DAYS - 1);

  /** What is left of a session that was verified. */
  private static final List<String> ROWS =
      List.of(
          """
          insert into ingress.requests (id, app_id, msisdn, challenge, http_status, state,
              state_rank, user_agent, requested_at, updated_at, promised_until, expires_at,
              time_limit, sandbox)
          select id, 'load', msisdn, 'default', 201, 'verified', 100, 'bench/1.0', born, born,
                 born + interval '5 minutes', born + interval '5 minutes', 300, false
          from public.filled
          """,
          """
          insert into ingress.timeline (session_id, event_id, type, at, details)
          select id, gen_random_uuid(), type, born, '{"gateway":"smsc","attempt":1}'
          from public.filled, unnest(array['otp.sent', 'otp.delivered', 'otp.verified']) as type
          """,
          """
          insert into processor.sessions (session_id, app_id, msisdn, challenge, sandbox, template,
              traceparent, requested_at, expires_at, state, gateway, message_id, segments, sent_at,
              delivered_at, verified_at, ended_at)
          select id, 'load', msisdn, 'default', false, 'Your verification code is $OTP',
                 '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', born,
                 born + interval '5 minutes', 'verified', 'smsc', left(id::text, 13), 1, born, born,
                 born, born
          from public.filled
          """,
          """
          insert into processor.challenges (app_id, msisdn, challenge, state, code_id, sessions,
              updated_at)
          select 'load', msisdn, 'default', 'verified', id, array[id], born from public.filled
          on conflict do nothing
          """,
          """
          insert into processor.gateway_messages (id, part, parts, gateway, message_id, session_id,
              country, delivered, reported_at)
          select id, 1, 1, 'smsc', 'filled-' || left(id::text, 13), id, 'ID', true, born
          from public.filled
          where born > now() - interval '3 days' -- They are kept for four.
          """);

  /** Adds sessions, and what belongs to each. */
  void addSessions(int sessions, Progress progress) {
    try (var statement = connection.createStatement();
        var choose = connection.prepareStatement(CHOOSE)) {
      for (int filled = 0; filled < sessions; filled += AT_ONCE) {
        statement.execute(CHOSEN);
        choose.setLong(1, FIRST_NUMBER + filled);
        choose.setInt(2, Math.min(AT_ONCE, sessions - filled));
        choose.executeUpdate();
        for (String rows : ROWS) {
          statement.executeUpdate(rows);
        }
        progress.tell("%,d sessions are in the tables", Math.min(sessions, filled + AT_ONCE));
      }
      statement.execute("drop table public.filled");
      // As the database does by itself of tables that grow by and by.
      statement.execute("analyze");
    } catch (SQLException e) {
      throw new BenchmarkFailure("The tables cannot be filled: " + e.getMessage(), e);
    }
  }

  /** Adds callbacks that wait, a twentieth of them for now, and has those be delivered. */
  void addCallbacks(int callbacks, Progress progress) throws InterruptedException {
    new Prefill(connection).addWaiting(callbacks, 1, progress);
    awaitNoneDue(progress);
  }

  private void awaitNoneDue(Progress progress) throws InterruptedException {
    long begun = System.nanoTime();
    try (var statement = connection.createStatement()) {
      for (long due = due(statement); due > 0; due = due(statement)) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw new BenchmarkFailure(due + " callbacks are due and are not delivered.");
        }
        progress.tell("%,d callbacks are due", due);
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      }
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  private static long due(Statement statement) throws SQLException {
    try (var row = statement.executeQuery(Prefill.DUE)) {
      row.next();
      return row.getLong(1);
    }
  }
}
