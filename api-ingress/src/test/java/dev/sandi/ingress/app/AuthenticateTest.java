package dev.sandi.ingress.app;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.contributor.Status;

@RequiresInfrastructure
class AuthenticateTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\"}";

  private final Ingress ingress = Ingress.shared();

  @ParameterizedTest
  @CsvSource({"App-ID,API-Key", "app-id,api-key", "APP-ID,Api-Key"})
  void takesHeadersInAnyCase(String app, String key) {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer answer = call(app, customer.app(), key, customer.key());

    // Then
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void tellsUnknownAppsAndWrongKeysAlike() {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer unknown = call("App-ID", "no-such-app", "API-Key", customer.key());
    Answer wrong = call("App-ID", customer.app(), "API-Key", customer.key() + "x");
    Answer strange = call("App-ID", "' or 1=1 --", "API-Key", "'");
    Answer without = call("App-ID", customer.app(), "X", "y");

    // Then
    for (Answer answer : new Answer[] {unknown, wrong, strange, without}) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body())
          .isEqualTo(
              problem(
                  401,
                  "Authorization failed",
                  "authorization_failed",
                  answer.header("X-Request-Id")));
      assertThat(answer.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/otp", "/v2/otp/018f4e2a-0000-7000-8000-000000000000", "/v2/otp/x"})
  void asksBeforeItReads(String path) {
    // When
    Answer answer = Customer.call(HttpRequest.newBuilder(ingress.uri(path)));

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {Customer.SEND, Customer.VERIFY})
  void asksBeforeItValidates(String path) {
    // Given
    Customer nobody = ingress.customer().with("wrong");

    // When
    Answer answer = nobody.post(path, "{not json");

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void letsSeveralKeysLiveAtATime() {
    // Given
    Customer customer = ingress.customer();
    String second = ingress.addKey(customer.app());

    // When
    Answer old = customer.send(BODY);
    Answer fresh = customer.with(second).send(BODY);

    // Then
    assertThat(old.status()).isEqualTo(201);
    assertThat(fresh.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update api_keys set revoked = true where app_id = ?",
        "update api_keys set expires_at = now() - interval '1 second' where app_id = ?",
        "delete from api_keys where app_id = ?",
        "update apps set active = false where id = ?"
      })
  void refusesSoonAfterAKeyOrAnAppEnds(String change) {
    // Given
    Customer customer = ingress.customer();
    assertThat(customer.send(BODY).status()).isEqualTo(201);

    // When
    ingress.jdbc().update(change, customer.app());

    // Then
    await().untilAsserted(() -> assertThat(customer.send(BODY).status()).isEqualTo(401));
  }

  @Test
  void judgesAnExpiryAtEachRequest() {
    // Given
    Customer customer = ingress.customer();
    ingress
        .jdbc()
        .update(
            "update api_keys set expires_at = now() + interval '2 seconds' where app_id = ?",
            customer.app());
    ingress.refresh();
    int before = customer.get("/v2/otp").status();
    long revision = revision(customer);

    // Then: with no other change of the app
    assertThat(before).isEqualTo(200);
    await().untilAsserted(() -> assertThat(customer.get("/v2/otp").status()).isEqualTo(401));
    assertThat(revision(customer)).isEqualTo(revision);
  }

  @Test
  void refusesForAWhileAndIsNotReadyBeforeAppsAreKnown() {
    // Given
    KnownApps apps = new KnownApps(ingress.bean(Apps.class));
    KnownAppsHealthIndicator health = new KnownAppsHealthIndicator(apps);
    AppId id = new AppId(ingress.customer().app());

    // Then
    assertThatThrownBy(() -> apps.find(id))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(ingress.bean(HealthEndpointGroups.class).get("readiness").isMember("apps")).isTrue();

    // When
    apps.refresh();

    // Then
    assertThat(apps.find(id)).isPresent();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void doesAsMuchWorkForAnAppThatDoesNotExist() {
    // Given
    LiveKey key = new LiveKey(UUID.randomUUID(), KeyHash.of(Secret.of("y")), Instant.MAX);

    // Then
    assertThat(Credentials.NOBODYS.keys()).hasSameSizeAs(new Credentials(true, List.of()).keys());
    assertThat(Credentials.NOBODYS.keys())
        .hasSameSizeAs(new Credentials(true, List.of(key, key, key)).keys());
    assertThat(Credentials.NOBODYS.accept(KeyHash.of(Secret.of("x")), Instant.now())).isNull();
  }

  @Test
  void forgetsNoAppForNoneIsDeleted() {
    // Given
    Customer customer = ingress.customer();

    // Then
    assertThatThrownBy(() -> ingress.jdbc().update("delete from apps where id = ?", customer.app()))
        .hasMessageContaining("apps are suspended, not deleted");
  }

  @Test
  void knowsOtherAppsWhenOneHasSettingsThatCannotBeRead() {
    // Given
    Customer broken = ingress.customer();
    Customer customer = ingress.customer();

    // When
    ingress.jdbc().update("update apps set resend_waits = '{60,30}' where id = ?", broken.app());
    String fresh = ingress.addKey(customer.app());

    // Then
    assertThat(broken.get("/v2/otp").status()).isEqualTo(401);
    assertThat(customer.with(fresh).get("/v2/otp").status()).isEqualTo(200);
  }

  @Test
  void notesWhenAKeyWasUsedLastAndNeverEarlier() {
    // Given
    Customer customer = ingress.customer();
    long revision = revision(customer);

    // When
    assertThat(customer.get("/v2/otp").status()).isEqualTo(200);
    ingress.bean(KeyUses.class).write();
    OffsetDateTime used = lastUsed(customer);
    ingress.bean(ApiKeys.class).used(Map.of(keyId(customer), used.toInstant().minusSeconds(60)));

    // Then
    assertThat(used).isCloseToUtcNow(within(1, ChronoUnit.MINUTES));
    assertThat(lastUsed(customer)).isEqualTo(used);
    assertThat(revision(customer)).isEqualTo(revision);
  }

  private OffsetDateTime lastUsed(Customer customer) {
    return ingress
        .jdbc()
        .queryForObject(
            "select last_used_at from api_keys where app_id = ?",
            OffsetDateTime.class,
            customer.app());
  }

  private UUID keyId(Customer customer) {
    return ingress
        .jdbc()
        .queryForObject("select id from api_keys where app_id = ?", UUID.class, customer.app());
  }

  private long revision(Customer customer) {
    return ingress
        .jdbc()
        .queryForObject("select revision from apps where id = ?", Long.class, customer.app());
  }

  @Test
  void listsRefusedCallsForTheAppThatTheyNamed() {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer refused = customer.with("wrong").send(BODY);

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(customer.get("/v2/otp").body())
                    .contains(refused.header("X-Request-Id"), "authorization_failed"));
  }

  @Test
  void limitsWrongKeysByAddressAndLetsARightKeyThrough() {
    // Given: a copy that answers three a minute with 401
    Customer customer = ingress.customer();
    Ingress.second().refresh();
    Customer known = customer.at(Ingress.second());
    String source = "198.51.100.1";

    // When
    List<Integer> statuses =
        IntStream.range(0, 5)
            .mapToObj(i -> sendFrom(source, known.with("wrong")).status())
            .toList();
    Answer limited = sendFrom(source, known.with("wrong"));
    Answer right = sendFrom(source, known);
    Answer neighbour = sendFrom("198.51.100.2", known.with("wrong"));

    // Then
    assertThat(statuses).containsExactly(401, 401, 401, 429, 429);
    assertThat(limited.body())
        .isEqualTo(
            problem(
                429,
                "Too many request in the allowed time frame",
                "rate_limited",
                limited.header("X-Request-Id")));
    assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 20);
    assertThat(right.status()).isEqualTo(201);
    assertThat(neighbour.status()).isEqualTo(401);
    await()
        .untilAsserted(
            () ->
                assertThat(customer.get("/v2/otp?limit=100").body())
                    .contains(neighbour.header("X-Request-Id")));
    assertThat(customer.get("/v2/otp?status=refused&limit=100").json().get("data").size())
        .isEqualTo(4);
  }

  private static Answer sendFrom(String source, Customer customer) {
    return Customer.call(customer.posting(Customer.SEND, BODY).header("X-Forwarded-For", source));
  }

  private Answer call(String appHeader, String app, String keyHeader, String key) {
    return Customer.call(
        HttpRequest.newBuilder(ingress.uri("/v2/otp"))
            .header(appHeader, app)
            .header(keyHeader, key));
  }
}
