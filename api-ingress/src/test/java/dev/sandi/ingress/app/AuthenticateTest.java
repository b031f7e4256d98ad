package dev.sandi.ingress.app;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private Answer call(String appHeader, String app, String keyHeader, String key) {
    return Customer.call(
        HttpRequest.newBuilder(ingress.uri("/v2/otp"))
            .header(appHeader, app)
            .header(keyHeader, key));
  }
}
