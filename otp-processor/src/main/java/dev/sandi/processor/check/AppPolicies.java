package dev.sandi.processor.check;

import dev.sandi.event.AppChanged;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What each app wants of the checks, as {@code apps.v1} tells it. */
@Repository
public class AppPolicies {

  /**
   * A record of the same moment may know more than the one before it: it is told anew at a start.
   */
  private static final String UPSERT =
      """
      insert into apps as a (app_id, check_modes, owner, allowed_domains, check_settings, changed_at)
      select distinct on (app) app, modes, owner,
             array(select jsonb_array_elements_text(domains)), settings, changed
      from unnest(?::text[], ?::jsonb[], ?::text[], ?::jsonb[], ?::jsonb[], ?::timestamptz[])
           as n (app, modes, owner, domains, settings, changed)
      order by app, changed desc
      on conflict (app_id) do update
        set check_modes = excluded.check_modes, owner = excluded.owner,
            allowed_domains = excluded.allowed_domains,
            check_settings = excluded.check_settings, changed_at = excluded.changed_at
        where a.changed_at <= excluded.changed_at
      """;

  private static final String SELECT =
      """
      select app_id, coalesce(owner, app_id) as owner, check_modes, check_settings, allowed_domains
      from apps where app_id = any (?)
      """;

  private static final TypeReference<Map<String, String>> MODES = new TypeReference<>() {};
  private static final TypeReference<Map<String, Map<String, Object>>> SETTINGS =
      new TypeReference<>() {};

  private final JdbcTemplate jdbc;
  private final JsonMapper json;

  AppPolicies(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What the apps want that are known. */
  Map<AppId, AppPolicy> of(List<AppId> apps) {
    Map<AppId, AppPolicy> policies = new HashMap<>();
    jdbc.query(
        SELECT,
        row -> {
          AppPolicy policy = policy(row);
          policies.put(policy.app(), policy);
        },
        (Object) Columns.text(apps, AppId::value));
    return policies;
  }

  private AppPolicy policy(ResultSet row) throws SQLException {
    return new AppPolicy(
        new AppId(row.getString("app_id")),
        row.getString("owner"),
        json.readValue(row.getString("check_modes"), MODES),
        json.readValue(row.getString("check_settings"), SETTINGS),
        List.of((String[]) row.getArray("allowed_domains").getArray()));
  }

  /** Takes over changes; of records of one app, the newest holds. */
  public void put(List<AppChanged> changes) {
    jdbc.update(
        UPSERT,
        Columns.text(changes, AppChanged::appId),
        Columns.text(changes, change -> json.writeValueAsString(change.checkModes())),
        Columns.text(changes, AppChanged::owner),
        Columns.text(changes, change -> json.writeValueAsString(change.allowedDomains())),
        Columns.text(changes, change -> json.writeValueAsString(change.checkSettings())),
        Columns.text(changes, AppChanged::changedAt));
  }
}
