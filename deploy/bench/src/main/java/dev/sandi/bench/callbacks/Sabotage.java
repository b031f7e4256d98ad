package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import java.sql.SQLException;

/** Breaks, behind the dispatcher's back, what a run checks: that a run can fail is to be seen. */
final class Sabotage {

  private static final String REPEAT =
      """
      update dispatcher.deliveries
      set state = 'pending', next_attempt_at = now(), lease_until = null, claim_id = null,
          in_hand = false, waited = true
      where event_id in (select event_id from dispatcher.deliveries
                         where state = 'delivered' and ended_at < now() - interval '5 s' limit 1)
      """;

  private static final String LOSE =
      """
      delete from dispatcher.deliveries
      where event_id in (select event_id from dispatcher.deliveries
                         where state = 'pending' and attempts = 0 limit 1)
      """;

  private Sabotage() {}

  static void commit(CallbackInstallation installation) {
    try (var connection = installation.superuser();
        var statement = connection.createStatement()) {
      statement.execute(REPEAT);
      statement.execute(LOSE);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The run cannot be broken: " + e.getMessage(), e);
    }
  }
}
