package dev.sandi.ingress.app;

import dev.sandi.event.AppChanged;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Apps and their keys. */
@Repository
class Apps {

  /**
   * The table's triggers let one change of any app commit at a time: whoever has seen a revision
   * has seen all before it.
   */
  private static final String CHANGED_AFTER =
      """
      select id, active, sandbox, trial, insecure_callbacks, return_otp, requests_per_second,
             resend_waits, sends_per_hour, sends_per_day, test_numbers, code_length, code_alphabet,
             web_otp, android_hash, templates, revision,
             coalesce(check_modes ->> 'blocked', 'enforce') = 'enforce' as enforces_blocks,
             key_ids, key_hashes, key_expiries
      from apps
      cross join lateral (
        select array_agg(k.id order by k.id) as key_ids,
               array_agg(k.hash order by k.id) as key_hashes,
               array_agg(k.expires_at order by k.id) as key_expiries
        from api_keys k where k.app_id = apps.id and not k.revoked) keys
      where revision > ? order by revision limit ?
      """;

  /** Locked, so that an announcement and a change of one app are told in the order they happen. */
  private static final String SETTINGS_AFTER =
      """
      select id, sandbox, active, insecure_callbacks, code_length, code_alphabet, webhook_keys,
             check_modes, changed_at, owner, allowed_domains, check_settings, callbacks,
             callback_tls
      from apps where id > ? order by id limit ? for share
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final JdbcTemplate quick;
  private final JdbcTemplate patient;

  Apps(QuickDatabase database, JdbcTemplate patient) {
    this.quick = database.jdbc();
    this.patient = patient;
  }

  /**
   * An app at one of its revisions.
   *
   * @param known null if its row cannot be read, which must not hide the others'
   */
  record Revision(AppId id, long revision, @Nullable KnownApp known) {}

  /** Apps whose revision is higher, the lowest first, with their keys of that moment. */
  List<Revision> changedAfter(long revision, int limit) {
    return quick.query(CHANGED_AFTER, Apps::revision, revision, limit);
  }

  /** What the other services need to know of apps, in the order of their ids. */
  List<AppChanged> settingsAfter(String id, int limit) {
    return patient.query(SETTINGS_AFTER, Apps::settings, id, limit);
  }

  private static Revision revision(ResultSet row, int number) throws SQLException {
    AppId id = new AppId(row.getString("id"));
    long revision = row.getLong("revision");
    try {
      return new Revision(id, revision, new KnownApp(app(id, row), credentials(row)));
    } catch (RuntimeException e) {
      return new Revision(id, revision, null);
    }
  }

  private static App app(AppId id, ResultSet row) throws SQLException {
    return new App(
        id,
        row.getBoolean("sandbox"),
        row.getBoolean("trial"),
        row.getBoolean("insecure_callbacks"),
        row.getBoolean("return_otp"),
        row.getBoolean("enforces_blocks"),
        limits(row),
        testNumbers(row),
        AppColumns.code(row),
        new SmsEnding(AppColumns.webOtp(row), AppColumns.androidHash(row)),
        json(row.getString("templates"), new TypeReference<Map<String, SmsTemplate>>() {}));
  }

  private static Credentials credentials(ResultSet row) throws SQLException {
    Array ids = row.getArray("key_ids");
    if (ids == null) {
      return new Credentials(row.getBoolean("active"), List.of());
    }
    UUID[] keys = (UUID[]) ids.getArray();
    byte[][] hashes = (byte[][]) row.getArray("key_hashes").getArray();
    Timestamp[] expiries = (Timestamp[]) row.getArray("key_expiries").getArray();
    return new Credentials(
        row.getBoolean("active"),
        IntStream.range(0, keys.length)
            .mapToObj(i -> new LiveKey(keys[i], KeyHash.stored(hashes[i]), instant(expiries[i])))
            .toList());
  }

  private static Instant instant(@Nullable Timestamp expiry) {
    return expiry == null ? Instant.MAX : expiry.toInstant();
  }

  private static Limits limits(ResultSet row) throws SQLException {
    Integer[] waits = (Integer[]) row.getArray("resend_waits").getArray();
    Limits limits =
        new Limits(
            row.getInt("requests_per_second"),
            Arrays.stream(waits).map(Duration::ofSeconds).toList(),
            row.getInt("sends_per_hour"),
            row.getInt("sends_per_day"));
    return limits.equals(Limits.DEFAULT) ? Limits.DEFAULT : limits;
  }

  private static Map<PhoneNumber, TestNumber> testNumbers(ResultSet row) throws SQLException {
    return json(row.getString("test_numbers"), new TypeReference<List<StoredTestNumber>>() {})
        .stream()
        .collect(
            Collectors.toUnmodifiableMap(
                StoredTestNumber::msisdn,
                stored -> new TestNumber(stored.sealedCode(), stored.outcome())));
  }

  private static AppChanged settings(ResultSet row, int number) throws SQLException {
    String owner = row.getString("owner");
    return new AppChanged(
        new AppId(row.getString("id")),
        row.getBoolean("sandbox"),
        row.getBoolean("active"),
        row.getBoolean("insecure_callbacks"),
        AppColumns.code(row),
        json(row.getString("webhook_keys"), new TypeReference<List<AppChanged.WebhookKey>>() {}),
        json(row.getString("check_modes"), new TypeReference<Map<String, String>>() {}),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        owner == null ? null : new AppId(owner),
        List.of((String[]) row.getArray("allowed_domains").getArray()),
        json(
            row.getString("check_settings"),
            new TypeReference<Map<String, Map<String, Object>>>() {}),
        json(row.getString("callbacks"), new TypeReference<CallbackPolicy>() {}),
        AppColumns.callbackTls(row));
  }

  private static <T> T json(@Nullable String text, TypeReference<T> type) {
    return JSON.readValue(String.valueOf(text), type);
  }
}
