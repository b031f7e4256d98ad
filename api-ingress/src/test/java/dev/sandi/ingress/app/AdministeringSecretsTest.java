package dev.sandi.ingress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.Ed25519Key;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged;
import dev.sandi.event.AppChanged.WebhookKey;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class AdministeringSecretsTest {

  private static final String GIVEN = "whsec_c2FuZGktdGVzdC13ZWJob29rLXNlY3JldC0zMmJ5dGU=";

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();
  private final String app = admin.newApp();
  private final String secrets = "/apps/" + app + "/webhook-secrets";
  private final String numbers = "/apps/" + app + "/test-numbers";

  @Test
  void makesAWebhookSecretAndTellsItSealed() {
    // When
    Answer created = admin.post(secrets, "{}");

    // Then
    String secret = created.text("secret");
    assertThat(created.status()).isEqualTo(201);
    assertThat(secret).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
    assertThat(admin.get(secrets).body()).contains(created.text("id")).doesNotContain(secret);
    await().untilAsserted(() -> assertThat(told()).hasSize(2));
    WebhookKey key = told().get(1).webhookKeys().get(0);
    assertThat(ingress.bean(Sealer.class).open(key.sealedSecret(), app).reveal()).isEqualTo(secret);
    assertThat(ingress.dump()).doesNotContain(secret);
  }

  @Test
  void letsTheOldSecretSignForAWhile() {
    // Given
    Answer first = admin.post(secrets, "{\"secret\":\"%s\"}".formatted(GIVEN));
    Instant before = Instant.now();

    // When
    Answer second = admin.post(secrets, "{\"grace\":3600}");

    // Then
    assertThat(first.json().has("secret")).isFalse();
    List<JsonNode> listed = listed();
    assertThat(ids()).containsExactly(second.text("id"), first.text("id"));
    assertThat(listed.get(0).get("expires_at").isNull()).isTrue();
    assertThat(Instant.parse(listed.get(1).get("expires_at").asString()))
        .isBetween(before.plusSeconds(3590), Instant.now().plusSeconds(3610));
  }

  @Test
  void endsTheOldSecretAtOnceIfItWasLeaked() {
    // Given
    admin.post(secrets, "{}");

    // When
    Answer second = admin.post(secrets, "{\"grace\":0}");

    // Then
    assertThat(ids()).containsExactly(second.text("id"));
  }

  @Test
  void goesBackToTheOldSecretWhenTheNewOneIsDeleted() {
    // Given
    Answer first = admin.post(secrets, "{}");
    Answer second = admin.post(secrets, "{}");

    // When
    Answer deleted = admin.delete(secrets + "/" + second.text("id"));
    Answer again = admin.delete(secrets + "/" + second.text("id"));

    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(404);
    assertThat(ids()).containsExactly(first.text("id"));
    assertThat(listed().get(0).get("expires_at").isNull()).isTrue();
  }

  @Test
  void signsWithFiveSecretsAtMost() {
    // Given
    for (int i = 0; i < 5; i++) {
      assertThat(admin.post(secrets, "{}").status()).isEqualTo(201);
    }

    // When
    Answer sixth = admin.post(secrets, "{}");
    Answer instead = admin.post(secrets, "{\"grace\":0}");

    // Then
    assertThat(sixth.status()).isEqualTo(409);
    assertThat(instead.status()).isEqualTo(201);
    assertThat(ids()).containsExactly(instead.text("id"));
  }

  @Test
  void makesAKeyPairWhosePrivateKeyIsNeverShown() {
    // When
    Answer created = admin.post(secrets, "{\"type\":\"ed25519\"}");

    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().has("secret")).isFalse();
    String publicKey = created.text("public_key");
    assertThat(publicKey).matches("whpk_[A-Za-z0-9+/]{43}=");
    assertThat(listed().get(0).toString())
        .isEqualTo(
            "{\"id\":\"%s\",\"type\":\"ed25519\",\"expires_at\":null,\"public_key\":\"%s\"}"
                .formatted(created.text("id"), publicKey));
    await().untilAsserted(() -> assertThat(told()).hasSize(2));
    WebhookKey key = told().get(1).webhookKeys().get(0);
    Ed25519Key pair = Ed25519Key.of(ingress.bean(Sealer.class).open(key.sealedSecret(), app));
    assertThat(pair.publicKey()).isEqualTo(publicKey).isEqualTo(key.publicKey());
    assertThat(ingress.dump()).doesNotContain(pair.secret().reveal());
  }

  @Test
  void replacesKeysOfTheSameTypeOnly() {
    // Given
    Answer secret = admin.post(secrets, "{}");
    Answer pair = admin.post(secrets, "{\"type\":\"ed25519\"}");
    assertThat(listed()).allMatch(key -> key.get("expires_at").isNull());

    // When
    Answer next = admin.post(secrets, "{\"type\":\"ed25519\"}");

    // Then
    assertThat(ids()).containsExactly(next.text("id"), pair.text("id"), secret.text("id"));
    assertThat(listed().stream().map(key -> key.get("expires_at").isNull()))
        .containsExactly(true, false, true);

    // When
    admin.delete(secrets + "/" + next.text("id"));

    // Then
    assertThat(listed()).allMatch(key -> key.get("expires_at").isNull());
  }

  @Test
  void countsKeysOfBothTypesTogether() {
    // Given
    for (int i = 0; i < 4; i++) {
      admin.post(secrets, "{}");
    }

    // When
    Answer fifth = admin.post(secrets, "{\"type\":\"ed25519\"}");
    Answer sixth = admin.post(secrets, "{}");
    Answer instead = admin.post(secrets, "{\"type\":\"ed25519\",\"grace\":0}");

    // Then
    assertThat(fifth.status()).isEqualTo(201);
    assertThat(sixth.status()).isEqualTo(409);
    assertThat(instead.status()).isEqualTo(201);
    assertThat(ids()).hasSize(5).doesNotContain(fifth.text("id"));
  }

  @Test
  void takesNoPrivateKeyAndNoOtherType() {
    assertThat(
            admin
                .post(secrets, "{\"type\":\"ed25519\",\"secret\":\"%s\"}".formatted(GIVEN))
                .status())
        .isEqualTo(422);
    assertThat(admin.post(secrets, "{\"type\":\"rsa\"}").text("detail"))
        .isEqualTo("type should be one of hmac, ed25519");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "whsec_", "whsec_!", "whsec_c2hvcnQ=", "WHSEC_c2FuZGk="})
  void refusesWhatIsNoWebhookSecret(String secret) {
    // When
    Answer answer = admin.post(secrets, "{\"secret\":\"%s\"}".formatted(secret));

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail"))
        .isEqualTo("secret should be whsec_ and base64 of 24-64 bytes");
  }

  @Test
  void setsATestNumberWithACodeThatIsNeverShown() {
    // When
    Answer put =
        admin.put(numbers + "/+6281200000002", "{\"otp\":\"918273\",\"outcome\":\"late\"}");
    admin.put(numbers + "/6281200000002", "{\"otp\":\"918274\",\"outcome\":\"failed\"}");
    admin.put(numbers + "/6281200000001", "{\"otp\":\"918275\"}");

    // Then
    assertThat(put.body()).isEqualTo("{\"msisdn\":\"6281200000002\",\"outcome\":\"late\"}");
    assertThat(admin.get(numbers).json().get("data").toString())
        .isEqualTo(
            "[{\"msisdn\":\"6281200000001\",\"outcome\":\"delivered\"},"
                + "{\"msisdn\":\"6281200000002\",\"outcome\":\"failed\"}]");
    TestNumber known =
        ingress
            .bean(KnownApps.class)
            .find(new AppId(app))
            .orElseThrow()
            .testNumbers()
            .get(PhoneNumber.of("6281200000002"));
    assertThat(known.outcome()).isEqualTo("failed");
    assertThat(ingress.bean(Sealer.class).open(known.sealedCode(), app + "/6281200000002").reveal())
        .isEqualTo("918274");
    assertThat(admin.changed(put).toString()).doesNotContain("918273").contains("6281200000002");
  }

  @Test
  void forgetsATestNumber() {
    // Given
    admin.put(numbers + "/6281200000002", "{\"otp\":\"123456\"}");

    // When
    Answer deleted = admin.delete(numbers + "/6281200000002");
    Answer again = admin.delete(numbers + "/6281200000002");

    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(204);
    assertThat(admin.get(numbers).json().get("data").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"otp\":\"12\"}", "{\"otp\":\"1234\",\"outcome\":\"lost\"}"})
  void refusesATestNumberThatBreaksARule(String body) {
    // When
    Answer answer = admin.put(numbers + "/6281200000002", body);

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(admin.put(numbers + "/62x", "{\"otp\":\"1234\"}").status()).isEqualTo(422);
    assertThat(admin.get(numbers).json().get("data").size()).isZero();
  }

  private List<JsonNode> listed() {
    return admin.get(secrets).json().get("data").valueStream().toList();
  }

  private List<String> ids() {
    return listed().stream().map(secret -> secret.get("id").asString()).toList();
  }

  private List<AppChanged> told() {
    return ingress.records(Topics.APPS, app).stream()
        .map(record -> (AppChanged) EventJson.read(EventType.APP_CHANGED, record.value()))
        .toList();
  }
}
