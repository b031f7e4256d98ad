package dev.sandi.ingress.erasure;

import dev.sandi.ingress.erasure.Erasure.Stage;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Erasures that are not done, in Postgres. A turn is a transaction that holds the row's lock. */
@Repository
class Erasures {

  private static final String COLUMNS =
      "select id, sealed_msisdn, requested_at, stage, places, audit_cursor, parts, rows"
          + " from erasures where walked_at is null";

  private static final String ADD =
      """
      insert into erasures (id, sealed_msisdn, requested_at, stage, next_at)
      values (?, ?, ?, 'first', ?)
      """;

  private static final String ADVANCE =
      """
      update erasures set stage = ?, next_at = ?, places = ?::jsonb, audit_cursor = ?, parts = ?,
        rows = ?::jsonb
      where id = ?
      """;

  private static final String WALKED =
      """
      update erasures set stage = 'told', sealed_msisdn = null, walked_at = ?, kept = ?::jsonb,
        topics = ?::jsonb, parts = ?, rows = ?::jsonb
      where id = ?
      """;

  private static final String ADD_PART =
      """
      insert into erasure_parts (erasure_id, part, service)
      select ?, ?, service from unnest(?::text[]) as s (service)
      """;

  private static final String PART_DONE =
      """
      update erasure_parts set rows = ?::jsonb, done_at = ?
      where erasure_id = ? and part = ? and service = ? and done_at is null
      """;

  private static final String FINISH =
      """
      update erasures e set stage = 'done', finished_at = ?
      where e.stage = 'told' and not exists (
        select from erasure_parts p where p.erasure_id = e.id and p.done_at is null)
      """;

  private final JdbcTemplate jdbc;

  Erasures(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Those that begin wait for each other until the transaction ends. */
  void oneAtATime() {
    jdbc.query("select pg_advisory_xact_lock(hashtext('erasures'))", row -> {});
  }

  /** Those whose number is still needed. */
  List<Erasure> left(int most) {
    return jdbc.query(COLUMNS + " order by id limit ?", Erasures::erasure, most);
  }

  void add(UUID id, String sealedMsisdn, Instant now) {
    jdbc.update(ADD, id, sealedMsisdn, Columns.time(now), Columns.time(now));
  }

  /** Locks the one that waits longest for its turn. */
  Optional<Erasure> takeTurn(Instant now) {
    return jdbc
        .query(
            COLUMNS + " and next_at <= ? order by next_at limit 1 for update skip locked",
            Erasures::erasure,
            Columns.time(now))
        .stream()
        .findFirst();
  }

  void advance(Erasure erasure, Instant next) {
    jdbc.update(
        ADVANCE,
        slug(erasure.stage()),
        Columns.time(next),
        StoredMaps.write(erasure.places()),
        erasure.auditCursor(),
        erasure.parts(),
        StoredMaps.write(erasure.rows()),
        erasure.id());
  }

  /** The ingress has done its part, and needs the number no more. */
  void walked(
      Erasure erasure,
      Map<String, Long> kept,
      Map<String, ? extends @Nullable Long> topics,
      Instant now) {
    jdbc.update(
        WALKED,
        Columns.time(now),
        StoredMaps.write(kept),
        StoredMaps.write(topics),
        erasure.parts(),
        StoredMaps.write(erasure.rows()),
        erasure.id());
  }

  void addPart(UUID erasure, int part, List<String> services) {
    jdbc.update(ADD_PART, erasure, part, services.toArray(String[]::new));
  }

  /** A service is done with a part; hearing of it again changes nothing. */
  void partDone(UUID erasure, int part, String service, Map<String, Long> rows, Instant at) {
    jdbc.update(PART_DONE, StoredMaps.write(rows), Columns.time(at), erasure, part, service);
  }

  /** Ends those of which everybody is done; returns how many. */
  int finish(Instant now) {
    return jdbc.update(FINISH, Columns.time(now));
  }

  private static Erasure erasure(ResultSet row, int number) throws SQLException {
    return new Erasure(
        row.getObject("id", UUID.class),
        row.getString("sealed_msisdn"),
        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
        Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
        StoredMaps.counts(row.getString("places")),
        row.getObject("audit_cursor", UUID.class),
        row.getInt("parts"),
        StoredMaps.counts(row.getString("rows")));
  }

  private static String slug(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
