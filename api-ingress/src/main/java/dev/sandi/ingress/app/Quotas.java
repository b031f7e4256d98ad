package dev.sandi.ingress.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** How much apps may send in all. Admission uses it up, in the same rows. */
@Repository
class Quotas {

  /** Far from where a sum would not fit. */
  static final long MOST = 1_000_000_000_000L;

  private static final String SET =
      """
      insert into usage (app_id, quota) values (?, ?)
      on conflict (app_id) do update set quota = excluded.quota
      returning quota, used
      """;

  private static final String ADD =
      """
      update usage set quota = quota + ? where app_id = ? and quota + ? <= ?
      returning quota, used
      """;

  private final JdbcTemplate jdbc;

  Quotas(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A quota.
   *
   * @param limit null if there is none
   * @param used more than the limit if that was lowered
   * @param remaining null if there is no limit
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Quota(@Nullable Long limit, long used, @Nullable Long remaining) {}

  static Optional<Long> read(JsonFields fields, String name) {
    return fields.number(name, 0, MOST);
  }

  Quota find(AppId app) {
    return jdbc
        .query("select quota, used from usage where app_id = ?", Quotas::quota, app.value())
        .stream()
        .findFirst()
        .orElse(new Quota(null, 0, null));
  }

  Quota set(AppId app, @Nullable Long limit) {
    return jdbc.query(SET, Quotas::quota, app.value(), limit).get(0);
  }

  /** Adds to a limit, in one statement; empty if there is none, or it would be too large. */
  Optional<Quota> add(AppId app, long amount) {
    return jdbc.query(ADD, Quotas::quota, amount, app.value(), amount, MOST).stream().findFirst();
  }

  private static Quota quota(ResultSet row, int number) throws SQLException {
    Long limit = row.getObject("quota", Long.class);
    long used = row.getLong("used");
    return new Quota(limit, used, limit == null ? null : Math.max(0, limit - used));
  }
}
