package dev.sandi.ingress.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.Secret;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class AdministrationTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer admin-token-of-the-test",
        "Basic admin-token-of-the-tests",
        "admin-token-of-the-tests"
      })
  void letsNobodyInWithoutTheToken(String authorization) {
    // When
    HttpRequest.Builder request = HttpRequest.newBuilder(ingress.uri("/admin/v1/audit"));
    Answer answer =
        Customer.call(
            authorization.isEmpty() ? request : request.header("Authorization", authorization));

    // Then
    assertProblem(answer, 401, "Unauthorized", "Authorization failed", "authorization_failed");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/v1/audit",
        "/admin;x=1/v1/audit",
        "/%61dmin/v1/audit",
        "//admin/v1/audit",
        "/x/../admin/v1/audit",
        "/admin/v1/./audit",
        "/admin//v1/audit"
      })
  void letsNobodyAroundTheToken(String path) {
    // When
    String answer =
        RawSocket.exchange(
            ingress.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer).matches("(?s)HTTP/1.1 (401|400|404) .*").doesNotContain("\"data\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer %s", "bearer %s", "BEARER   %s"})
  void readsTheTokenAsRfc6750Writes(String form) {
    // When
    Answer answer =
        Customer.call(
            HttpRequest.newBuilder(ingress.uri("/admin/v1/audit?limit=1"))
                .header("Authorization", form.formatted(Administrator.TOKEN)));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void takesNoKeyOfAnApp() {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer answer = Customer.call(customer.request("/admin/v1/audit"));

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void tellsErrorsInAFormOfItsOwn() {
    // When
    Answer unknown = admin.get("/nothing");
    Answer wrongMethod = admin.delete("/audit");
    Answer wrongParameter = admin.get("/audit?limit=501");
    Answer wrongCursor = admin.get("/audit?cursor=!");
    Answer otherPath = Customer.call(HttpRequest.newBuilder(ingress.uri("/administration")));

    // Then
    assertProblem(unknown, 404, "Not Found", "Path not found", "not_found");
    assertProblem(
        wrongMethod, 405, "Method Not Allowed", "Method not allowed", "method_not_allowed");
    assertThat(wrongMethod.header("Allow")).contains("GET");
    assertProblem(
        wrongParameter, 400, "Bad Request", "limit should between 1-500", "invalid_fields");
    assertThat(wrongParameter.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"limit\",\"message\":\"limit should between 1-500\"}]");
    assertThat(wrongCursor.status()).isEqualTo(400);
    assertThat(otherPath.json().has("error")).isTrue();
  }

  @Test
  void tellsWhatTheContainerRefusesInTheSameForm() {
    // When
    String answer =
        RawSocket.exchange(
            ingress.port(), "GET /admin/v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":400");
  }

  @Test
  void putsEveryCallOnRecordFailedOnesToo() {
    // When
    Answer seen = admin.get("/audit?limit=1&cursor=");
    Answer unknown = admin.get("/nothing-" + UUID.randomUUID() + "?secret=1");
    Answer refused =
        new Administrator(ingress, "wrong").call("POST", "/apps", "{\"name\":\"secret\"}");

    // Then
    await()
        .untilAsserted(
            () -> {
              assertThat(entry(seen).get("status").asInt()).isEqualTo(200);
              assertThat(entry(unknown).get("status").asInt()).isEqualTo(404);
            });
    JsonNode entry = entry(refused);
    assertThat(entry.get("status").asInt()).isEqualTo(401);
    assertThat(entry.get("method").asString()).isEqualTo("POST");
    assertThat(entry.get("path").asString()).isEqualTo("/admin/v1/apps");
    assertThat(entry.get("source").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(entry.get("changed").isNull()).isTrue();
    assertThat(entry.get("at").asString()).endsWith("Z");
    assertThat(ingress.dump()).doesNotContain(Administrator.TOKEN, "secret=1");
  }

  @Test
  void pagesThroughTheRecord() {
    // Given
    Answer first = admin.get("/audit?limit=1");
    Answer second = admin.get("/audit?limit=1");

    // When
    Answer page = admin.get("/audit?limit=2");
    Answer next = admin.get("/audit?limit=2&cursor=" + page.text("next_cursor"));

    // Then
    assertThat(ids(page)).hasSize(2).doesNotContainAnyElementsOf(ids(next));
    assertThat(ids(page).get(1)).isEqualTo(second.header("X-Request-Id"));
    assertThat(ids(next).get(0)).isEqualTo(first.header("X-Request-Id"));
  }

  @Test
  void findsWhatWasAskedAndChangedOfAnAppWhateverElseIsOnRecord() {
    // Given
    String app = admin.newApp();
    Answer looked = admin.get("/apps/" + app);
    Answer renamed = admin.call("PATCH", "/apps/" + app, "{\"name\":\"Store\"}");
    Answer blocked =
        admin.post(
            "/blocks",
            "{\"digits\":\"6281299%s\",\"app_id\":\"%s\",\"reason\":\"x\"}"
                .formatted(app.hashCode() & 0xFFFF, app));
    admin.get("/apps/" + admin.newApp());

    // When
    Answer all = admin.get("/audit?app=" + app);
    Answer changes = admin.get("/audit?changed=true&app=" + app);
    Answer patches = admin.get("/audit?method=PATCH&path=/apps/&app=" + app);

    // Then
    assertThat(ids(all)).contains(id(looked)).startsWith(id(blocked), id(renamed), id(looked));
    assertThat(changes.json().get("data")).hasSize(3);
    assertThat(ids(changes)).doesNotContain(id(looked));
    assertThat(ids(patches)).containsExactly(id(renamed));
  }

  @Test
  void findsCallsByTheirAddressAndTimeAPageAtATime() {
    // Given
    Answer first = admin.get("/audit?limit=1");
    Answer second = admin.get("/audit?limit=1");
    String from = entry(first).get("at").asString();
    String source = entry(first).get("source").asString();

    // When
    Answer page = admin.get("/audit?limit=1&path=audit&from=" + from + "&source=" + source);
    Answer next =
        admin.get(
            "/audit?limit=500&path=audit&source=%s&from=%s&cursor=%s"
                .formatted(source, from, page.text("next_cursor")));
    Answer before = admin.get("/audit?to=" + from);
    Answer elsewhere = admin.get("/audit?source=203.0.113.250");

    // Then
    assertThat(ids(page)).hasSize(1);
    assertThat(ids(next)).contains(id(first), id(second)).doesNotContainAnyElementsOf(ids(page));
    assertThat(next.json().get("next_cursor").isNull()).isTrue();
    assertThat(ids(before)).doesNotContain(id(first), id(second));
    assertThat(ids(elsewhere)).isEmpty();
  }

  @Test
  void goesOnWhereItHasStoppedLookingThroughTheRecord() {
    // Given
    ingress
        .jdbc()
        .update(
            """
            insert into admin_audit (id, at, method, path, status, source)
            select ('00000000-0001-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'epoch', 'GET',
              case n when 1 then '/admin/v1/rare' else '/admin/v1/usual' end, 200, '203.0.113.9'
            from generate_series(1, 10001) n
            """);

    // When
    Answer page = admin.get("/audit?source=203.0.113.9&path=rare");
    Answer next =
        admin.get("/audit?source=203.0.113.9&path=rare&cursor=" + page.text("next_cursor"));

    // Then
    assertThat(ids(page)).isEmpty();
    assertThat(ids(next)).hasSize(1);
    assertThat(next.json().get("next_cursor").isNull()).isTrue();
    ingress.jdbc().update("delete from admin_audit where source = '203.0.113.9'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app=!", "source=x", "method=get", "path=%00", "changed=yes", "from=1", "to=x"})
  void tellsWhatIsWrongWithAFilterOfTheRecord(String filter) {
    // When
    Answer answer = admin.get("/audit?" + filter);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asString())
        .isEqualTo(filter.substring(0, filter.indexOf('=')));
  }

  @Test
  void readsTheRecordByAnIndexWhateverIsAskedFor() {
    // Given as many calls as make a difference, nearly all of them looks
    ingress
        .jdbc()
        .update(
            """
            insert into admin_audit (id, at, method, path, status, source)
            select gen_random_uuid(), '2001-01-01', 'GET', '/admin/v1/audit', 200, '203.0.113.10'
            from generate_series(1, 5000)
            """);
    ingress.jdbc().execute("analyze admin_audit");
    for (Map.Entry<String, String> condition :
        Map.of(
                "audited_app(path, changed) = 'shop'", "admin_audit_by_app",
                "changed is not null", "admin_audit_of_changes",
                "source = '::1'", "admin_audit_by_source",
                "true", "admin_audit_pkey")
            .entrySet()) {
      // When
      String plan =
          String.join(
              "\n",
              ingress
                  .jdbc()
                  .queryForList(
                      """
                      explain (costs off) select id from admin_audit
                      where id < '01a21427-d7d7-7a35-b190-add06d32a473' and %s order by id desc limit 51
                      """
                          .formatted(condition.getKey()),
                      String.class));

      // Then
      assertThat(plan).contains("using " + condition.getValue()).doesNotContain("Sort");
    }
    ingress.jdbc().update("delete from admin_audit where source = '203.0.113.10'");
  }

  private static String id(Answer answer) {
    return answer.header("X-Request-Id");
  }

  @Test
  void limitsFailuresByTheAddressThatAProxyTells() {
    // Given
    Administrator stranger = new Administrator(Ingress.second(), "wrong");
    String source = "198.51.100.77";

    // When
    for (int i = 0; i < 3; i++) {
      assertThat(from(source, stranger).status()).isEqualTo(401);
    }
    Answer limited = from(source, stranger);

    // Then
    assertProblem(
        limited,
        429,
        "Too Many Requests",
        "Too many request in the allowed time frame",
        "rate_limited");
    assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 20);
    assertThat(from("198.51.100.78", stranger).status()).isEqualTo(401);
    assertThat(from(source, Ingress.second().administrator()).status()).isEqualTo(200);
    assertThat(
            ingress
                .jdbc()
                .queryForObject(
                    "select count(*) from admin_audit where source = ? and status = 401",
                    Integer.class,
                    source))
        .isEqualTo(3);
  }

  private static Answer from(String source, Administrator who) {
    return Customer.call(
        who.request("/audit?limit=1").header("X-Forwarded-For", "10.0.0.1, " + source).GET());
  }

  @Test
  void doesNotExistWithoutAToken() {
    // Given
    AdminToken none = new AdminToken(Secret.of(" "), false);

    // Then
    assertThat(none.exists()).isFalse();
    assertThat(none.isIn("Bearer  ")).isFalse();
    assertThat(new AdminToken(null, false).isIn("Bearer ")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"local-admin,false,false", "local-admin,true,true", "sixteen-letters-,false,true"})
  void takesNoShortTokenOutsideOfLocalRuns(String token, boolean local, boolean taken) {
    if (taken) {
      assertThat(new AdminToken(Secret.of(token), local).isIn("Bearer " + token)).isTrue();
    } else {
      assertThatThrownBy(() -> new AdminToken(Secret.of(token), local))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "sandi.ingress.admin-token (SANDI_ADMIN_TOKEN) should have at least 16 characters");
    }
  }

  private JsonNode entry(Answer answer) {
    for (JsonNode entry : admin.get("/audit?limit=50").json().get("data")) {
      if (entry.get("request_id").asString().equals(answer.header("X-Request-Id"))) {
        return entry;
      }
    }
    throw new AssertionError("not on record: " + answer);
  }

  private static List<String> ids(Answer page) {
    return page.json().get("data").valueStream().map(e -> e.get("request_id").asString()).toList();
  }

  private static void assertProblem(
      Answer answer, int status, String title, String detail, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body())
        .startsWith(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\",\"request_id\":\"%s\""
                .formatted(title, status, detail, code, answer.header("X-Request-Id")));
  }
}
