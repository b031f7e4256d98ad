package dev.sandi.ingress.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class AdministeringKeysTest {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();
  private final String app = admin.newApp();
  private final String path = "/apps/" + app + "/keys";

  @Test
  void makesAKeyThatAScannerRecognises() {
    // When
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      keys.add(admin.post(path, "{}").text("key"));
    }

    // Then
    assertThat(keys)
        .hasSize(5)
        .allSatisfy(
            key -> {
              assertThat(key).matches("sandi_live_[0-9A-Za-z]{43}[0-9A-Za-z]{6}");
              assertThat(key).endsWith(checksum(key.substring(0, key.length() - 6)));
            });
  }

  @Test
  void marksTheKeysOfASandbox() {
    // Given
    String sandbox = admin.post("/apps", "{\"name\":\"x\",\"mode\":\"sandbox\"}").text("id");

    // When
    Answer key = admin.post("/apps/" + sandbox + "/keys", "{}");

    // Then
    assertThat(key.text("key")).startsWith("sandi_test_");
  }

  @Test
  void showsAKeyOnceAndStoresItNowhere() {
    // When
    Answer created = admin.post(path, "{\"name\":\"Billing server\"}");
    Answer list = admin.get(path);

    // Then
    String key = created.text("key");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Cache-Control")).isEqualTo("no-store");
    assertThat(list.body())
        .doesNotContain(key)
        .contains(created.text("id"), "\"name\":\"Billing server\"", "\"revoked\":false");
    assertThat(key).startsWith(list.json().get("data").get(0).get("prefix").asString());
    assertThat(list.json().get("data").get(0).get("prefix").asString()).hasSize(16);
    assertThat(ingress.dump()).doesNotContain(key);
    assertThat(admin.changed(created).get("key_added").get("id").asString())
        .isEqualTo(created.text("id"));
  }

  @Test
  void letsAKeyInAtOnceHereAndSoonElsewhere() {
    // When
    Customer customer = new Customer(ingress, app, admin.post(path, "{}").text("key"));

    // Then
    assertThat(customer.get("/v2/otp").status()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(customer.at(Ingress.second()).getFromAnywhere("/v2/otp").status())
                    .isEqualTo(200));
  }

  @Test
  void revokesOneKeyAndLeavesTheOthers() {
    // Given
    Answer first = admin.post(path, "{}");
    Answer second = admin.post(path, "{}");
    Customer customer = new Customer(ingress, app, first.text("key"));

    // When
    Answer revoked = admin.delete(path + "/" + first.text("id"));
    Answer again = admin.delete(path + "/" + first.text("id"));

    // Then
    assertThat(revoked.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(204);
    assertThat(admin.changed(again).isNull()).isTrue();
    assertThat(customer.get("/v2/otp").status()).isEqualTo(401);
    assertThat(customer.with(second.text("key")).get("/v2/otp").status()).isEqualTo(200);
    assertThat(listed(first).get("revoked").asBoolean()).isTrue();
    assertThat(listed(first).get("revoked_at").isNull()).isFalse();
    await()
        .untilAsserted(
            () ->
                assertThat(customer.at(Ingress.second()).getFromAnywhere("/v2/otp").status())
                    .isEqualTo(401));
  }

  @Test
  void doesNotRevokeTheKeysOfOtherApps() {
    // Given
    Answer key = admin.post(path, "{}");

    // When
    Answer answer = admin.delete("/apps/" + admin.newApp() + "/keys/" + key.text("id"));
    Answer unknown = admin.delete(path + "/" + UUID.randomUUID());
    Answer none = admin.delete(path + "/x");

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("key_not_found");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(none.status()).isEqualTo(404);
    assertThat(new Customer(ingress, app, key.text("key")).get("/v2/otp").status()).isEqualTo(200);
  }

  @Test
  void endsAKeyWhenItExpires() {
    // Given
    Instant soon = Instant.now().plusSeconds(2);

    // When
    Answer created = admin.post(path, "{\"expires_at\":\"%s\"}".formatted(soon));
    Customer customer = new Customer(ingress, app, created.text("key"));

    // Then
    assertThat(customer.get("/v2/otp").status()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(customer.get("/v2/otp").status()).isEqualTo(401));
    assertThat(Instant.now()).isAfterOrEqualTo(soon);
  }

  @Test
  void refusesAnExpiryThatHasPassedOrIsNone() {
    // When
    Answer past = admin.post(path, "{\"expires_at\":\"2020-01-01T00:00:00Z\"}");
    Answer none = admin.post(path, "{\"expires_at\":\"tomorrow\"}");

    // Then
    assertThat(past.status()).isEqualTo(422);
    assertThat(past.text("detail")).isEqualTo("expires_at should be in the future");
    assertThat(none.text("detail"))
        .isEqualTo("expires_at should be a time like 2027-01-31T00:00:00Z");
  }

  @Test
  void holdsTheNumberOfLiveKeys() {
    // Given
    Answer first = admin.post(path, "{}");
    for (int i = 1; i < 20; i++) {
      assertThat(admin.post(path, "{}").status()).isEqualTo(201);
    }

    // When
    Answer tooMany = admin.post(path, "{}");
    admin.delete(path + "/" + first.text("id"));
    Answer afterOneWasRevoked = admin.post(path, "{}");

    // Then
    assertThat(tooMany.status()).isEqualTo(409);
    assertThat(tooMany.text("code")).isEqualTo("too_many_keys");
    assertThat(afterOneWasRevoked.status()).isEqualTo(201);
    Answer page = admin.get(path + "?limit=15");
    Answer rest = admin.get(path + "?limit=15&cursor=" + page.text("next_cursor"));
    assertThat(page.json().get("data").size()).isEqualTo(15);
    assertThat(rest.json().get("data").size()).isEqualTo(6);
    assertThat(rest.text("next_cursor")).isNull();
  }

  @Test
  void tellsWhenAKeyWasUsedLast() {
    // Given
    Answer created = admin.post(path, "{}");
    assertThat(listed(created).get("last_used_at").isNull()).isTrue();

    // When
    new Customer(ingress, app, created.text("key")).get("/v2/otp");
    ingress.bean(KeyUses.class).write();

    // Then
    assertThat(Instant.parse(listed(created).get("last_used_at").asString()))
        .isAfterOrEqualTo(Instant.parse(created.text("created_at")));
  }

  private JsonNode listed(Answer created) {
    return admin
        .get(path)
        .json()
        .get("data")
        .valueStream()
        .filter(key -> key.get("id").asString().equals(created.text("id")))
        .findFirst()
        .orElseThrow();
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(US_ASCII));
    StringBuilder digits = new StringBuilder();
    for (long rest = crc.getValue(); digits.length() < 6; rest /= 62) {
      digits.insert(0, DIGITS.charAt((int) (rest % 62)));
    }
    return digits.toString();
  }
}
