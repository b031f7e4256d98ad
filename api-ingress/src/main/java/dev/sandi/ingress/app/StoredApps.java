package dev.sandi.ingress.app;

import dev.sandi.event.AppChanged;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.SmsTemplate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Apps as they are administered. */
@Repository
class StoredApps {

  private static final String SELECT =
      """
      select id, name, active, sandbox, trial, insecure_callbacks, return_otp, webhook_keys,
             check_modes, owner, allowed_domains, check_settings, requests_per_second, resend_waits,
             sends_per_hour, sends_per_day, test_numbers, code_length, code_alphabet, web_otp,
             android_hash, templates, callbacks, callback_tls, created_at, changed_at,
             revision
      from apps
      """;

  private static final String ADD =
      """
      insert into apps (id, name, active, sandbox, trial, insecure_callbacks, return_otp,
        webhook_keys, check_modes, owner, allowed_domains, check_settings, requests_per_second,
        resend_waits, sends_per_hour, sends_per_day, test_numbers, code_length, code_alphabet,
        web_otp, android_hash, templates, callbacks, created_at, changed_at)
      values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::text[], ?::jsonb, ?, ?::int[], ?, ?,
        ?::jsonb, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
      on conflict do nothing
      """;

  /** Each change is later than the one before, whatever the clocks of two copies say. */
  private static final String SAVE =
      """
      update apps set name = ?, active = ?, sandbox = ?, trial = ?, insecure_callbacks = ?,
        return_otp = ?, webhook_keys = ?::jsonb, check_modes = ?::jsonb, owner = ?, allowed_domains = ?::text[],
        check_settings = ?::jsonb, requests_per_second = ?,
        resend_waits = ?::int[], sends_per_hour = ?, sends_per_day = ?, test_numbers = ?::jsonb,
        code_length = ?, code_alphabet = ?, web_otp = ?, android_hash = ?, templates = ?::jsonb,
        callbacks = ?::jsonb, callback_tls = ?::jsonb,
        changed_at = greatest(?, changed_at + interval '1 millisecond')
      where id = ?
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final JdbcTemplate jdbc;

  StoredApps(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Optional<StoredApp> find(AppId id) {
    return one(SELECT + "where id = ?", id);
  }

  /** Locks an app until the end of the transaction, so that its changes come one by one. */
  Optional<StoredApp> lock(AppId id) {
    return one(SELECT + "where id = ? for no key update", id);
  }

  private Optional<StoredApp> one(String sql, AppId id) {
    return jdbc.query(sql, StoredApps::app, id.value()).stream().findFirst();
  }

  /** Apps in the order of their ids. */
  List<StoredApp> page(@Nullable String after, int limit) {
    return jdbc.query(
        SELECT + "where id > ? order by id limit ?",
        StoredApps::app,
        after == null ? "" : after,
        limit);
  }

  /** Returns false if there is an app of this id. */
  boolean add(StoredApp app) {
    AppSettings settings = app.settings();
    return jdbc.update(
            ADD,
            app.id().value(),
            settings.name(),
            app.active(),
            settings.mode() == Mode.SANDBOX,
            settings.mode() == Mode.TRIAL,
            settings.insecureCallbacks(),
            settings.returnOtp(),
            JSON.writeValueAsString(app.webhookKeys()),
            JSON.writeValueAsString(settings.checkModes()),
            settings.owner(),
            settings.allowedDomains().toArray(String[]::new),
            JSON.writeValueAsString(settings.checkSettings()),
            settings.limits().requestsPerSecond(),
            waits(settings),
            settings.limits().sendsPerHour(),
            settings.limits().sendsPerDay(),
            JSON.writeValueAsString(app.testNumbers()),
            settings.code().length(),
            settings.code().alphabet().toString(),
            text(settings.webOtp()),
            text(settings.androidHash()),
            JSON.writeValueAsString(app.templates()),
            JSON.writeValueAsString(settings.callbacks()),
            Columns.time(app.createdAt()),
            Columns.time(app.changedAt()))
        == 1;
  }

  /** Stores what was changed. */
  void save(StoredApp app, Instant now) {
    AppSettings settings = app.settings();
    jdbc.update(
        SAVE,
        settings.name(),
        app.active(),
        settings.mode() == Mode.SANDBOX,
        settings.mode() == Mode.TRIAL,
        settings.insecureCallbacks(),
        settings.returnOtp(),
        JSON.writeValueAsString(app.webhookKeys()),
        JSON.writeValueAsString(settings.checkModes()),
        settings.owner(),
        settings.allowedDomains().toArray(String[]::new),
        JSON.writeValueAsString(settings.checkSettings()),
        settings.limits().requestsPerSecond(),
        waits(settings),
        settings.limits().sendsPerHour(),
        settings.limits().sendsPerDay(),
        JSON.writeValueAsString(app.testNumbers()),
        settings.code().length(),
        settings.code().alphabet().toString(),
        text(settings.webOtp()),
        text(settings.androidHash()),
        JSON.writeValueAsString(app.templates()),
        JSON.writeValueAsString(settings.callbacks()),
        AppColumns.json(app.callbackTls()),
        Columns.time(now),
        app.id().value());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String[] waits(AppSettings settings) {
    return Columns.text(settings.limits().resendWaits(), wait -> wait);
  }

  private static StoredApp app(ResultSet row, int number) throws SQLException {
    return new StoredApp(
        new AppId(row.getString("id")),
        row.getBoolean("active"),
        settings(row),
        json(row.getString("webhook_keys"), new TypeReference<List<AppChanged.WebhookKey>>() {}),
        AppColumns.callbackTls(row),
        json(row.getString("test_numbers"), new TypeReference<List<StoredTestNumber>>() {}),
        json(row.getString("templates"), new TypeReference<TreeMap<String, SmsTemplate>>() {}),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getLong("revision"));
  }

  private static AppSettings settings(ResultSet row) throws SQLException {
    Integer[] waits = (Integer[]) row.getArray("resend_waits").getArray();
    return new AppSettings(
        row.getString("name"),
        Mode.of(row.getBoolean("sandbox"), row.getBoolean("trial")),
        new AppSettings.LimitSettings(
            row.getInt("requests_per_second"),
            Arrays.stream(waits).map(Integer::longValue).toList(),
            row.getInt("sends_per_hour"),
            row.getInt("sends_per_day")),
        row.getBoolean("insecure_callbacks"),
        row.getBoolean("return_otp"),
        AppColumns.code(row),
        AppColumns.webOtp(row),
        AppColumns.androidHash(row),
        json(row.getString("check_modes"), new TypeReference<Map<String, String>>() {}),
        row.getString("owner"),
        List.of((String[]) row.getArray("allowed_domains").getArray()),
        json(
            row.getString("check_settings"),
            new TypeReference<Map<String, Map<String, Object>>>() {}),
        json(row.getString("callbacks"), new TypeReference<CallbackPolicy>() {}));
  }

  private static <T> T json(@Nullable String text, TypeReference<T> type) {
    return JSON.readValue(String.valueOf(text), type);
  }
}
