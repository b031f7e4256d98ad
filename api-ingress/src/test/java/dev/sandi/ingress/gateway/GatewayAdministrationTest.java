package dev.sandi.ingress.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FakeProcessor;
import dev.sandi.ingress.testing.FakeProcessor.Question;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class GatewayAdministrationTest {

  private static final String SMPP =
      "{\"kind\":\"smpp\",\"settings\":{\"host\":\"h\",\"rate\":0.10}}";

  private final FakeProcessor processor = Ingress.shared().processor();
  private final Administrator administrator = Ingress.shared().administrator();

  @AfterEach
  void asUsual() {
    processor.behaveAboutDefinitions(null);
  }

  @Test
  void gatewaysAreToldAsTheProcessorTellsThem() {
    // When
    JsonNode listed = administrator.get("/gateways").json();

    // Then
    assertThat(listed.at("/version").asInt()).isEqualTo(7);
    assertThat(listed.at("/gateways/0/settings/password").asString())
        .isEqualTo("${SANDI_SECRET_ONE}");
    assertThat(listed.at("/gateways/0/status/figures/in_flight").asInt()).isEqualTo(4);
    assertThat(listed.at("/gateways/1").has("status")).isFalse();
  }

  @Test
  void aGatewayIsPutToTheProcessorAsItWasGivenAndIsOnRecord() {
    // When
    Answer answer = administrator.put("/gateways/one", SMPP);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(last())
        .isEqualTo(
            new Question(
                "PUT",
                "/internal/v1/gateways/one",
                "Bearer " + RunningService.INTERNAL_TOKEN,
                SMPP));
    JsonNode changed = administrator.changed(answer);
    assertThat(changed.get("gateway").asString()).isEqualTo("one");
    assertThat(changed.at("/set/settings/host").asString()).isEqualTo("h");
  }

  @Test
  void aCheckChangesNothing() {
    // When
    Answer answer = administrator.post("/gateways/one/check", SMPP);

    // Then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(last().path()).isEqualTo("/internal/v1/gateways/one/check");
    assertThat(administrator.changed(answer).isNull()).isTrue();
  }

  @Test
  void whatTheProcessorRefusesIsToldByItsField() {
    // Given
    processor.behaveAboutDefinitions(
        FakeProcessor.answering(
            400,
            "{\"code\":400,\"message\":\"routes[2].gateways[0].weight: should be 0 to 1000\"}"));

    // When
    Answer answer = administrator.put("/routes", "{\"routes\":[]}");

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("code")).isEqualTo("invalid_fields");
    assertThat(answer.json().at("/errors/0/field").asString())
        .isEqualTo("routes[2].gateways[0].weight");
    assertThat(answer.json().at("/errors/0/message").asString())
        .isEqualTo("routes[2].gateways[0].weight should be 0 to 1000");
    assertThat(administrator.changed(answer).isNull()).isTrue();
  }

  @Test
  void aGatewayThatIsNeededIsAConflictThatSaysByWhat() {
    // When
    Answer answer = administrator.delete("/gateways/one");

    // Then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("gateway_in_use");
    assertThat(answer.json().at("/errors/0/message").asString()).isEqualTo("routes[1] names it");
  }

  @Test
  void aDeletedGatewayIsOnRecord() {
    // When
    Answer answer = administrator.delete("/gateways/spare");

    // Then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(administrator.changed(answer).get("gateway").asString()).isEqualTo("spare");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ONE", "-one", "a%2F..%2Fb", "a%3Fx", "one%20", "..%2fverify"})
  void whatCanBeNoNameNeverReachesTheProcessor(String name) {
    // Given
    int asked = processor.questions().size();

    // When
    Answer found = administrator.get("/gateways/" + name);
    Answer put = administrator.put("/gateways/" + name, SMPP);

    // Then
    assertThat(found.status()).isIn(400, 404);
    assertThat(put.status()).isIn(400, 404, 422);
    assertThat(processor.questions()).hasSize(asked);
  }

  @Test
  void theRouteTableHasATagAndIsSetOnlyWhereItIsTheOneThatWasSeen() {
    // Given
    Answer seen = administrator.get("/routes");
    String none = "{\"routes\":[]}";

    // When
    Answer set = putRoutes(none, seen.header("ETag"));
    Answer late = putRoutes(none, "\"6\"");
    Answer strange = putRoutes(none, "W/\"7\"");

    // Then
    assertThat(seen.header("ETag")).isEqualTo("\"7\"");
    assertThat(set.status()).isEqualTo(200);
    assertThat(administrator.changed(set).at("/routes/1/name").asString()).isEqualTo("home");
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.text("code")).isEqualTo("precondition_failed");
    assertThat(strange.status()).isEqualTo(412);
  }

  @Test
  void aPriceIsToldAsExactlyAsItWasSet() {
    // When
    Answer answer = administrator.get("/routes");

    // Then
    assertThat(answer.body()).contains("\"price\":0.0125,");
  }

  @Test
  void aTableMayBeLongerThanOtherBodies() {
    // Given
    String route = "{\"gateways\":[],\"name\":\"" + "x".repeat(200_000) + "\"}";

    // When
    Answer answer = administrator.put("/routes", "{\"routes\":[" + route + "]}");
    Answer tooLong = administrator.put("/routes", "{\"routes\":[" + route + "," + route + "]}");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(last().body()).hasSizeGreaterThan(200_000);
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(tooLong.text("detail")).isEqualTo("Body should be at most 256 KiB");
  }

  @Test
  void anExplanationIsAskedForByAppAndNumber() {
    // When
    Answer answer = administrator.get("/routes/explain?app=shop&msisdn=%2B6281234567890");

    // Then
    assertThat(last().path())
        .isEqualTo("/internal/v1/routes/explain?app=shop&msisdn=6281234567890");
    assertThat(answer.json().at("/gateways/0/delivery_rate").asDouble()).isEqualTo(0.97);
  }

  @ParameterizedTest
  @CsvSource({
    "/routes/explain, app is required",
    "/routes/explain?app=shop, msisdn is required",
    "/routes/explain?app=a%26b&msisdn=62812, app id should be 1-64 letters",
    "/routes/explain?app=shop&msisdn=x, msisdn length should between"
  })
  void wrongParametersAreTold(String path, String error) {
    // When
    Answer answer = administrator.get(path);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail")).startsWith(error);
  }

  @ParameterizedTest
  @CsvSource({
    "500, '{}'",
    "503, '{\"message\":\"x\"}'",
    "401, ''",
    "200, 'no json'",
    "200, 'null'"
  })
  void aProcessorThatDoesNotAnswerAsItShouldIsUnavailable(int status, String body) {
    // Given
    processor.behaveAboutDefinitions(FakeProcessor.answering(status, body));

    // When
    List<Answer> answers =
        List.of(
            administrator.get("/gateways"),
            administrator.put("/gateways/one", SMPP),
            administrator.get("/routes"));

    // Then
    assertThat(answers).extracting(Answer::status).containsOnly(503);
    assertThat(answers).extracting(answer -> answer.text("code")).containsOnly("unavailable");
    assertThat(answers).extracting(answer -> answer.header("Retry-After")).doesNotContainNull();
  }

  @Test
  void aProcessorThatHangsIsUnavailableInTime() {
    // Given
    CountDownLatch answered = new CountDownLatch(1);
    processor.behaveAboutDefinitions(
        (exchange, question) -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            answered.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long start = System.nanoTime();

    // When
    Answer answer = administrator.get("/gateways");
    answered.countDown();

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(System.nanoTime() - start).isLessThan(4_500_000_000L);
  }

  private Answer putRoutes(String body, String ifMatch) {
    return Customer.call(
        administrator
            .request("/routes")
            .header("Content-Type", "application/json")
            .header("If-Match", ifMatch)
            .PUT(BodyPublishers.ofString(body)));
  }

  private Question last() {
    List<Question> questions = processor.questions();
    return questions.get(questions.size() - 1);
  }
}
