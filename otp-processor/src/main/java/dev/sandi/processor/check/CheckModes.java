package dev.sandi.processor.check;

import dev.sandi.event.AppChanged;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The mode of each check, by app, as {@code apps.v1} tells it. */
@Repository
public class CheckModes {

  private static final String UPSERT =
      """
      insert into apps as a (app_id, check_modes, changed_at)
      select distinct on (app) app, modes, changed
      from unnest(?::text[], ?::jsonb[], ?::timestamptz[]) as n (app, modes, changed)
      order by app, changed desc
      on conflict (app_id) do update
        set check_modes = excluded.check_modes, changed_at = excluded.changed_at
        where a.changed_at < excluded.changed_at
      """;

  private static final TypeReference<Map<String, String>> MODES = new TypeReference<>() {};

  private final JdbcTemplate jdbc;
  private final JsonMapper json;

  CheckModes(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The settings of the apps that have any; of records of one app, the newest holds. */
  Map<AppId, Map<String, String>> of(List<AppId> apps) {
    Map<AppId, Map<String, String>> modes = new HashMap<>();
    jdbc.query(
        "select app_id, check_modes from apps where app_id = any (?) and check_modes <> '{}'",
        row -> {
          modes.put(
              new AppId(row.getString("app_id")),
              json.readValue(row.getString("check_modes"), MODES));
        },
        (Object) Columns.text(apps, AppId::value));
    return modes;
  }

  public void put(List<AppChanged> changes) {
    jdbc.update(
        UPSERT,
        Columns.text(changes, AppChanged::appId),
        Columns.text(changes, change -> json.writeValueAsString(change.checkModes())),
        Columns.text(changes, AppChanged::changedAt));
  }
}
