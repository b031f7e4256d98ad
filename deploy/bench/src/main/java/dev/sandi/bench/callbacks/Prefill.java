package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.Progress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Callbacks that failed and wait for their next attempt, put into the table as nobody but a
 * benchmark does: of all endpoints, a twentieth due now and the others over the next three days.
 */
final class Prefill {

  /** What is due now. */
  static final String DUE =
      """
      select count(*) from dispatcher.deliveries
      where state = 'pending' and next_attempt_at <= now() - interval '1 minute'
      """;

  private static final int DUE_SHARE = 20;
  private static final int AT_ONCE = 100_000;

  private static final String FILL =
      """
      insert into dispatcher.deliveries (event_id, endpoint_id, app_id, session_id, type, url, body,
                                         traceparent, state, attempts, next_attempt_at, created_at)
      select uuid, e.id, e.app_id, uuid, 'otp.verified', e.origin || '/otp', ?,
             '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', 'pending', 1,
             case when n %% %d = 0 then now() - interval '10 minutes'
                  else now() + interval '1 hour' + random() * interval '71 hours' end,
             now() - interval '1 minute'
      from generate_series(1, ?) as n
      cross join lateral (
        select lpad(to_hex((extract(epoch from now()) * 1000)::bigint - n), 12, '0') as millis,
               gen_random_uuid()::text as random
      ) as parts
      cross join lateral (
        select (substr(millis, 1, 8) || '-' || substr(millis, 9) || '-7' || substr(random, 16))::uuid
          as uuid
      ) as ids
      join (select id, app_id, origin, row_number() over (order by id) - 1 as number,
                   count(*) over () as endpoints
            from dispatcher.endpoints) as e on e.number = n %% e.endpoints
      """
          .formatted(DUE_SHARE);

  private static final String BODY =
      "{\"type\":\"otp.verified\",\"timestamp\":\"2026-11-01T00:00:00.000Z\",\"data\":{\"session_id\":"
          + "\"01900000-0000-7000-8000-000000000000\",\"msisdn\":\"6281234567890\",\"challenge\":"
          + "\"default\",\"status\":\"verified\",\"verified_at\":\"2026-11-01T00:00:00.000Z\"}}";

  private final CallbackInstallation installation;

  Prefill(CallbackInstallation installation) {
    this.installation = installation;
  }

  static long due(int rows) {
    return rows / DUE_SHARE;
  }

  void fill(int rows, Progress progress) {
    try (var connection = installation.superuser();
        var fill = connection.prepareStatement(FILL);
        var statement = connection.createStatement()) {
      for (int filled = 0; filled < rows; filled += AT_ONCE) {
        fill.setBytes(1, BODY.getBytes(StandardCharsets.UTF_8));
        fill.setInt(2, Math.min(AT_ONCE, rows - filled));
        fill.executeUpdate();
        progress.tell("%,d rows wait", Math.min(rows, filled + AT_ONCE));
      }
      // As the database does by itself of tables that grow by and by.
      statement.execute("analyze dispatcher.deliveries");
      statement.execute("analyze dispatcher.endpoints");
    } catch (SQLException e) {
      throw new BenchmarkFailure("The table cannot be filled: " + e.getMessage(), e);
    }
  }
}
