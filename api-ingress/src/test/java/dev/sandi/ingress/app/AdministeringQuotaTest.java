package dev.sandi.ingress.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class AdministeringQuotaTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\"}";

  private final Administrator admin = Ingress.shared().administrator();
  private final Customer customer = admin.newCustomer();
  private final String path = "/apps/" + customer.app() + "/quota";

  @Test
  void isWithoutALimitAtFirst() {
    // Then
    assertThat(admin.get(path).body()).isEqualTo("{\"limit\":null,\"used\":0,\"remaining\":null}");
  }

  @Test
  void limitsWhatAnAppSends() {
    // When
    Answer set = admin.put(path, "{\"limit\":1}");
    int first = customer.send(BODY).status();
    int second = customer.send(BODY).status();
    Answer used = admin.get(path);
    Answer added = admin.post(path + "/add", "{\"amount\":2}");
    int third = customer.send(BODY).status();

    // Then
    assertThat(set.body()).isEqualTo("{\"limit\":1,\"used\":0,\"remaining\":1}");
    assertThat(first).isEqualTo(201);
    assertThat(second).isEqualTo(403);
    assertThat(used.body()).isEqualTo("{\"limit\":1,\"used\":1,\"remaining\":0}");
    assertThat(added.body()).isEqualTo("{\"limit\":3,\"used\":1,\"remaining\":2}");
    assertThat(third).isEqualTo(201);
    assertThat(admin.changed(added).toString())
        .contains("\"quota_from\":1", "\"quota_to\":3", customer.app());
  }

  @Test
  void keepsWhatIsUsedWhenTheLimitIsLoweredOrTakenAway() {
    // Given
    customer.send(BODY);
    customer.send(BODY);

    // When
    Answer lowered = admin.put(path, "{\"limit\":1}");
    Answer without = admin.put(path, "{\"limit\":null}");

    // Then
    assertThat(lowered.body()).isEqualTo("{\"limit\":1,\"used\":2,\"remaining\":0}");
    assertThat(without.body()).isEqualTo("{\"limit\":null,\"used\":2,\"remaining\":null}");
  }

  @Test
  void addsExactlyWhatManyAddAtOnce() {
    // Given
    admin.put(path, "{\"limit\":0}");

    // When
    List<CompletableFuture<Answer>> adding =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    Customer.callAsync(
                        (i % 2 == 0 ? admin : Ingress.second().administrator())
                            .request(path + "/add")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"amount\":7}"))))
            .toList();
    assertThat(adding).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));

    // Then
    assertThat(admin.get(path).json().get("limit").asInt()).isEqualTo(210);
  }

  @Test
  void addsNothingToNoLimitNorBeyondReason() {
    // When
    Answer unlimited = admin.post(path + "/add", "{\"amount\":1}");
    admin.put(path, "{\"limit\":1000000000000}");
    Answer beyond = admin.post(path + "/add", "{\"amount\":1}");

    // Then
    assertThat(unlimited.status()).isEqualTo(409);
    assertThat(beyond.status()).isEqualTo(409);
    assertThat(beyond.text("code")).isEqualTo("quota_not_added");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"limit\":-1}", "{\"limit\":\"1\"}", "{\"limit\":1,\"used\":0}"})
  void refusesWhatIsNoLimit(String body) {
    // When
    Answer answer = admin.put(path, body);

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(admin.get(path).json().get("limit").isNull()).isTrue();
  }
}
