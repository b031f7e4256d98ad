package dev.sandi.processor.code;

import dev.sandi.processor.code.Challenge.Live;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** All challenges, each with its live code if it has one. */
@Repository
class Challenges {

  private static final String LOCK =
      """
      select c.* from challenges c
      join unnest(?::text[], ?::text[], ?::text[], ?::boolean[])
           as k (app, msisdn, challenge, simulated)
        on c.app_id = k.app and c.msisdn = k.msisdn and c.challenge = k.challenge
           and c.simulated = k.simulated
      order by c.app_id collate "C", c.msisdn, c.challenge collate "C", c.simulated
      for update of c
      """;

  private static final String INSERT =
      """
      insert into challenges (app_id, msisdn, challenge, simulated, state, code_id, code_hash,
                              sealed_code, expires_at, expires_at_most, sessions, updated_at)
      select app, msisdn, challenge, simulated, 'live', id, hash, sealed, expires, most,
             sessions::uuid[], ?
      from unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::uuid[], ?::text[], ?::text[],
                  ?::timestamptz[], ?::timestamptz[], ?::text[])
           as n (app, msisdn, challenge, simulated, id, hash, sealed, expires, most, sessions)
      order by app collate "C", msisdn, challenge collate "C", simulated
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update challenges c
      set state = 'live', code_id = n.id, code_hash = n.hash, sealed_code = n.sealed,
          expires_at = n.expires, expires_at_most = n.most, sessions = n.sessions::uuid[],
          updated_at = ?
      from unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::uuid[], ?::text[], ?::text[],
                  ?::timestamptz[], ?::timestamptz[], ?::text[])
           as n (app, msisdn, challenge, simulated, id, hash, sealed, expires, most, sessions)
      where c.app_id = n.app and c.msisdn = n.msisdn and c.challenge = n.challenge
        and c.simulated = n.simulated
      """;

  private static final String EXPIRE =
      """
      update challenges c
      set state = 'expired', sealed_code = null, sessions = '{}', updated_at = ?
      from (select app_id, msisdn, challenge, simulated, sessions from challenges
            where state = 'live' and expires_at <= ?
            order by expires_at limit ? for update skip locked) due
      where c.app_id = due.app_id and c.msisdn = due.msisdn and c.challenge = due.challenge
        and c.simulated = due.simulated
      returning due.sessions
      """;

  private static final String FORGET =
      """
      delete from challenges c using (
        select app_id, msisdn, challenge, simulated from challenges
        where state <> 'live' and updated_at < ? limit ? for update skip locked) old
      where c.app_id = old.app_id and c.msisdn = old.msisdn and c.challenge = old.challenge
        and c.simulated = old.simulated
      """;

  private final JdbcTemplate jdbc;

  Challenges(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Entry(ChallengeKey key, Live code) {

    /** As an array literal: an array of arrays would have to be rectangular. */
    String sessions() {
      return "{" + String.join(",", code.sessions().stream().map(UUID::toString).toList()) + "}";
    }
  }

  /** Locks the challenges that exist, and returns their states. */
  Map<ChallengeKey, Challenge> lock(Collection<ChallengeKey> keys) {
    List<ChallengeKey> rows = List.copyOf(keys);
    Map<ChallengeKey, Challenge> found = new HashMap<>();
    jdbc.query(
        LOCK,
        row -> {
          found.put(
              new ChallengeKey(
                  new AppId(row.getString("app_id")),
                  new PhoneNumber(row.getString("msisdn")),
                  new ChallengeName(row.getString("challenge")),
                  row.getBoolean("simulated")),
              state(row));
        },
        Columns.text(rows, ChallengeKey::appId),
        Columns.text(rows, key -> key.msisdn().digits()),
        Columns.text(rows, ChallengeKey::challenge),
        Columns.text(rows, ChallengeKey::simulated));
    return found;
  }

  /**
   * Inserts the live codes of challenges that did not exist.
   *
   * @throws ConcurrencyFailureException if one of them exists by now: begin again
   */
  void insert(Map<ChallengeKey, Live> codes, Instant now) {
    if (!codes.isEmpty() && jdbc.update(INSERT, columns(codes, now)) < codes.size()) {
      throw new ConcurrencyFailureException("A challenge was made by another transaction");
    }
  }

  /** Gives challenges that are locked another live code. */
  void update(Map<ChallengeKey, Live> codes, Instant now) {
    if (!codes.isEmpty()) {
      jdbc.update(UPDATE, columns(codes, now));
    }
  }

  /** Ends live codes whose time has passed, and returns the sessions that carried them. */
  List<UUID[]> expire(Instant now, int most) {
    return jdbc.query(
        EXPIRE,
        (row, n) -> (UUID[]) row.getArray("sessions").getArray(),
        Columns.time(now),
        Columns.time(now),
        most);
  }

  /** Deletes challenges that had neither a live code nor a guess since {@code before}. */
  int forget(Instant before, int most) {
    return jdbc.update(FORGET, Columns.time(before), most);
  }

  private static Object[] columns(Map<ChallengeKey, Live> codes, Instant now) {
    List<Entry> rows =
        codes.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList();
    return new Object[] {
      Columns.time(now),
      Columns.text(rows, e -> e.key().appId()),
      Columns.text(rows, e -> e.key().msisdn().digits()),
      Columns.text(rows, e -> e.key().challenge()),
      Columns.text(rows, e -> e.key().simulated()),
      Columns.text(rows, e -> e.code().id()),
      Columns.text(rows, e -> e.code().hash()),
      Columns.text(rows, e -> e.code().sealed()),
      Columns.text(rows, e -> e.code().expiresAt()),
      Columns.text(rows, e -> e.code().expiresAtMost()),
      Columns.text(rows, Entry::sessions)
    };
  }

  private static Challenge state(ResultSet row) throws SQLException {
    String state = row.getString("state");
    return switch (state) {
      case "live" -> live(row);
      case "verified" -> new Challenge.Verified();
      case "expired" -> new Challenge.Expired();
      default -> throw new IllegalStateException("A challenge has no state " + state);
    };
  }

  private static Live live(ResultSet row) throws SQLException {
    return new Live(
        row.getObject("code_id", UUID.class),
        row.getString("code_hash"),
        row.getString("sealed_code"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at_most", OffsetDateTime.class).toInstant(),
        List.of((UUID[]) row.getArray("sessions").getArray()));
  }
}
