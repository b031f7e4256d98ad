package dev.sandi.ingress.app;

import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The keys of apps. They are revoked, and never deleted. */
@Repository
class ApiKeys {

  /** In the order of ids, so that two copies cannot wait for each other. */
  private static final String USED =
      """
      with used as (
        select k.id, u.at
        from unnest(?::uuid[], ?::timestamptz[]) as u (id, at)
        join api_keys k on k.id = u.id
        where k.last_used_at is null or k.last_used_at < u.at
        order by k.id
        for update of k
      )
      update api_keys set last_used_at = greatest(last_used_at, used.at)
      from used where api_keys.id = used.id
      """;

  private static final String ADD =
      """
      insert into api_keys (id, app_id, name, prefix, hash, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String PAGE =
      """
      select id, name, prefix, created_at, expires_at, last_used_at, revoked, revoked_at
      from api_keys where app_id = ? and (?::uuid is null or id < ?::uuid)
      order by id desc limit ?
      """;

  private static final String COUNT_LIVE =
      """
      select count(*) from api_keys
      where app_id = ? and not revoked and (expires_at is null or expires_at > ?)
      """;

  private final JdbcTemplate jdbc;

  ApiKeys(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void add(AppId app, ApiKey key, KeyHash hash) {
    jdbc.update(
        ADD,
        key.id(),
        app.value(),
        key.name(),
        key.prefix(),
        hash.bytes(),
        Columns.time(key.createdAt()),
        key.expiresAt() == null ? null : Columns.time(key.expiresAt()));
  }

  /** Keys of an app, the newest first. */
  List<ApiKey> page(AppId app, @Nullable UUID before, int limit) {
    return jdbc.query(PAGE, ApiKeys::key, app.value(), before, before, limit);
  }

  int countLive(AppId app, Instant now) {
    return Objects.requireNonNull(
        jdbc.queryForObject(COUNT_LIVE, Integer.class, app.value(), Columns.time(now)));
  }

  boolean exists(AppId app, UUID id) {
    return !jdbc.queryForList("select 1 from api_keys where app_id = ? and id = ?", app.value(), id)
        .isEmpty();
  }

  /** Returns false if there was nothing to revoke. */
  boolean revoke(AppId app, UUID id, Instant now) {
    return jdbc.update(
            "update api_keys set revoked = true, revoked_at = ?"
                + " where app_id = ? and id = ? and not revoked",
            Columns.time(now),
            app.value(),
            id)
        == 1;
  }

  /** Notes uses; one that is older than what is noted has no effect. */
  void used(Map<UUID, Instant> uses) {
    List<Map.Entry<UUID, Instant>> rows = List.copyOf(uses.entrySet());
    jdbc.update(
        USED, Columns.text(rows, Map.Entry::getKey), Columns.text(rows, Map.Entry::getValue));
  }

  private static ApiKey key(ResultSet row, int number) throws SQLException {
    return new ApiKey(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("prefix"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "expires_at"),
        time(row, "last_used_at"),
        row.getBoolean("revoked"),
        time(row, "revoked_at"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
