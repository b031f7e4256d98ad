package dev.sandi.ingress.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FakeReplays;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Certificates;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Holds the reference of administration to what the service does, and the service to it. */
@RequiresInfrastructure
class AdministrationDocumentTest {

  /** What other tests produce: it takes a missing token, a slow client, a storm or an outage. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "404 not_found",
          "408 request_timeout",
          "408 import_too_slow",
          "409 import_running",
          "409 too_many_erasures",
          "/admin/v1/blocks/import 413 payload_too_large",
          "429 rate_limited",
          "500 internal_error",
          "503 unavailable");

  private static final String PREFIX = "/admin/v1";
  private static final String APPS = "/apps";
  private static final String APP = "/apps/{app}";
  private static final String KEYS = APP + "/keys";
  private static final String KEY = KEYS + "/{key}";
  private static final String QUOTA = APP + "/quota";
  private static final String TEST_NUMBERS = APP + "/test-numbers";
  private static final String TEST_NUMBER = TEST_NUMBERS + "/{msisdn}";
  private static final String TEMPLATES = APP + "/templates";
  private static final String TEMPLATE = TEMPLATES + "/{name}";
  private static final String GATEWAY = "/gateways/{name}";
  private static final String ENDPOINTS = APP + "/endpoints";
  private static final String DELIVERY = "01a21427-d7d7-7a35-b190-add06d32a473";
  private static final String TEST_DELIVERIES = APP + "/test-deliveries";
  private static final String SECRETS = APP + "/webhook-secrets";
  private static final String SECRET = SECRETS + "/{secret}";
  private static final String TLS = APP + "/callback-tls";

  @TempDir static Path dir;
  private static String authorities;
  private static String certificate;

  private record Exchange(String operation, Answer answer) {

    String seen() {
      String slug = answer.status() < 400 ? "" : " " + answer.text("code");
      return operation + " " + answer.status() + slug;
    }
  }

  private static final List<Exchange> EXCHANGES = new ArrayList<>();

  private static Administrator administrator;
  private static Document document;

  @BeforeAll
  static void askForEverything() throws Exception {
    certify();
    administrator = Ingress.shared().administrator();
    document = new Document(Ingress.shared().customer().get("/v3/api-docs/admin"));
    document.operations().forEach(AdministrationDocumentTest::askWrongly);
    String id = "app-" + UUID.randomUUID();
    ask("POST", APPS, "", "{\"id\":\"%s\",\"name\":\"Shop\"}".formatted(id));
    ask("POST", APPS, "", "{\"id\":\"%s\",\"name\":\"Shop\"}".formatted(id));
    ask("POST", APPS, "", "{\"name\":5}");
    ask("GET", APPS, "?limit=1", null);
    ask("GET", APPS, "?limit=0", null);
    ask("GET", APP, id, null);
    ask("PATCH", APP, id, "{\"name\":\"Store\"}");
    ask("PATCH", APP, id, "{\"name\":5}");
    add("PATCH " + APP, json("PATCH", APPS + "/" + id, "{}").header("If-Match", "\"0\""));
    ask("POST", APP + "/suspend", id, "");
    ask("POST", APP + "/resume", id, "");
    quota(id);
    keys(id);
    testNumbers(id);
    templates(id);
    secrets(id);
    callbackTls(id);
    blocks();
    add(
        "GET /sessions/{session}/checks",
        request("/sessions/01a21427-d7d7-7a35-b190-add06d32a473/checks").GET());
    add("GET " + APP + "/shadow", request("/apps/" + id + "/shadow").GET());
    requests();
    erasures();
    exports();
    endpoints();
    deliveries();
    replays();
    gateways();
    routes();
    ask("GET", "/audit", "?limit=5", null);
    ask("GET", "/audit", "?cursor=x", null);
    ask(
        "GET",
        "/audit",
        "?app=shop&source=127.0.0.1&method=GET&path=endpoints&changed=false",
        null);
    ask("GET", "/audit", "?from=yesterday", null);
  }

  private static void quota(String id) {
    ask("GET", QUOTA, id, null);
    ask("POST", QUOTA + "/add", id, "{\"amount\":5}");
    ask("PUT", QUOTA, id, "{\"limit\":5}");
    ask("PUT", QUOTA, id, "{}");
    ask("POST", QUOTA + "/add", id, "{\"amount\":5}");
    ask("POST", QUOTA + "/add", id, "{}");
    ask("GET", QUOTA, id, null);
    ask("PUT", QUOTA, id, "{\"limit\":null}");
  }

  private static void keys(String id) {
    ask("POST", KEYS, id, "{\"expires_at\":\"2999-01-01T00:00:00Z\"}");
    ask("POST", KEYS, id, "{\"name\":5}");
    String key = "";
    for (int i = 0; i < 20; i++) {
      key = ask("POST", KEYS, id, "{}").text("id") == null ? key : last().text("id");
    }
    ask("GET", KEYS, id, null);
    add("GET " + KEYS, request(KEYS.replace("{app}", id) + "?limit=x").GET());
    add("DELETE " + KEY, request(KEYS.replace("{app}", id) + "/" + key).DELETE());
    add("DELETE " + KEY, request(KEYS.replace("{app}", id) + "/x").DELETE());
  }

  private static void testNumbers(String id) {
    String numbers = TEST_NUMBERS.replace("{app}", id) + "/";
    for (int i = 0; i < 101; i++) {
      add("PUT " + TEST_NUMBER, json("PUT", numbers + (62812000000L + i), "{\"otp\":\"1234\"}"));
    }
    add("PUT " + TEST_NUMBER, json("PUT", numbers + "62812", "{}"));
    ask("GET", TEST_NUMBERS, id, null);
    add("DELETE " + TEST_NUMBER, request(numbers + "62812000000").DELETE());
    add("DELETE " + TEST_NUMBER, request(numbers + "x").DELETE());
  }

  private static void templates(String id) {
    String templates = TEMPLATES.replace("{app}", id) + "/";
    ask("POST", TEMPLATES + "/lint", id, "{\"template\":\"Call +62 21 555 1234: $OTP\"}");
    ask("POST", TEMPLATES + "/lint", id, "{}");
    for (int i = 0; i < 101; i++) {
      add("PUT " + TEMPLATE, json("PUT", templates + "t" + i, "{\"template\":\"Code $OTP\"}"));
    }
    add("PUT " + TEMPLATE, json("PUT", templates + "t", "{\"template\":\"none\"}"));
    ask("GET", TEMPLATES, id, null);
    add("GET " + TEMPLATE, request(templates + "t1").GET());
    add("GET " + TEMPLATE, request(templates + "x").GET());
    add("DELETE " + TEMPLATE, request(templates + "t1").DELETE());
  }

  private static void secrets(String id) {
    String secrets = SECRETS.replace("{app}", id) + "/";
    String secret = ask("POST", SECRETS, id, "{}").text("id");
    String pair = ask("POST", SECRETS, id, "{\"type\":\"ed25519\"}").text("id");
    ask("POST", SECRETS, id, "{\"secret\":5}");
    for (int i = 0; i < 5; i++) {
      ask(
          "POST",
          SECRETS,
          id,
          "{\"secret\":\"whsec_c2FuZGktbG9jYWwtd2ViaG9vay1zZWNyZXQtMzJieXQ=\"}");
    }
    ask("GET", SECRETS, id, null);
    add("DELETE " + SECRET, request(secrets + secret).DELETE());
    add("DELETE " + SECRET, request(secrets + pair).DELETE());
    add("DELETE " + SECRET, request(secrets + "x").DELETE());
  }

  private static void certify() throws Exception {
    Certificates certificates = new Certificates(dir);
    certificates.makeAuthority("authority");
    certificates.make("client", "client.example", "authority");
    JsonMapper json = new JsonMapper();
    authorities =
        json.writeValueAsString(
            Map.of("authorities", Files.readString(certificates.pem("authority"))));
    certificate =
        json.writeValueAsString(
            Map.of(
                "certificate",
                Files.readString(certificates.pem("client")),
                "private_key",
                Files.readString(certificates.key("client"))));
  }

  private static void callbackTls(String id) {
    ask("PUT", TLS + "/authorities", id, authorities);
    ask("PUT", TLS + "/authorities", id, "{}");
    ask("PUT", TLS + "/certificate", id, certificate);
    ask("PUT", TLS + "/certificate", id, "{}");
    ask("GET", TLS, id, null);
    String tls = TLS.replace("{app}", id);
    add("DELETE " + TLS + "/authorities", request(tls + "/authorities").DELETE());
    add("DELETE " + TLS + "/certificate", request(tls + "/certificate").DELETE());
  }

  private static void blocks() {
    String digits = "62899" + System.nanoTime() % 1_000_000;
    String block = "{\"digits\":\"%s\",\"reason\":\"Complaint\"}".formatted(digits);
    ask("POST", "/blocks", "", block);
    ask("POST", "/blocks", "", block);
    ask("POST", "/blocks", "", "{}");
    ask("GET", "/blocks", "?q=62899", null);
    ask("GET", "/blocks", "?q=x", null);
    add("GET /blocks/{digits}", request("/blocks/" + digits).GET());
    add("DELETE /blocks/{digits}", request("/blocks/" + digits).DELETE());
    String app = administrator.newApp();
    ask("POST", "/blocks", "", block.replace("}", ",\"app_id\":\"" + app + "\"}"));
    add("GET /blocks/{app}/{digits}", request("/blocks/" + app + "/" + digits).GET());
    add("DELETE /blocks/{app}/{digits}", request("/blocks/" + app + "/" + digits).DELETE());
    ask("GET", "/blocks/export", "?app=" + app, null);
    ask("GET", "/blocks/export", "?q=x", null);
    csv("", "text/csv", "digits,reason\r\n62812,x\r\nx,y\r\n");
    csv("?dry_run=true", "text/csv; charset=UTF-8", "digits,reason\r\n");
    csv("?dry_run=x", "text/csv", "");
    csv("", "text/csv", "nonsense");
    csv("", "text/csv; charset=ISO-8859-1", "");
    csv("", "application/json", "{}");
    add(
        "POST /blocks/import",
        request("/blocks/import")
            .header("Content-Type", "text/csv")
            .header("Accept", "image/png")
            .POST(BodyPublishers.noBody()));
  }

  private static void requests() {
    Customer customer = administrator.newCustomer();
    String session = customer.send("{\"msisdn\":\"6281234567890\"}").text("session_id");
    ask("GET", APP + "/requests", customer.app(), null);
    ask("GET", APP + "/funnel", customer.app(), null);
    add("GET " + APP + "/funnel", request("/apps/" + customer.app() + "/funnel?hours=0").GET());
    add("GET " + APP + "/requests", request("/apps/shop/requests?limit=0").GET());
    add("GET /sessions/{session}", request("/sessions/" + session).GET());
  }

  private static void erasures() {
    ask("POST", "/erasures", "", "{}");
    String id = ask("POST", "/erasures", "", "{\"msisdn\":\"6281200000123\"}").text("id");
    ask("GET", "/erasures", "?limit=1", null);
    ask("GET", "/erasures", "?limit=0", null);
    add("GET /erasures/{erasure}", request("/erasures/" + id).GET());
  }

  /** Its lines are another test's: a body of JSON it is not. */
  private static void exports() {
    String app = administrator.newApp();
    add("GET " + APP + "/export", request("/apps/" + app + "/export?from=x").GET());
    add("GET " + APP + "/export", request("/apps/" + app + "/export").GET());
  }

