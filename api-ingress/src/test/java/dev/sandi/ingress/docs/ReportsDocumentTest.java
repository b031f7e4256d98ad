package dev.sandi.ingress.docs;

import static dev.sandi.ingress.testing.FakeProcessor.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the reference for providers to what the service does. */
@RequiresInfrastructure
class ReportsDocumentTest {

  private record Exchange(String operation, Answer answer) {

    String seen() {
      return operation
          + " "
          + answer.status()
          + (answer.status() < 400 ? "" : " " + answer.text("error"));
    }
  }

  private static final List<Exchange> EXCHANGES = new ArrayList<>();

  private static Document document;

  @BeforeAll
  static void askForEverything() {
    Ingress ingress = Ingress.shared();
    document = new Document(ingress.customer().get("/v3/api-docs/providers"));
    for (String operation : document.operations()) {
      for (int status : List.of(200, 400, 401, 404, 503)) {
        ingress.processor().behave(answering(200, "{\"status\":" + status + "}"));
        EXCHANGES.add(new Exchange(operation, Customer.call(request(ingress, operation, "{}"))));
      }
      if (operation.startsWith("POST")) {
        EXCHANGES.add(
            new Exchange(
                operation, Customer.call(request(ingress, operation, "x".repeat(70_000)))));
        EXCHANGES.add(new Exchange(operation, cut(ingress, operation, "Content-Length: 10", "{")));
        EXCHANGES.add(
            new Exchange(
                operation, cut(ingress, operation, "Transfer-Encoding: chunked", "x\r\n")));
      }
    }
  }

  private static HttpRequest.Builder request(Ingress ingress, String operation, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(ingress.uri(path(operation)));
    return operation.startsWith("POST") ? request.POST(BodyPublishers.ofString(body)) : request;
  }

  private static String path(String operation) {
    return operation
        .substring(operation.indexOf(' ') + 1)
        .replace("{gateway}", "local")
        .replace("{secret}", "s");
  }

  /** A body that never comes to its end, or is no chunk. */
  private static Answer cut(Ingress ingress, String operation, String length, String body) {
    try (RawSocket socket = RawSocket.open(ingress.port())) {
      socket.send(
          "POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n%s".formatted(path(operation), length, body));
      return Answer.parse(socket.readUntil("}"));
    }
  }

  @Test
  void documentsEveryAnswerThatIsGiven() {
    assertThat(
            EXCHANGES.stream()
                .flatMap(
                    exchange ->
                        document.faults(exchange.operation(), exchange.answer()).stream()
                            .map(fault -> exchange.seen() + ": " + fault)))
        .isEmpty();
  }

  @Test
  void documentsNoAnswerThatIsNeverGiven() {
    // Given
    Set<String> never = new TreeSet<>(document.answers());

    // When
    EXCHANGES.forEach(exchange -> never.remove(exchange.seen()));
    never.removeIf(answer -> answer.endsWith(" 500 internal_error"));

    // Then
    assertThat(never).isEmpty();
  }

  @Test
  void asksForNothingThatOnlyTheProcessorKnows() {
    assertThat(document.operations())
        .hasSize(4)
        .allSatisfy(
            each ->
                assertThat(document.operation(each).path("security").toString()).isIn("", "[]"));
  }
}
