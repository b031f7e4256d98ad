package dev.sandi.ingress.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
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
    Answer direct = answer(stranger, SHORT_WAY, VALID, VALID.length());
    Answer dispatched = answer(stranger, LONG_WAY, VALID, VALID.length());

    // Then
    assertThat(direct.status()).isEqualTo(401);
    assertThat(direct.header("Connection")).isNull();
    assertThat(alike(direct)).isEqualTo(alike(dispatched));
  }

  @ParameterizedTest
  @CsvSource({"wrong, 100, 401", "right, 20000, 413"})
  void closesTheConnectionAsTheLongWayIfItRefusesABodyThatIsStillToCome(
      String key, int length, int status) {
    // Given
    Customer customer = ingress.customer();
    Customer client = key.equals("right") ? customer : customer.with(key);
    String body = "{\"msisdn\":\"6281234567890\",\"x\":\"" + "x".repeat(length) + "\"}";

    // When
    Answer direct = answer(client, SHORT_WAY, body, 50);
    Answer dispatched = answer(client, LONG_WAY, body, 50);

    // Then
    assertThat(direct.status()).isEqualTo(status);
    assertThat(direct.header("Connection")).isEqualTo("close");
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

  /**
   * The answer to a request of which so much of the body comes with the head, in one piece, and the
   * rest never. Whether a connection is kept after a refusal depends on that, and Java's own client
   * leaves it to chance.
   */
  private Answer answer(Customer customer, String contentType, String body, int sent) {
    try (RawSocket socket = RawSocket.open(ingress.port())) {
      socket.send(
          """
          POST %s HTTP/1.1\r
          Host: localhost\r
          App-ID: %s\r
          API-Key: %s\r
          Content-Type: %s\r
          Content-Length: %d\r
          \r
          %s"""
              .formatted(
                  Customer.SEND,
                  customer.app(),
                  customer.key(),
                  contentType,
                  body.length(),
                  body.substring(0, sent)));
      return Answer.parse(socket.readUntil("}"));
    }
  }

  /** All that does not differ between two requests. */
  private static String alike(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(answer.headers().map());
    headers.computeIfPresent("x-request-id", (name, values) -> List.of("an id"));
    headers.remove("date");
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