  private static void endpoints() {
    ask("GET", ENDPOINTS, "shop", null);
    add("GET " + ENDPOINTS, request("/apps/shop/endpoints?limit=0").GET());
    ask("GET", ENDPOINTS + "/health", "shop", null);
    ask("GET", ENDPOINTS + "/health", "!", null);
    add("POST " + ENDPOINTS + "/{id}/open", json("POST", "/apps/shop/endpoints/4/open", ""));
    add("POST " + ENDPOINTS + "/{id}/pause", json("POST", "/apps/shop/endpoints/4/pause", ""));
  }

  private static void deliveries() {
    ask("GET", "/deliveries", "?app=shop&state=pending&limit=1", null);
    ask("GET", "/deliveries", "?type=nonsense", null);
    add("GET /deliveries/{delivery}", request("/deliveries/" + DELIVERY).GET());
    ask("POST", TEST_DELIVERIES, "shop", "{\"url\":\"https://shop.example/\"}");
    ask("POST", TEST_DELIVERIES, "shop", "{}");
  }

  private static void replays() {
    String delivery = "/deliveries/{delivery}/replay";
    String replay = "/replays/{replay}";
    for (String id : List.of(FakeReplays.DELIVERY, FakeReplays.LOST)) {
      add("POST " + delivery, json("POST", delivery.replace("{delivery}", id), ""));
    }
    ask("POST", "/replays", "", "{\"filter\":{\"app\":\"shop\"},\"rate\":5}");
    ask("POST", "/replays", "", "{\"filter\":{\"app\":\"busy\"}}");
    ask("POST", "/replays", "", "{\"filter\":{\"host\":\"a/b\"}}");
    ask("GET", "/replays", "", null);
    ask("GET", "/replays", "?limit=0", null);
    add("GET " + replay, request(replay.replace("{replay}", FakeReplays.RUNNING)).GET());
    add(
        "POST " + replay + "/cancel",
        json("POST", replay.replace("{replay}", FakeReplays.CANCELLED) + "/cancel", ""));
  }

