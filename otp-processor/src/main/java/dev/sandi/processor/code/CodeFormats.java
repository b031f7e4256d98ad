package dev.sandi.processor.code;

import dev.sandi.event.AppChanged;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.CodeFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What the codes of each app are made of, as {@code apps.v1} tells it. */
@Repository
public class CodeFormats {

  private static final String UPSERT =
      """
      insert into code_formats as f (app_id, length, alphabet, changed_at)
      select distinct on (app) app, length, alphabet, changed
      from unnest(?::text[], ?::int[], ?::text[], ?::timestamptz[])
           as n (app, length, alphabet, changed)
      order by app, changed desc
      on conflict (app_id) do update
        set length = excluded.length, alphabet = excluded.alphabet,
            changed_at = excluded.changed_at
        where f.changed_at < excluded.changed_at
      """;

  private final JdbcTemplate jdbc;

  CodeFormats(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The formats of the apps that are known. */
  Map<AppId, CodeFormat> of(List<AppId> apps) {
    Map<AppId, CodeFormat> formats = new HashMap<>();
    jdbc.query(
        "select app_id, length, alphabet from code_formats where app_id = any (?)",
        row -> {
          formats.put(
              new AppId(row.getString("app_id")),
              new CodeFormat(
                  row.getInt("length"), CodeFormat.Alphabet.of(row.getString("alphabet"))));
        },
        (Object) Columns.text(apps, AppId::value));
    return formats;
  }

  /** Takes over what was told; of two records of one app, the newer one holds. */
  public void put(List<AppChanged> changes) {
    jdbc.update(
        UPSERT,
        Columns.text(changes, AppChanged::appId),
        Columns.integers(changes, change -> format(change).length()),
        Columns.text(changes, change -> format(change).alphabet()),
        Columns.text(changes, AppChanged::changedAt));
  }

  private static CodeFormat format(AppChanged change) {
    return Objects.requireNonNullElse(change.code(), CodeFormat.DEFAULT);
  }
}
