package dev.sandi.ingress.app;

import dev.sandi.event.AppChanged;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Apps and their keys. */
@Repository
class Apps {

  private static final String FIND =
      """
      select id, active, sandbox, trial, insecure_callbacks, return_otp, requests_per_second,
             resend_waits, sends_per_hour, sends_per_day, test_numbers,
             (select array_agg(hash) from api_keys
              where app_id = apps.id and not revoked and (expires_at is null or expires_at > ?))
             as hashes
      from apps where id = ?
      """;

  /** Locked, so that an announcement and a change of one app are told in the order they happen. */
  private static final String SETTINGS_AFTER =
      """
      select id, sandbox, active, insecure_callbacks, webhook_keys, check_modes, changed_at
      from apps where id > ? order by id limit ? for share
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final JdbcTemplate quick;
  private final JdbcTemplate patient;
  private final Clock clock;

  Apps(QuickDatabase database, JdbcTemplate patient, Clock clock) {
    this.quick = database.jdbc();
    this.patient = patient;
    this.clock = clock;
  }

  /** An app, suspended ones too, with the hashes of its live keys. */
  Optional<Credentials> find(AppId id) {
    return quick.query(FIND, Apps::credentials, Columns.time(clock.instant()), id.value()).stream()
        .findFirst();
  }

  /** What the other services need to know of apps, in the order of their ids. */
  List<AppChanged> settingsAfter(String id, int limit) {
    return patient.query(SETTINGS_AFTER, Apps::settings, id, limit);
  }

  private static Credentials credentials(ResultSet row, int number) throws SQLException {
    Array hashes = row.getArray("hashes");
    return new Credentials(
        new App(
            new AppId(row.getString("id")),
            row.getBoolean("sandbox"),
            row.getBoolean("trial"),
            row.getBoolean("insecure_callbacks"),
            row.getBoolean("return_otp"),
            limits(row),
            testNumbers(row)),
        row.getBoolean("active"),
        hashes == null ? List.of() : List.of((byte[][]) hashes.getArray()));
  }

  private static Limits limits(ResultSet row) throws SQLException {
    Integer[] waits = (Integer[]) row.getArray("resend_waits").getArray();
    return new Limits(
        row.getInt("requests_per_second"),
        Arrays.stream(waits).map(Duration::ofSeconds).toList(),
        row.getInt("sends_per_hour"),
        row.getInt("sends_per_day"));
  }

  private record StoredTestNumber(PhoneNumber msisdn, String sealedCode, String outcome) {}

  private static Map<PhoneNumber, TestNumber> testNumbers(ResultSet row) throws SQLException {
    return json(row.getString("test_numbers"), new TypeReference<List<StoredTestNumber>>() {})
        .stream()
        .collect(
            Collectors.toUnmodifiableMap(
                StoredTestNumber::msisdn,
                stored -> new TestNumber(stored.sealedCode(), stored.outcome())));
  }

  private static AppChanged settings(ResultSet row, int number) throws SQLException {
    return new AppChanged(
        new AppId(row.getString("id")),
        row.getBoolean("sandbox"),
        row.getBoolean("active"),
        row.getBoolean("insecure_callbacks"),
        json(row.getString("webhook_keys"), new TypeReference<List<AppChanged.WebhookKey>>() {}),
        json(row.getString("check_modes"), new TypeReference<Map<String, String>>() {}),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }

  private static <T> T json(@Nullable String text, TypeReference<T> type) {
    return JSON.readValue(String.valueOf(text), type);
  }
}