  private static void gateways() {
    ask("GET", "/gateways", "", null);
    add("GET " + GATEWAY, request("/gateways/one").GET());
    add("PUT " + GATEWAY, json("PUT", "/gateways/one", "{\"kind\":\"smpp\"}"));
    add("PUT " + GATEWAY, json("PUT", "/gateways/ONE", "{\"kind\":\"smpp\"}"));
    add("POST " + GATEWAY + "/check", json("POST", "/gateways/one/check", "{\"kind\":\"smpp\"}"));
    add("DELETE " + GATEWAY, request("/gateways/one").DELETE());
    add("DELETE " + GATEWAY, request("/gateways/spare").DELETE());
  }

  private static void routes() {
    String none = "{\"routes\":[]}";
    ask("GET", "/routes", "", null);
    ask("PUT", "/routes", "", none);
    add("PUT /routes", json("PUT", "/routes", none).header("If-Match", "\"7\""));
    add("PUT /routes", json("PUT", "/routes", none).header("If-Match", "\"6\""));
    ask("PUT", "/routes", "", "{\"routes\":[\"" + "x".repeat(300_000) + "\"]}");
    add("DELETE /routes", request("/routes").DELETE());
    ask("GET", "/routes/explain", "?app=shop&msisdn=6281234567890", null);
    ask("GET", "/routes/explain", "?app=shop&msisdn=x", null);
  }

