package dev.sandi.dispatcher.delivery;

import dev.sandi.storage.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The attempts after the first of each delivery, which is in its row. */
final class Attempts {

  /** Nothing on record is written over, and what stands there must not keep a result from it. */
  private static final String RECORD =
      """
      insert into attempts (delivery_id, number, started_at, duration_ms, http_status, error,
                            answer_head, dns_ms, connect_ms, tls_ms, first_byte_ms, reused, phase)
      select * from unnest(?::uuid[], ?::int[], ?::timestamptz[], ?::int[], ?::int[], ?::text[],
                           ?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::boolean[],
                           ?::text[])
      on conflict do nothing
      """;

  private final JdbcTemplate jdbc;

  Attempts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Puts attempts on record that are not already there with their delivery. */
  void record(List<Recorded> made) {
    List<Recorded> attempts = made.stream().filter(a -> !a.attempt().isFirst()).toList();
    if (attempts.isEmpty()) {
      return;
    }
    jdbc.update(
        RECORD,
        Columns.uuids(attempts, Recorded::deliveryId),
        Columns.ints(attempts, a -> a.attempt().number()),
        Columns.text(attempts, a -> a.attempt().startedAt()),
        Columns.text(attempts, a -> a.attempt().duration().toMillis()),
        Columns.text(attempts, a -> a.attempt().status()),
        Columns.text(attempts, a -> a.attempt().error()),
        Columns.text(attempts, a -> a.attempt().head()),
        Columns.text(attempts, a -> a.attempt().timing().dnsMs()),
        Columns.text(attempts, a -> a.attempt().timing().connectMs()),
        Columns.text(attempts, a -> a.attempt().timing().tlsMs()),
        Columns.text(attempts, a -> a.attempt().timing().firstByteMs()),
        Columns.text(attempts, a -> a.attempt().timing().reused()),
        Columns.text(attempts, a -> a.attempt().phase()));
  }

  /** An attempt of a delivery. */
  record Recorded(UUID deliveryId, Attempt attempt) {}
}
