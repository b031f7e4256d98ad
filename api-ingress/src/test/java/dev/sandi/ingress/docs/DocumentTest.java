package dev.sandi.ingress.docs;

import static dev.sandi.ingress.testing.FakeProcessor.deciding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FakeProcessor;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.UuidV7;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the reference to what the service does, and the service to the reference. */
@RequiresInfrastructure
class DocumentTest {

  private static final String SEND = "POST /v2/otp/send";
  private static final String SEND_IN_SANDBOX = "POST /v2/otp/send/sandbox";
  private static final String VERIFY = "POST /v2/otp/verify";
  private static final String VERIFY_IN_SANDBOX = "POST /v2/otp/verify/sandbox";
  private static final String SESSION = "GET /v2/otp/{session_id}";
  private static final String LIST = "GET /v2/otp";
  private static final String FUNNEL = "GET /v2/otp/funnel";

  private static final String VALID = "{\"msisdn\":\"6281234567890\",\"otp\":\"493817\"}";

  /** What other tests produce: it takes an outage, a fault of ours, or a race. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          SEND + " 409 idempotency_key_in_use",
          SEND + " 503 unavailable",
          SEND_IN_SANDBOX + " 409 idempotency_key_in_use",
          SEND_IN_SANDBOX + " 503 unavailable",
          SESSION + " 503 unavailable",
          LIST + " 503 unavailable",
          FUNNEL + " 503 unavailable");

  private record Exchange(String operation, Answer answer) {

    String seen() {
      String slug = answer.status() < 400 ? "" : " " + answer.text("error");
      return operation + " " + answer.status() + slug;
    }
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<Exchange> EXCHANGES = new ArrayList<>();

  private static Ingress ingress;
  private static Customer customer;
  private static Document document;
  private static Document administration;

  @BeforeAll
  static void askForEverything() {
    ingress = Ingress.shared();
    customer = ingress.customer();
    document = new Document(customer.get("/v3/api-docs"));
    administration = new Document(customer.get("/v3/api-docs/admin"));
    // Not on the common pool, where on JDK 25 a client of java.net.http may want to go on.
    ExecutorService threads = Executors.newCachedThreadPool();
    List<CompletableFuture<Exchange>> late =
        Stream.of(SEND, SEND_IN_SANDBOX, VERIFY, VERIFY_IN_SANDBOX)
            .map(each -> CompletableFuture.supplyAsync(() -> tooSlow(each), threads))
            .toList();
    for (String operation : document.operations()) {
      askWrongly(operation);
    }
    send(SEND, customer, ingress.customer(true, false, false));
    send(SEND_IN_SANDBOX, customer, customer);
    verify(VERIFY, ingress.customer(true, false, false));
    verify(VERIFY_IN_SANDBOX, customer);
    read();
    late.forEach(each -> EXCHANGES.add(each.join()));
    threads.shutdown();
  }

  /** What every endpoint refuses. */
  private static void askWrongly(String operation) {
    ask(operation, customer.with("wrong"), VALID);
    add(operation, call(operation, customer, VALID).header("Accept", "text/html"));
    Customer elsewhere = new Customer(Ingress.second(), customer.app(), "wrong");
    String source =
        "203.0.113." + (10 + document.operations().stream().toList().indexOf(operation));
    for (int i = 0; i < 4; i++) {
      add(operation, call(operation, elsewhere, VALID).header("X-Forwarded-For", source));
    }
    if (operation.startsWith("POST")) {
      ask(operation, customer, "[]");
      ask(operation, customer, "{\"x\":\"" + "x".repeat(20_000) + "\"}");
      add(
          operation,
          customer
              .request(path(operation))
              .header("Content-Type", "text/plain")
              .POST(BodyPublishers.ofString(VALID)));
      ask(operation, customer, "{}");
      ask(operation, customer, VALID.replace("}", ",\"challenge\":5}"));
      ask(operation, customer, VALID.replace("493817", "1"));
    }
  }

  private static void send(String operation, Customer live, Customer sandbox) {
    Customer returning = ingress.customer(false, true, true);
    ask(operation, live, VALID);
    ask(operation, returning, VALID);
    ask(operation, live, VALID.replace("}", ",\"template\":\"none\"}"));
    ask(operation, live, VALID.replace("}", ",\"time_limit\":1}"));
    ask(operation, live, VALID.replace("}", ",\"callback_url\":\"x\"}"));
    add(operation, call(operation, live, VALID).header("Idempotency-Key", "ä b"));
    String key = UUID.randomUUID().toString();
    add(operation, call(operation, live, VALID).header("Idempotency-Key", key));
    add(operation, call(operation, live, VALID).header("Idempotency-Key", key));
    add(operation, call(operation, live, VALID + " ").header("Idempotency-Key", key));
    for (int magic = 1; magic <= 7; magic++) {
      ask(operation, sandbox, "{\"msisdn\":\"628212306000" + magic + "\"}");
    }
    Administrator administrator = ingress.administrator();
    Customer poor = administrator.newCustomer();
    assertThat(administrator.put("/apps/" + poor.app() + "/quota", "{\"limit\":0}").status())
        .isEqualTo(200);
    Awaitility.await().until(() -> send(operation, poor).status() == 403);
    EXCHANGES.add(new Exchange(operation, send(operation, poor)));
  }

