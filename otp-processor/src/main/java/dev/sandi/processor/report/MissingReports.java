package dev.sandi.processor.report;

import dev.sandi.processor.routing.ExpectedReports;
import dev.sandi.storage.Columns;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reports that may still come, by what is on record of messages that gateways took. */
@Repository
class MissingReports implements ExpectedReports {

  /** A message is of no use to its receiver once its code has ended; networks say so soon after. */
  private static final Duration AFTER_THE_END = Duration.ofHours(1);

  /** Longer ago no code began that is live, or ended lately. */
  private static final Duration LOOK_BACK = Duration.ofDays(3);

  private static final String EXPECTED =
      """
      select exists (
        select from gateway_messages g
        join sessions s on s.session_id = g.session_id and s.session_id >= ?
        where g.gateway = ? and g.id >= ? and g.delivered is null and s.expires_at > ?)
      """;

  private final JdbcTemplate jdbc;
  private final Clock clock;

  MissingReports(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public boolean ofGateway(String name) {
    Instant now = clock.instant();
    UUID from = UuidV7.lowerBound(now.minus(LOOK_BACK));
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            EXPECTED, Boolean.class, from, name, from, Columns.time(now.minus(AFTER_THE_END))));
  }
}
