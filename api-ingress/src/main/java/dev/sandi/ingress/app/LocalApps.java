package dev.sandi.ingress.app;

import dev.sandi.crypto.Sealer;
import dev.sandi.storage.Columns;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The apps of a local run: {@code demo} with the key {@code demo-key}, and {@code sandbox} with
 * {@code sandbox-key}. They exist under the Spring profile {@value #PROFILE} only: everybody knows
 * their keys.
 */
@Component
@Profile(LocalApps.PROFILE)
public class LocalApps implements InitializingBean {

  public static final String PROFILE = "local";

  /** What both apps' callbacks are signed with (Standard Webhooks: base64 of 24 to 64 bytes). */
  public static final String WEBHOOK_SECRET = "whsec_c2FuZGktbG9jYWwtd2ViaG9vay1zZWNyZXQtMzJieXQ=";

  /** What administrators of a local run show. Too short for any other. */
  public static final String ADMIN_TOKEN = "local-admin";

  static final Secret DEMO_KEY = Secret.of("demo-key");
  static final Secret SANDBOX_KEY = Secret.of("sandbox-key");

  private static final String APP =
      """
      insert into apps (id, name, sandbox, insecure_callbacks, webhook_keys, created_at, changed_at)
      values (?, ?, ?, true,
              jsonb_build_array(jsonb_build_object('id', 'local', 'sealed_secret', ?::text)), ?, ?)
      on conflict do nothing
      """;

  private static final String KEY =
      """
      insert into api_keys (id, app_id, prefix, hash, created_at) values (?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Sealer sealer;
  private final Clock clock;

  LocalApps(JdbcTemplate jdbc, TransactionOperations transactions, Sealer sealer, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.sealer = sealer;
    this.clock = clock;
  }

  @Override
  public void afterPropertiesSet() {
    transactions.executeWithoutResult(
        status -> {
          add("demo", "Demo", false, DEMO_KEY);
          add("sandbox", "Sandbox", true, SANDBOX_KEY);
        });
  }

  private void add(String id, String name, boolean sandbox, Secret key) {
    OffsetDateTime now = Columns.time(clock.instant());
    String sealed = sealer.seal(Secret.of(WEBHOOK_SECRET), id);
    jdbc.update(APP, id, name, sandbox, sealed, now, now);
    jdbc.update(
        KEY, UuidV7.at(clock.instant()), id, KeyHash.prefixOf(key), KeyHash.of(key).bytes(), now);
  }
}