  private static void csv(String query, String type, String file) {
    add(
        "POST /blocks/import",
        request("/blocks/import" + query)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(file)));
  }

  /** What every endpoint refuses. */
  private static void askWrongly(String operation) {
    String method = operation.substring(0, operation.indexOf(' '));
    String path = operation.substring(operation.indexOf(' ') + 1 + PREFIX.length());
    String nowhere =
        path.replace("{app}", "no-such-app")
            .replace("{key}", UUID.randomUUID().toString())
            .replaceAll("\\{[a-z]+}", "6281234");
    String name = method + " " + path;
    Administrator stranger = new Administrator(administrator.ingress(), "wrong");
    add(name, stranger.request(nowhere).method(method, BodyPublishers.noBody()));
    add(name, json(method, nowhere, valid(name)).header("Accept", "image/png"));
    add(name, json(method, nowhere, valid(name)));
    if (document.operation(operation).has("requestBody")) {
      add(name, json(method, nowhere, "[]"));
      add(name, json(method, nowhere, "{\"x\":\"" + "x".repeat(20_000) + "\"}"));
      add(
          name,
          request(nowhere)
              .header("Content-Type", "text/plain")
              .method(method, BodyPublishers.ofString("{}")));
    }
  }

  /** A body in which nothing is wrong, so that the app is missed. */
  private static String valid(String operation) {
    if (operation.endsWith("/test-numbers/{msisdn}")) {
      return "{\"otp\":\"1234\"}";
    }
    if (operation.endsWith("/test-deliveries")) {
      return "{\"url\":\"https://shop.example/\"}";
    }
    if (operation.contains("/templates/")) {
      return "{\"template\":\"Code $OTP\"}";
    }
    if (operation.endsWith("/callback-tls/authorities")) {
      return authorities;
    }
    if (operation.endsWith("/callback-tls/certificate")) {
      return certificate;
    }
    if (operation.endsWith("/quota")) {
      return "{\"limit\":1}";
    }
    return operation.endsWith("/add") ? "{\"amount\":1}" : "{}";
  }

  private static Answer ask(String method, String path, String of, String body) {
    String full = path.contains("{app}") ? path.replace("{app}", of) : path + of;
    add(method + " " + path, body == null ? request(full).GET() : json(method, full, body));
    return last();
  }

  private static Answer last() {
    return EXCHANGES.get(EXCHANGES.size() - 1).answer();
  }

  private static void add(String operation, HttpRequest.Builder request) {
    EXCHANGES.add(
        new Exchange(operation.replace(" /", " " + PREFIX + "/"), Customer.call(request)));
  }

  private static HttpRequest.Builder request(String path) {
    return administrator.request(path);
  }

  private static HttpRequest.Builder json(String method, String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(
            method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private static Stream<String> faults(Exchange exchange) {
    return document.faults(exchange.operation(), exchange.answer()).stream()
        .map(fault -> exchange.seen() + ": " + fault);
  }

  @Test
  void documentsEveryAnswerThatIsGiven() {
    assertThat(EXCHANGES.stream().flatMap(AdministrationDocumentTest::faults)).isEmpty();
  }

  @Test
  void documentsNoAnswerThatIsNeverGiven() {
    // Given
    Set<String> never = new TreeSet<>(document.answers());

    // When
    EXCHANGES.forEach(exchange -> never.remove(exchange.seen()));
    never.removeIf(answer -> ELSEWHERE.stream().anyMatch(answer::endsWith));

    // Then
    assertThat(never).isEmpty();
  }
}
