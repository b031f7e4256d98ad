package dev.sandi.ingress.abandon;

import dev.sandi.storage.Columns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Requests that may have been abandoned, and those that were ({@code R__abandon.sql}). */
final class AbandonedRequests {

  private static final String CLAIM =
      """
      update swept set busy_until = clock_timestamp() + make_interval(secs => ?)
      where up_to < ? and busy_until < clock_timestamp()
      returning up_to
      """;

  private final JdbcTemplate jdbc;

  AbandonedRequests(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Claims the sessions that nobody has looked at, for one copy.
   *
   * @param before the id up to which they may be looked at
   * @param lease after which another copy may, if this one does not come back
   * @return the first id; empty if there is nothing to be done, or somebody is at it
   */
  Optional<UUID> claim(UUID before, Duration lease) {
    return jdbc
        .query(
            CLAIM,
            (row, number) -> row.getObject("up_to", UUID.class),
            (double) lease.toSeconds(),
            before)
        .stream()
        .findFirst();
  }

  List<Unheard> unheard(UUID from, UUID to) {
    return jdbc.query(
        "select app_id, session_id, attempt, since from unheard(?, ?)",
        (row, number) ->
            new Unheard(
                row.getString("app_id"),
                row.getObject("session_id", UUID.class),
                row.getObject("attempt", UUID.class),
                row.getObject("since", UUID.class)),
        from,
        to);
  }

  /**
   * Ends requests, and lets the next claim begin at {@code to}.
   *
   * @param claimed where the claim began
   * @return how many; empty if another copy was first, and nothing was done
   */
  Optional<Integer> end(UUID claimed, UUID to, List<Unheard> unpublished) {
    return Optional.ofNullable(
        jdbc.queryForObject(
            "select abandon(?, ?, ?::text[], ?::uuid[], ?::uuid[])",
            Integer.class,
            claimed,
            to,
            Columns.text(unpublished, Unheard::app),
            Columns.text(unpublished, Unheard::session),
            Columns.text(unpublished, Unheard::attempt)));
  }

  /**
   * Takes again what was given back for requests that are heard of after all.
   *
   * @param since older ones are forgotten
   * @return how many there were
   */
  int takeAgain(UUID since) {
    Integer taken = jdbc.queryForObject("select take_again(?)", Integer.class, since);
    return taken == null ? 0 : taken;
  }
}
