package dev.sandi.ingress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class LocalAppsTest {

  private static final String BODY =
      "{\"msisdn\":\"6281234567890\",\"callback_url\":\"http://localhost/\"}";

  @Test
  void doNotExistOutsideOfTheirProfile() {
    // Given
    Ingress ingress = Ingress.shared();

    // When
    int demo = new Customer(ingress, "demo", "demo-key").send(BODY).status();
    int sandbox = new Customer(ingress, "sandbox", "sandbox-key").send(BODY).status();

    // Then
    assertThat(demo).isEqualTo(401);
    assertThat(sandbox).isEqualTo(401);
    assertThat(ingress.jdbc().queryForList("select id from apps where id in ('demo', 'sandbox')"))
        .isEmpty();
  }

  @Test
  void haveAWebhookSecretAsStandardWebhooksWantsIt() {
    // When
    byte[] secret =
        Base64.getDecoder().decode(LocalApps.WEBHOOK_SECRET.substring("whsec_".length()));

    // Then
    assertThat(LocalApps.WEBHOOK_SECRET).startsWith("whsec_");
    assertThat(secret).hasSizeBetween(24, 64);
  }

  @Test
  void areClosedWhenTheirDatabaseIsUsedOutsideOfTheirProfile() {
    try (Infrastructure infrastructure = Infrastructure.isolated()) {
      // Given
      try (Ingress local =
          Ingress.start(infrastructure, Map.of("spring.profiles.active", "local"))) {
        assertThat(new Customer(local, "demo", "demo-key").send(BODY).status()).isEqualTo(201);
      }

      // When
      try (Ingress elsewhere = Ingress.start(infrastructure, Map.of())) {
        // Then
        assertThat(new Customer(elsewhere, "demo", "demo-key").send(BODY).status()).isEqualTo(401);
        await().until(() -> announced(elsewhere, "demo").size() == 2);
        AppChanged now = announced(elsewhere, "demo").get(1);
        assertThat(now.active()).isFalse();
        assertThat(now.insecureCallbacks()).isFalse();
        assertThat(now.webhookKeys()).isEmpty();
        // Written at the stop: it was used a moment before.
        assertThat(
                elsewhere
                    .jdbc()
                    .queryForObject(
                        "select last_used_at is not null from api_keys where app_id = 'demo'",
                        Boolean.class))
            .isTrue();
      }
    }
  }

  @Test
  void areMadeOnceAndAnnouncedEvenIfTheBrokerComesLater() {
    Map<String, String> local = Map.of("spring.profiles.active", "local");
    try (Infrastructure infrastructure = Infrastructure.isolated()) {
      infrastructure.broker().stop();
      String lastRefusal;
      try (Ingress first = Ingress.startUnready(infrastructure, local)) {
        // When
        infrastructure.broker().start();
        Customer demo = new Customer(first, "demo", "demo-key");
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.send(BODY).status() == 201);

        // Then
        assertThat(new Customer(first, "sandbox", "sandbox-key").send(BODY).status())
            .isEqualTo(201);
        AppChanged live = await().until(() -> announced(first, "demo"), l -> !l.isEmpty()).get(0);
        AppChanged sandbox =
            await().until(() -> announced(first, "sandbox"), l -> !l.isEmpty()).get(0);
        assertThat(live.active()).isTrue();
        assertThat(live.sandbox()).isFalse();
        assertThat(live.insecureCallbacks()).isTrue();
        assertThat(sandbox.sandbox()).isTrue();
        assertThat(
                first
                    .bean(Sealer.class)
                    .open(live.webhookKeys().get(0).sealedSecret(), "demo")
                    .reveal())
            .isEqualTo(LocalApps.WEBHOOK_SECRET);
        assertThat(first.dump()).doesNotContain(LocalApps.WEBHOOK_SECRET, "demo-key");
        lastRefusal = demo.send("{}").header("X-Request-Id");
      }

      // When
      try (Ingress second = Ingress.start(infrastructure, local)) {
        // Then: what was refused just before the stop is on record, too
        assertThat(new Customer(second, "demo", "demo-key").get("/v2/otp").body())
            .contains(lastRefusal);
        await().until(() -> announced(second, "demo").size() == 2);
        List<AppChanged> announced = announced(second, "demo");
        assertThat(announced.get(0)).isEqualTo(announced.get(1));
        assertThat(second.jdbc().queryForObject("select count(*) from api_keys", Integer.class))
            .isEqualTo(2);
      }
    }
  }

  private static List<AppChanged> announced(Ingress ingress, String app) {
    return ingress.records(Topics.APPS, app).stream()
        .map(record -> (AppChanged) EventJson.read(EventType.APP_CHANGED, record.value()))
        .toList();
  }
}
