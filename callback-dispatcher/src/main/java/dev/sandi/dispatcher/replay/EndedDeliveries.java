package dev.sandi.dispatcher.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.DeliveryFilter.Condition;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deliveries that ended, in Postgres, as they are made due again. */
final class EndedDeliveries {

  /** It stands in its session's order as before, and goes on counting its attempts. */
  private static final String DUE_AGAIN =
      """
      update deliveries
      set state = 'pending', next_attempt_at = ?, lease_until = null, claim_id = null,
          in_hand = false, ended_at = null, end_reason = null, waited = ordered,
          replayed_at = ?, attempts_before = attempts, bulk = ?
      """;

  private static final String ONE =
      DUE_AGAIN
          + """
          where event_id = ? and state <> 'pending'
            and exists (select from apps where apps.id = deliveries.app_id)
          """;

  private static final String STANDING =
      """
      select event_id, state, attempts, next_attempt_at, gate,
             exists (select from apps where apps.id = deliveries.app_id) as app_known
      from deliveries
      join endpoints on endpoints.id = endpoint_id
      where event_id = ?
      """;

  private static final String MANY =
      DUE_AGAIN + "where event_id = any (?::uuid[]) and state <> 'pending'";

  /**
   * What ended after the replay was asked for is not meant: neither what this one made due before,
   * nor what another did. Rows are locked in one order, so that replays wait for each other.
   */
  private static final String MATCHING =
      """
      select event_id, exists (
        select from apps where apps.id = app_id
          and (? or not coalesce((callbacks ->> 'at_most_once')::boolean, false))) as wanted
      from deliveries
      where %s and event_id > ? and event_id <= ? and state <> 'pending' and ended_at <= ?
      order by event_id limit ?
      for update of deliveries
      """;

  private static final String COUNT =
      """
      select count(*) from deliveries
      where %s and event_id > ? and event_id <= ? and state <> 'pending' and ended_at <= ?
      """;

  private static final String STEP =
      """
      select event_id from deliveries
      where state = '%s' and event_id > ? and event_id <= ?
      order by event_id offset ? limit 1
      """;

  private final JdbcTemplate jdbc;

  EndedDeliveries(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes one due now; false if it has not ended, or its app is not known. */
  boolean replay(UUID id, Instant now) {
    return jdbc.update(ONE, Columns.time(now), Columns.time(now), false, id) == 1;
  }

  /**
   * How a delivery stands.
   *
   * @param nextAttemptAt when it is due, if it is {@code pending}
   * @param gate of its endpoint: unless that is {@code open}, it waits
   * @param replayed whether it was made due just now, and not before
   * @param appKnown whether its app is: otherwise nothing can be signed for it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Standing(
      UUID id,
      String state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      String gate,
      boolean replayed,
      boolean appKnown) {

    boolean refused() {
      return !appKnown && !state.equals("pending");
    }
  }

  /**
   * How one stands after it was to be replayed.
   *
   * @param replayed whether it was
   * @return empty if there is none
   */
  Optional<Standing> standing(UUID id, boolean replayed) {
    return jdbc.query(STANDING, (row, number) -> standing(row, replayed), id).stream().findFirst();
  }

  private static Standing standing(ResultSet row, boolean replayed) throws SQLException {
    String state = row.getString("state");
    return new Standing(
        row.getObject("event_id", UUID.class),
        state,
        row.getInt("attempts"),
        state.equals("pending")
            ? row.getObject("next_attempt_at", OffsetDateTime.class).toInstant()
            : null,
        row.getString("gate"),
        replayed,
        row.getBoolean("app_known"));
  }

  /**
   * The end of a step through the deliveries: so that a statement looks at a bounded number of
   * rows, however few of them match. The few of a session are found by themselves.
   */
  UUID step(Replay replay, UUID after, int rows) {
    if (replay.filter().session() != null) {
      return replay.last();
    }
    String state = Objects.requireNonNull(replay.filter().state()).slug();
    return jdbc
        .queryForList(
            STEP.formatted(state), UUID.class, after, replay.last(), Math.max(0, rows - 1))
        .stream()
        .findFirst()
        .orElse(replay.last());
  }

  /** How many match between two deliveries. */
  long count(Replay replay, UUID after, UUID until) {
    Condition condition = replay.filter().condition();
    List<Object> arguments = new ArrayList<>(condition.arguments());
    arguments.addAll(List.of(after, until, Columns.time(replay.createdAt())));
    Long count =
        jdbc.queryForObject(COUNT.formatted(condition.sql()), Long.class, arguments.toArray());
    return count == null ? 0 : count;
  }

  /**
   * A delivery that matches.
   *
   * @param wanted whether its app is known, and wants callbacks repeated if it was not named
   */
  record Match(UUID id, boolean wanted) {}

  /** Locks the first that match between two deliveries. */
  List<Match> lock(Replay replay, UUID until, int most) {
    DeliveryFilter filter = replay.filter();
    Condition condition = filter.condition();
    List<Object> arguments = new ArrayList<>();
    arguments.add(filter.app() != null);
    arguments.addAll(condition.arguments());
    arguments.addAll(List.of(replay.cursor(), until, Columns.time(replay.createdAt()), most));
    return jdbc.query(
        MATCHING.formatted(condition.sql()),
        (row, number) -> new Match(row.getObject("event_id", UUID.class), row.getBoolean("wanted")),
        arguments.toArray());
  }

  /** Makes those due that are locked, behind what is told for the first time. */
  int replayInBulk(List<Match> matches, Instant now) {
    List<Match> wanted = matches.stream().filter(Match::wanted).toList();
    return wanted.isEmpty()
        ? 0
        : jdbc.update(
            MANY, Columns.time(now), Columns.time(now), true, Columns.text(wanted, Match::id));
  }
}
