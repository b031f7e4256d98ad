package dev.sandi.dispatcher.app;

import dev.sandi.event.AppChanged;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The settings of apps as they were told last. */
@Component
public class Apps {

  private static final String STORE =
      """
      insert into apps (id, sandbox, insecure_callbacks, webhook_keys, callbacks, callback_tls,
                        changed_at)
      select distinct on (id) id, sandbox, insecure_callbacks, webhook_keys, callbacks,
             callback_tls, changed_at
      from unnest(?::text[], ?::boolean[], ?::boolean[], ?::jsonb[], ?::jsonb[], ?::jsonb[],
                  ?::timestamptz[])
           with ordinality
           as a (id, sandbox, insecure_callbacks, webhook_keys, callbacks, callback_tls, changed_at,
                 n)
      order by id, changed_at desc, n desc
      on conflict (id) do update
      set sandbox = excluded.sandbox,
          insecure_callbacks = excluded.insecure_callbacks,
          webhook_keys = excluded.webhook_keys,
          callbacks = excluded.callbacks,
          callback_tls = excluded.callback_tls,
          changed_at = excluded.changed_at
      where apps.changed_at <= excluded.changed_at
      """;

  private static final String FIND =
      """
      select id, sandbox or insecure_callbacks as plain_http, webhook_keys, callbacks,
             callback_tls, changed_at
      from apps where id = any (?::text[])
      """;

  private final JdbcTemplate jdbc;
  private final SealedKeys keys;
  private final SealedTls tls;

  Apps(JdbcTemplate jdbc, SealedKeys keys, SealedTls tls) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.tls = tls;
  }

  /** Stores settings; what is older than what is stored has no effect. */
  void store(List<AppChanged> changes) {
    jdbc.update(
        STORE,
        Columns.text(changes, AppChanged::appId),
        Columns.text(changes, AppChanged::sandbox),
        Columns.text(changes, AppChanged::insecureCallbacks),
        Columns.text(changes, change -> SealedKeys.write(change.webhookKeys())),
        Columns.text(changes, change -> Policies.write(change.callbacks())),
        Columns.text(changes, change -> SealedTls.write(change.callbackTls())),
        Columns.text(changes, AppChanged::changedAt));
  }

  /** The apps among {@code ids} whose settings are known. */
  public List<App> find(Collection<AppId> ids) {
    return jdbc.query(FIND, this::app, (Object) Columns.text(List.copyOf(ids), id -> id));
  }

  private App app(ResultSet row, int number) throws SQLException {
    AppId id = new AppId(row.getString("id"));
    return new App(
        id,
        row.getBoolean("plain_http"),
        keys.open(id, row.getString("webhook_keys")),
        Policies.read(id, row.getString("callbacks")),
        tls.open(id, row.getString("callback_tls")),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }
}
