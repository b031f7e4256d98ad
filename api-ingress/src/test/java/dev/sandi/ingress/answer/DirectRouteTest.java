package dev.sandi.ingress.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class DirectRouteTest {

  /** Spring reads it as any other notation; the direct route does not know it. */
  private static final String LONG_WAY = "Application/JSON";

  private static final String SHORT_WAY = "application/json";
  private static final String VALID = "{\"msisdn\":\"6281234567890\",\"otp\":\"123456\"}";

  private final Ingress ingress = Ingress.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        VALID,
        "{\"msisdn\":\"6281234567890\",\"otp\":\"12\"}",
        "{\"msisdn\":\"abc\"}",
        "{\"msisdn\":\"6281234567890\",\"msisdn\":\"6281234567891\"}",
        "{",
        "[]",
        "",
        "{\"msisdn\":\"6281234567890\",\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void answersAsTheLongWay(String body) {
    // Given
    Customer one = ingress.customer(false, false, true);
    Customer other = ingress.customer(false, false, true);

    // When
    Answer direct = Customer.call(asking(one, SHORT_WAY, body));
    Answer dispatched = Customer.call(asking(other, LONG_WAY, body));

    // Then
    assertThat(alike(direct)).isEqualTo(alike(dispatched));
  }

  @Test
  void refusesAWrongKeyAsTheLongWay() {
    // Given
    Customer stranger = ingress.customer().with("wrong");

    // When
    Answer direct = Customer.call(asking(stranger, SHORT_WAY, VALID));
    Answer dispatched = Customer.call(asking(stranger, LONG_WAY, VALID));

    // Then
    assertThat(direct.status()).isEqualTo(401);
    assertThat(alike(direct)).isEqualTo(alike(dispatched));
  }

  @Test
  void refusesABodyThatIsTooLongAsTheLongWay() {
    // Given
    Customer customer = ingress.customer();
    String body = "{\"msisdn\":\"6281234567890\",\"x\":\"" + "x".repeat(20_000) + "\"}";

    // When
    Answer direct = Customer.call(asking(customer, SHORT_WAY, body));
    Answer dispatched = Customer.call(asking(customer, LONG_WAY, body));

    // Then
    assertThat(direct.status()).isEqualTo(413);
    assertThat(alike(direct)).isEqualTo(alike(dispatched));
  }

  @Test
  void takesABodyThatComesInChunks() {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer answer =
        Customer.call(
            customer
                .request(Customer.SEND)
                .header("Content-Type", SHORT_WAY)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(VALID))));

    // Then
    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({"text/plain, 406", "application/json, 201", "*/*, 201", "image/png, 406"})
  void refusesWhatAClientDoesNotTake(String accept, int status) {
    // When
    Answer answer =
        Customer.call(asking(ingress.customer(), SHORT_WAY, VALID).header("Accept", accept));

    // Then
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void anIdIsGivenToEachRequest() {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer answer =
        Customer.call(asking(customer, SHORT_WAY, VALID).header("X-Request-Id", "mine"));

    // Then
    assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1);
    assertThat(UUID.fromString(answer.header("X-Request-Id")).version()).isEqualTo(7);
  }

  @Test
  void requestsAreTimedByTheirPath() {
    // Given
    Customer customer = ingress.customer();
    double before = count();

    // When
    customer.send(VALID);

    // Then
    assertThat(count()).isEqualTo(before + 1);
  }

  private static HttpRequest.Builder asking(Customer customer, String contentType, String body) {
    return customer
        .request(Customer.SEND)
        .header("Content-Type", contentType)
        .POST(BodyPublishers.ofString(body));
  }

  /** All that does not differ between two requests. */
  private static String alike(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.computeIfPresent("x-request-id", (name, values) -> List.of("an id"));
    headers.remove("date");
    if (answer.header("Connection") != null) {
      // Depends on how much of the body was there: a connection that closes needs no length.
      headers.remove("content-length");
    }
    return answer.status()
        + " "
        + headers
        + answer
            .body()
            .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "an id")
            .replaceAll("(expires_at\":\")[^\"]+", "$1some time");
  }

  private double count() {
    Timer timer =
        ingress
            .bean(MeterRegistry.class)
            .find("http.server.requests")
            .tags("method", "POST", "uri", Customer.SEND, "status", "201", "outcome", "SUCCESS")
            .timer();
    return timer == null ? 0 : timer.count();
  }
}
