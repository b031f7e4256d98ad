package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.EventLog;
import dev.sandi.bench.callbacks.CallbackLedger.Standing;
import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.Topics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What the dispatcher has on record, and has told. */
record KillEvidence(CallbackInstallation installation) {

  private static final String SUCCEEDED =
      """
      select delivery_id, array_agg((extract(epoch from started_at) * 1000)::bigint + duration_ms)
      from dispatcher.recorded_attempts where http_status between 200 and 299 group by 1
      """;

  private static final String UNDELIVERED =
      """
      select event_id, state, end_reason,
             coalesce((extract(epoch from ended_at) * 1000)::bigint, 0)
      from dispatcher.deliveries where state <> 'delivered'
      """;

  private interface Value<T> {
    T of(ResultSet row) throws SQLException;
  }

  Map<UUID, List<Long>> succeeded() {
    return read(SUCCEEDED, row -> List.of((Long[]) row.getArray(2).getArray()));
  }

  Map<UUID, Standing> undelivered() {
    // Between the clock of the machine and the one that deaths are told by.
    long offset = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    return read(
        UNDELIVERED,
        row ->
            new Standing(
                row.getString(2),
                row.getString(3),
                TimeUnit.MILLISECONDS.toNanos(row.getLong(4)) + offset));
  }

  private <T> Map<UUID, T> read(String sql, Value<T> value) {
    Map<UUID, T> found = new HashMap<>();
    try (var connection = installation.superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.put(rows.getObject(1, UUID.class), value.of(rows));
      }
      return found;
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  /** Deliveries whose end an event tells of. */
  Set<UUID> told() {
    Set<UUID> told = new HashSet<>();
    try (EventLog log = new EventLog(installation.bootstrapServers(), Topics.CALLBACK_LIFECYCLE)) {
      log.readAll(
          envelope -> {
            if (envelope.event() instanceof CallbackDelivered delivered) {
              told.add(delivered.deliveryId());
            } else if (envelope.event() instanceof CallbackExhausted exhausted) {
              told.add(exhausted.deliveryId());
            }
          });
    }
    return told;
  }
}