  private static Answer send(String operation, Customer poor) {
    return poor.post(path(operation), VALID);
  }

  private static void verify(String operation, Customer sandbox) {
    FakeProcessor processor = ingress.processor();
    for (String verdict :
        List.of(
            "{\"outcome\":\"verified\",\"session_id\":\"" + UUID.randomUUID() + "\"}",
            "{\"outcome\":\"verified\"}",
            "{\"outcome\":\"not_found\",\"attempts_left\":3,\"expires_in\":211}",
            "{\"outcome\":\"not_found\"}",
            "{\"outcome\":\"expired\"}",
            "{\"outcome\":\"locked\",\"retry_after\":77}",
            "garbage")) {
      processor.behave(deciding(verdict));
      ask(operation, customer, VALID);
    }
    for (int magic = 7; magic <= 9; magic++) {
      ask(operation, sandbox, "{\"msisdn\":\"628212306000" + magic + "\",\"otp\":\"123456\"}");
    }
  }

  private static void read() {
    String session = customer.send(VALID).text("session_id");
    Awaitility.await().until(() -> customer.get("/v2/otp/" + session).status() == 200);
    get(SESSION, "/v2/otp/" + session);
    get(SESSION, "/v2/otp/" + UuidV7.at(Instant.now()));
    get(SESSION, "/v2/otp/nonsense");
    get(LIST, "/v2/otp");
    get(LIST, "/v2/otp?limit=1");
    get(LIST, "/v2/otp?limit=0");
    get(LIST, "/v2/otp?msisdn=x");
    get(FUNNEL, "/v2/otp/funnel?hours=24");
    get(FUNNEL, "/v2/otp/funnel?hours=0");
  }

  private static void get(String operation, String path) {
    EXCHANGES.add(new Exchange(operation, customer.get(path)));
  }

  private static void ask(String operation, Customer asking, String body) {
    add(operation, call(operation, asking, body));
  }

  private static void add(String operation, HttpRequest.Builder request) {
    EXCHANGES.add(new Exchange(operation, Customer.call(request)));
  }

  private static HttpRequest.Builder call(String operation, Customer asking, String body) {
    return operation.startsWith("GET")
        ? asking.request(path(operation)).GET()
        : asking.posting(path(operation), body);
  }

  private static String path(String operation) {
    return operation.substring(operation.indexOf(' ') + 1).replace("{session_id}", "1-2-3-4-5");
  }

  private static Exchange tooSlow(String operation) {
    try (RawSocket socket = RawSocket.open(ingress.port())) {
      socket.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nApp-ID: %s\r\nAPI-Key: %s\r\n"
                  .formatted(path(operation), customer.app(), customer.key())
              + "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
      return new Exchange(operation, Answer.parse(socket.readUntil("}")));
    }
  }

  private static Stream<String> faults(Exchange exchange) {
    return document.faults(exchange.operation(), exchange.answer()).stream()
        .map(fault -> exchange.seen() + ": " + fault);
  }

  @Test
  void documentsEveryAnswerThatIsGiven() {
    assertThat(EXCHANGES.stream().flatMap(DocumentTest::faults)).isEmpty();
  }

  @Test
  void documentsNoAnswerThatIsNeverGiven() {
    // Given
    Set<String> never = new TreeSet<>(document.answers());

    // When
    EXCHANGES.forEach(exchange -> never.remove(exchange.seen()));
    never.removeIf(answer -> answer.endsWith(" 500 internal_error"));

    // Then
    assertThat(never).containsExactlyInAnyOrderElementsOf(ELSEWHERE);
  }

  @Test
  void documentsEveryEndpoint() {
    // When
    Set<String> endpoints =
        ingress.bean(DispatcherServlet.class).getHandlerMappings().stream()
            .filter(RequestMappingHandlerMapping.class::isInstance)
            .flatMap(
                mapping ->
                    ((RequestMappingHandlerMapping) mapping).getHandlerMethods().keySet().stream())
            .flatMap(
                mapping ->
                    mapping.getMethodsCondition().getMethods().stream()
                        .flatMap(
                            method ->
                                mapping.getPatternValues().stream()
                                    .map(path -> method + " " + path.replaceAll(":[^}]+}", "}"))))
            .filter(endpoint -> endpoint.contains(" /v2/") || endpoint.contains(" /admin/"))
            .collect(Collectors.toSet());

    // Then
    assertThat(
            Stream.of(
                    document, administration, new Document(customer.get("/v3/api-docs/providers")))
                .flatMap(each -> each.operations().stream()))
        .containsExactlyInAnyOrderElementsOf(endpoints);
  }

