package dev.sandi.processor.verify;

import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Guesses at codes: all of a moment are counted and decided by one statement ({@code
 * R__verify.sql}), which is a transaction of its own. Of many at one code one succeeds, and no more
 * than the budget are looked at.
 *
 * <p>Five wrong guesses in 15 minutes are allowed for a challenge, and {@link
 * GuessLimits#mostFailures()} in a row for a number; a new code refills neither (NIST SP 800-63B-4,
 * section 3.2.2).
 */
@Repository
class Guesses {

  private static final String VERIFY =
      """
      select n, outcome, session, attempts_left, retry_at, live_until
      from verify_codes(?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?, ?, ?,
                        ?::interval, ?, ?::interval)
      """;

  /**
   * In order, which is by the index: the table is full of what was taken since its last vacuum. And
   * by an array: joined with what is to be taken, a table that a vacuum has found empty would be
   * looked at once for each row.
   */
  private static final String TAKE_VERIFIED =
      """
      delete from verified_sessions where session_id = any (array(
        select session_id from verified_sessions order by session_id limit ?
        for update skip locked))
      returning session_id, verified_at
      """;

  private static final String FORGET =
      """
      delete from number_failures f using (
        select app_id, msisdn, simulated from number_failures
        where updated_at < ? and (locked_until is null or locked_until < ?)
        limit ? for update skip locked) old
      where f.app_id = old.app_id and f.msisdn = old.msisdn and f.simulated = old.simulated
      """;

  private final JdbcTemplate jdbc;
  private final GuessLimits limits;

  Guesses(JdbcTemplate jdbc, GuessLimits limits) {
    this.jdbc = jdbc;
    this.limits = limits;
  }

  /**
   * A guess at the code of a challenge.
   *
   * @param hashes of the guess, under every live key
   */
  record Guess(ChallengeKey key, List<String> hashes) {}

  /** Counts and decides guesses; returns the verdict about each, in their order. */
  List<Verdict> decide(List<Guess> guesses, Instant now) {
    Verdict[] verdicts = new Verdict[guesses.size()];
    jdbc.query(
        VERIFY,
        row -> {
          verdicts[row.getInt("n") - 1] = verdict(row, now);
        },
        Columns.text(guesses, guess -> guess.key().appId()),
        Columns.text(guesses, guess -> guess.key().msisdn().digits()),
        Columns.text(guesses, guess -> guess.key().challenge()),
        Columns.text(guesses, guess -> guess.key().simulated()),
        Columns.text(guesses, guess -> String.join(" ", guess.hashes())),
        isAnyNumberRepeated(guesses),
        Columns.time(now),
        GuessLimits.MOST_WRONG,
        GuessLimits.WINDOW.toString(),
        limits.mostFailures(),
        limits.lock().toString());
    return List.of(verdicts);
  }

  private static boolean isAnyNumberRepeated(List<Guess> guesses) {
    record Place(AppId app, PhoneNumber msisdn) {}
    Set<Place> numbers = new HashSet<>();
    return !guesses.stream()
        .allMatch(guess -> numbers.add(new Place(guess.key().appId(), guess.key().msisdn())));
  }

  /**
   * Takes sessions whose code was verified, and when, within the caller's transaction. Nobody else
   * is given them, and if it is rolled back they are there again.
   */
  Map<UUID, Instant> takeVerified(int most) {
    Map<UUID, Instant> verified = new HashMap<>();
    jdbc.query(
        TAKE_VERIFIED,
        row -> {
          verified.put(
              row.getObject("session_id", UUID.class),
              Objects.requireNonNull(time(row, "verified_at")));
        },
        most);
    return verified;
  }

  /** Deletes one batch of what was not guessed at since {@code before}. */
  int forget(Instant before, int most) {
    return jdbc.update(FORGET, Columns.time(before), Columns.time(before), most);
  }

  private static Verdict verdict(ResultSet row, Instant now) throws SQLException {
    String outcome = row.getString("outcome");
    return switch (outcome) {
      case "verified" -> new Verdict.Verified(row.getObject("session", UUID.class));
      case "expired" -> new Verdict.Expired();
      case "locked" -> new Verdict.Locked(wait(now, Objects.requireNonNull(time(row, "retry_at"))));
      case "not_found" -> {
        Instant liveUntil = time(row, "live_until");
        yield new Verdict.NotFound(
            row.getInt("attempts_left"),
            liveUntil == null ? null : Duration.between(now, liveUntil).toSeconds());
      }
      default -> throw new IllegalStateException("A guess has no outcome " + outcome);
    };
  }

  /** Whole seconds until a guess is allowed again, rounded up: waiting that long is enough. */
  private static long wait(Instant now, Instant until) {
    return Math.max(1, Duration.between(now, until).plusNanos(999_999_999).toSeconds());
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
