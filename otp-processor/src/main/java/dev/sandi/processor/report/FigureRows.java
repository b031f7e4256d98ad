package dev.sandi.processor.report;

import dev.sandi.storage.Columns;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What became of messages, by the minute. */
@Repository
class FigureRows {

  private static final String COUNT =
      """
      insert into gateway_figures as f
        (minute, gateway, country, taken, reported, delivered, verified, early)
      select (?::timestamptz[])[c.n], gateway, country, taken, reported, delivered, verified,
             delivered
      from count_gateway_messages(?::uuid[], ?::uuid[]) c
      on conflict (minute, gateway, country) do update
        set taken = excluded.taken, reported = excluded.reported,
            delivered = excluded.delivered, verified = excluded.verified
      """;

  private static final String SINCE =
      """
      select gateway, country, sum(taken)::bigint as taken, sum(reported)::bigint as reported,
             sum(delivered)::bigint as delivered, sum(verified)::bigint as verified
      from gateway_figures where minute >= ? group by gateway, country
      """;

  private static final String MINUTES =
      """
      select gateway, country, minute, taken, early from gateway_figures
      where minute >= ? and early is not null
      """;

  private final JdbcTemplate jdbc;

  FigureRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What became of messages.
   *
   * @param taken by the gateway
   * @param reported those whose first part it reported on
   * @param delivered those that it reported as delivered, all of it
   * @param verified those whose code was verified
   */
  record Figure(
      String gateway, String country, long taken, long reported, long delivered, long verified) {

    Figure plus(Figure other) {
      return new Figure(
          gateway,
          country,
          taken + other.taken,
          reported + other.reported,
          delivered + other.delivered,
          verified + other.verified);
    }
  }

  /** Whether nobody else is counting; nobody else will be until the transaction ends. */
  boolean takeTurn() {
    return !jdbc.queryForList(
            "select one from gateway_figures_mark for update skip locked", Boolean.class)
        .isEmpty();
  }

  @Nullable Instant countedTo() {
    OffsetDateTime mark =
        jdbc.queryForObject("select counted_to from gateway_figures_mark", OffsetDateTime.class);
    return mark == null ? null : mark.toInstant();
  }

  void countedTo(Instant minute) {
    jdbc.update("update gateway_figures_mark set counted_to = ?", Columns.time(minute));
  }

  /** Counts the messages of minutes, anew or for the first time, and forgets what is old. */
  void count(List<Instant> minutes, Instant oldest) {
    jdbc.update("delete from gateway_figures where minute < ?", Columns.time(oldest));
    jdbc.update(
        COUNT,
        Columns.text(minutes, minute -> minute),
        Columns.text(minutes, UuidV7::lowerBound),
        Columns.text(minutes, minute -> UuidV7.lowerBound(minute.plus(1, ChronoUnit.MINUTES))));
  }

  List<Figure> since(Instant oldest) {
    return jdbc.query(
        SINCE,
        (row, n) ->
            new Figure(
                row.getString("gateway"),
                row.getString("country"),
                row.getLong("taken"),
                row.getLong("reported"),
                row.getLong("delivered"),
                row.getLong("verified")),
        Columns.time(oldest));
  }

  /** What was known of each minute when it was counted first. */
  List<DeliveryDrops.Minute> minutes(Instant oldest) {
    return jdbc.query(
        MINUTES,
        (row, n) ->
            new DeliveryDrops.Minute(
                row.getString("gateway"),
                row.getString("country"),
                row.getObject("minute", OffsetDateTime.class).toInstant(),
                row.getLong("taken"),
                row.getLong("early")),
        Columns.time(oldest));
  }
}
