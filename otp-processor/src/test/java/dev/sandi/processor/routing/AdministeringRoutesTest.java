package dev.sandi.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class AdministeringRoutesTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ONE =
      "{\"kind\":\"fake\",\"enabled\":false,\"settings\":{\"host\":\"h\"}}";

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void forget() {
    JdbcTemplate jdbc = Processor.shared().bean(JdbcTemplate.class);
    jdbc.update("delete from route_table");
    jdbc.update("delete from gateways");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /gateways",
    "GET, /gateways/one",
    "PUT, /gateways/one",
    "POST, /gateways/one/check",
    "DELETE, /gateways/one",
    "GET, /routes",
    "PUT, /routes",
    "DELETE, /routes",
    "GET, /routes/explain?app=shop&msisdn=6281234567890"
  })
  void onlyTheOtherServicesMayAsk(String method, String path) {
    // When
    HttpResponse<String> answer = call(method, path, ONE, "wrong");

    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void theSimulatorIsListedAsBuiltIn() {
    // When
    JsonNode listed = json(call("GET", "/gateways", ""));

    // Then
    assertThat(listed.at("/gateways/0/name").asString()).isEqualTo("simulator");
    assertThat(listed.at("/gateways/0/source").asString()).isEqualTo("built_in");
  }

  @Test
  void aGatewayThatWasPutIsFoundUntilItIsDeleted() {
    // When
    JsonNode put = json(call("PUT", "/gateways/one", ONE));

    // Then
    assertThat(put.get("source").asString()).isEqualTo("stored");
    assertThat(json(call("GET", "/gateways/one", ""))).isEqualTo(put);
    assertThat(put.get("enabled").asBoolean()).isFalse();
    assertThat(put.at("/settings/host").asString()).isEqualTo("h");
    assertThat(call("DELETE", "/gateways/one", "").statusCode()).isEqualTo(204);
    assertThat(call("GET", "/gateways/one", "").statusCode()).isEqualTo(404);
    assertThat(call("DELETE", "/gateways/one", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aCheckStoresNothing() {
    // When
    HttpResponse<String> right = call("POST", "/gateways/one/check", ONE);
    HttpResponse<String> wrong = call("POST", "/gateways/one/check", "{\"kind\":\"fake\"}");

    // Then
    assertThat(right.statusCode()).isEqualTo(204);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(json(wrong).get("message").asString())
        .isEqualTo("settings: host should be the name of a host");
    assertThat(call("GET", "/gateways/one", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | kind: is missing",
        "{\"kind\":\"fake\",\"colour\":1} | colour: is not known",
        "{\"kind\":1.5,\"settings\":[]} | settings: has a value of the wrong type",
        "[] | has a value of the wrong type",
        "{ | has a value of the wrong type"
      })
  void aBodyThatCannotBeReadIsToldByItsField(String body, String error) {
    // When
    HttpResponse<String> answer = call("PUT", "/gateways/one", body);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("message").asString()).startsWith(error);
  }

  @Test
  void theRouteTableIsSetAsAWholeAndReadWithItsDefaults() {
    // When
    JsonNode put =
        json(call("PUT", "/routes", "{\"routes\":[{\"gateways\":[{\"gateway\":\"simulator\"}]}]}"));

    // Then
    assertThat(put.get("source").asString()).isEqualTo("stored");
    assertThat(put.at("/routes/0/prefer").asString()).isEqualTo("order");
    assertThat(put.at("/routes/0/gateways/0/weight").asInt()).isEqualTo(1);
    assertThat(put.at("/otherwise/0").asString()).isEqualTo("simulator");
    assertThat(json(call("GET", "/routes", ""))).isEqualTo(put);
    JsonNode after = json(call("DELETE", "/routes", ""));
    assertThat(after.get("source").asString()).isEqualTo("built_in");
    assertThat(after.get("routes")).isEmpty();
  }

  @Test
  void aTableThatWasMadeForAnOlderVersionIsRefused() {
    // Given
    long version = json(call("GET", "/routes", "")).get("version").asLong();
    String empty = "{\"routes\":[]}";
    assertThat(call("PUT", "/routes?version=" + version, empty).statusCode()).isEqualTo(200);

    // When
    HttpResponse<String> answer = call("PUT", "/routes?version=" + version, empty);

    // Then
    assertThat(answer.statusCode()).isEqualTo(412);
  }

  @Test
  void aGatewayInUseIsAConflict() {
    // Given
    call("PUT", "/gateways/one", ONE);
    call("PUT", "/routes", "{\"routes\":[{\"gateways\":[{\"gateway\":\"one\"}]}]}");

    // When
    HttpResponse<String> answer = call("DELETE", "/gateways/one", "");

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("message").asString()).isEqualTo("routes[0] names it");
  }

  @Test
  void anExplanationNamesTheRouteAndTheOrderOfItsGateways() {
    // Given
    call("PUT", "/gateways/one", ONE);
    call(
        "PUT",
        "/routes",
        """
        {"routes":[{"apps":["bank"],"gateways":[{"gateway":"simulator"}]},
          {"name":"home","countries":["ID"],"prefer":"weight",
           "gateways":[{"gateway":"one","weight":1},{"gateway":"simulator","weight":3}]}]}
        """);

    // When
    JsonNode home = json(call("GET", "/routes/explain?app=shop&msisdn=6281234567890", ""));
    JsonNode abroad = json(call("GET", "/routes/explain?app=shop&msisdn=6581234567", ""));

    // Then
    assertThat(home.get("route").asInt()).isEqualTo(1);
    assertThat(home.get("name").asString()).isEqualTo("home");
    assertThat(home.get("country").asString()).isEqualTo("ID");
    assertThat(gateways(home)).containsExactly("simulator", "one");
    assertThat(home.at("/gateways/0/first").asDouble()).isBetween(0.7, 0.8);
    assertThat(home.at("/gateways/1/usable").asBoolean()).isFalse();
    assertThat(abroad.has("route")).isFalse();
    assertThat(gateways(abroad)).containsExactly("simulator");
  }

  private static List<String> gateways(JsonNode explanation) {
    return StreamSupport.stream(explanation.get("gateways").spliterator(), false)
        .map(gateway -> gateway.get("gateway").asString())
        .toList();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> call(String method, String path, String body) {
    return call(method, path, body, RunningService.INTERNAL_TOKEN);
  }

  private HttpResponse<String> call(String method, String path, String body, String token) {
    try {
      return http.send(
          HttpRequest.newBuilder(Processor.shared().uri("/internal/v1" + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
