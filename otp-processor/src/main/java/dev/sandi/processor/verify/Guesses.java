package dev.sandi.processor.verify;

import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Guesses at codes, each counted and decided by one statement: of many at once, one succeeds, and
 * no more than the budget are looked at.
 *
 * <p>Five wrong guesses in 15 minutes are allowed for a challenge; a new code does not refill them
 * (NIST SP 800-63B-4, section 3.2.2).
 */
@Repository
class Guesses {

  static final int MOST_WRONG = 5;
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private static final String GUESS =
      """
      with seen as (
        select app_id, msisdn, challenge, sessions,
               guesses_since > ? as in_window,
               case
                 when guesses_since > ? and wrong_guesses >= ? then 'locked'
                 when code_hash = any (?) and state = 'live' and expires_at > ? then 'verified'
                 when code_hash = any (?) and state in ('live', 'expired') then 'expired'
                 else 'not_found'
               end as outcome
        from challenges where app_id = ? and msisdn = ? and challenge = ?
        for update
      )
      update challenges c
      set state = case outcome when 'verified' then 'verified' else c.state end,
          sealed_code = case outcome when 'verified' then null else c.sealed_code end,
          sessions = case outcome when 'verified' then '{}' else c.sessions end,
          wrong_guesses = case outcome
            when 'verified' then 0
            when 'not_found' then case when in_window then c.wrong_guesses + 1 else 1 end
            else c.wrong_guesses end,
          guesses_since = case
            when outcome = 'not_found' and in_window is not true then ?
            else c.guesses_since end,
          updated_at = ?
      from seen
      where c.app_id = seen.app_id and c.msisdn = seen.msisdn and c.challenge = seen.challenge
      returning seen.outcome, seen.sessions, c.wrong_guesses, c.guesses_since
      """;

  private final JdbcTemplate jdbc;

  Guesses(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What the statement decided, in its words. */
  enum Outcome {
    VERIFIED,
    EXPIRED,
    LOCKED,
    NOT_FOUND
  }

  /**
   * How a guess ended.
   *
   * @param wrong wrong guesses in the current window
   * @param sessions those that carried the code, the oldest first
   */
  record Guess(Outcome outcome, int wrong, @Nullable Instant windowSince, List<UUID> sessions) {

    Instant unlockedAt() {
      return windowSince == null ? Instant.MIN : windowSince.plus(WINDOW);
    }
  }

  /** Counts and decides a guess, given its hashes under every live key. */
  Guess guess(ChallengeKey key, List<String> hashes, Instant now) {
    String[] candidates = hashes.toArray(String[]::new);
    OffsetDateTime at = Columns.time(now);
    OffsetDateTime windowStart = Columns.time(now.minus(WINDOW));
    return jdbc
        .query(
            GUESS,
            (row, n) -> guess(row),
            windowStart,
            windowStart,
            MOST_WRONG,
            candidates,
            at,
            candidates,
            key.appId().value(),
            key.msisdn().digits(),
            key.challenge().value(),
            at,
            at)
        .stream()
        .findFirst()
        .orElseGet(() -> new Guess(Outcome.NOT_FOUND, 0, null, List.of()));
  }

  private static Guess guess(ResultSet row) throws SQLException {
    OffsetDateTime since = row.getObject("guesses_since", OffsetDateTime.class);
    return new Guess(
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getInt("wrong_guesses"),
        since == null ? null : since.toInstant(),
        List.of((UUID[]) row.getArray("sessions").getArray()));
  }
}