  @Test
  void tellsWhoMayCallAnEndpoint() {
    assertThat(document.operations())
        .allSatisfy(
            each ->
                assertThat(document.operation(each).get("security").toString())
                    .isEqualTo("[{\"App-ID\":[],\"API-Key\":[]}]"));
    assertThat(administration.operations())
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(administration.operation(each).get("security").toString())
                    .isEqualTo("[{\"Admin-Token\":[]}]"));
  }

  @Test
  void showsExamplesThatKeepToTheirSchemas() {
    Stream.of(document, administration)
        .forEach(
            each ->
                each.operations()
                    .forEach(
                        operation -> {
                          assertExamples(each, each.operation(operation).get("requestBody"));
                          each.operation(operation)
                              .get("responses")
                              .forEach(response -> assertExamples(each, response));
                        }));
  }

  private static void assertExamples(Document each, JsonNode body) {
    if (body == null) {
      return;
    }
    for (JsonNode media : body.path("content")) {
      for (JsonNode example : media.path("examples")) {
        assertThat(each.faults(media.get("schema"), example.get("value"))).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'msisdn':'6281234567890'}",
        "{'msisdn':'+6281234567890'}",
        "{'msisdn':6281234567890}",
        "{'msisdn':'123'}",
        "{'msisdn':123}",
        "{'msisdn':'12345678901234567'}",
        "{'msisdn':12345678901234567}",
        "{'msisdn':'6281x'}",
        "{'msisdn':null}",
        "{'msisdn':''}",
        "{'msisdn':true}",
        "{}",
        "{'msisdn':'6281234567890','unknown':{'a':[1]}}",
        "{'msisdn':'6281234567890','otp':'1234'}",
        "{'msisdn':'6281234567890','otp':'123'}",
        "{'msisdn':'6281234567890','otp':'12345678901'}",
        "{'msisdn':'6281234567890','otp':123456}",
        "{'msisdn':'6281234567890','otp':''}",
        "{'msisdn':'6281234567890','otp':null}",
        "{'msisdn':'6281234567890','time_limit':30}",
        "{'msisdn':'6281234567890','time_limit':'30'}",
        "{'msisdn':'6281234567890','time_limit':29}",
        "{'msisdn':'6281234567890','time_limit':'29'}",
        "{'msisdn':'6281234567890','time_limit':86400}",
        "{'msisdn':'6281234567890','time_limit':'86400'}",
        "{'msisdn':'6281234567890','time_limit':86401}",
        "{'msisdn':'6281234567890','time_limit':'86401'}",
        "{'msisdn':'6281234567890','time_limit':'0300'}",
        "{'msisdn':'6281234567890','time_limit':'5m'}",
        "{'msisdn':'6281234567890','time_limit':300.5}",
        "{'msisdn':'6281234567890','time_limit':''}",
        "{'msisdn':'6281234567890','time_limit':null}",
        "{'msisdn':'6281234567890','time_limit':[]}",
        "{'msisdn':'6281234567890','template':'$OTP'}",
        "{'msisdn':'6281234567890','template':'$$OTP$'}",
        "{'msisdn':'6281234567890','template':'$OT'}",
        "{'msisdn':'6281234567890','template':'$OTP $OTP'}",
        "{'msisdn':'6281234567890','template':'$OTP\\nline'}",
        "{'msisdn':'6281234567890','template':''}",
        "{'msisdn':'6281234567890','template':7}",
        "{'msisdn':'6281234567890','challenge':'login'}",
        "{'msisdn':'6281234567890','challenge':''}",
        "{'msisdn':'6281234567890','challenge':7}",
        "{'msisdn':'6281234567890','callback_url':'https://example.com/'}",
        "{'msisdn':'6281234567890','callback_url':null}",
        "{'msisdn':'6281234567890','callback_url':5}"
      })
  void takesABodyIfItKeepsToTheSchema(String body) {
    // Given
    String json = body.replace('\'', '"');

    // When
    Answer answer = customer.send(json);

    // Then
    assertThat(answer.status())
        .as(answer.body())
        .isEqualTo(document.bodyFaults("SendRequest", JSON.readTree(json)).isEmpty() ? 201 : 400);
  }
}
