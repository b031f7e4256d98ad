package dev.sandi.ingress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.FakeProcessor;
import dev.sandi.ingress.testing.FakeProcessor.Question;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dispatcher is played by the same server as the processor. */
@RequiresInfrastructure
class DeliveryAdministrationTest {

  private static final String FIRST = "01a21427-d7d7-7a35-b190-add06d32a473";

  private final FakeProcessor dispatcher = Ingress.shared().processor();
  private final Administrator administrator = Ingress.shared().administrator();

  @AfterEach
  void asUsual() {
    dispatcher.behaveAboutDefinitions(null);
  }

  @Test
  void deliveriesAreToldAPageAtATime() {
    // When
    JsonNode first = administrator.get("/deliveries?limit=1").json();
    JsonNode second =
        administrator
            .get("/deliveries?limit=1&cursor=" + first.get("next_cursor").asString())
            .json();

    // Then
    assertThat(first.at("/data/0/id").asString()).isEqualTo(FIRST);
    assertThat(first.at("/data/0/last_description").asString()).contains("503");
    assertThat(dispatcher.questions())
        .last()
        .extracting(Question::path)
        .isEqualTo("/internal/v1/deliveries?limit=1&before=" + FIRST);
    assertThat(second.get("data")).isEmpty();
    assertThat(second.get("next_cursor").isNull()).isTrue();
  }

  @Test
  void everyFilterIsHandedOnAsItIs() {
    // When
    administrator.get(
        "/deliveries?app=shop&session=s&type=otp.sent&state=pending&host=a%26b&from=x%20y&to=&other=1");

    // Then
    assertThat(dispatcher.questions())
        .last()
        .isEqualTo(
            new Question(
                "GET",
                "/internal/v1/deliveries?limit=50&app=shop&session=s&type=otp.sent&state=pending"
                    + "&host=a%26b&from=x+y",
                "Bearer " + RunningService.INTERNAL_TOKEN,
                ""));
  }

  @Test
  void aParameterThatBreaksItsRuleIsTold() {
    // When
    Answer answer = administrator.get("/deliveries?type=nonsense");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("type");
    assertThat(administrator.get("/deliveries?cursor=x").status()).isEqualTo(400);
    assertThat(administrator.get("/deliveries?limit=501").status()).isEqualTo(400);
  }

  @Test
  void oneIsToldWithItsAttempts() {
    // When
    JsonNode delivery = administrator.get("/deliveries/" + FIRST).json();

    // Then
    assertThat(delivery.at("/body/data/msisdn").asString()).isEqualTo("62812******90");
    assertThat(delivery.at("/attempts_made/0/tls_ms").asInt()).isEqualTo(9);
    assertThat(delivery.at("/attempts_made/0/reused").asBoolean()).isFalse();
  }

  @Test
  void whatIsNoDeliveryIsNotFoundAndNotAskedFor() {
    // Given
    int asked = dispatcher.questions().size();

    // Then
    assertThat(administrator.get("/deliveries/x").text("code")).isEqualTo("delivery_not_found");
    assertThat(administrator.get("/deliveries/..%2Fgateways").status()).isIn(400, 404);
    assertThat(dispatcher.questions()).hasSize(asked);
    assertThat(administrator.get("/deliveries/" + FIRST.replace('3', '4')).text("code"))
        .isEqualTo("delivery_not_found");
  }

  @Test
  void aTestCallbackIsShownAndOnRecord() {
    // When
    Answer answer =
        administrator.post(
            "/apps/shop/test-deliveries",
            "{\"url\":\"https://shop.example/otp?token=x\",\"type\":\"otp.sent\"}");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/request/headers/webhook-signature").asString()).isEqualTo("v1,x");
    assertThat(answer.json().at("/attempt/status").asInt()).isEqualTo(503);
    assertThat(dispatcher.questions())
        .last()
        .extracting(Question::body)
        .isEqualTo("{\"url\":\"https://shop.example/otp?token=x\",\"type\":\"otp.sent\"}");
    assertThat(administrator.changed(answer).get("called").asString())
        .isEqualTo("https://shop.example/otp");
  }

  @Test
  void aTestCallbackThatCannotBeMadeIsRefused() {
    assertThat(test("{\"url\":\"ftp://shop.example/\"}").json().at("/errors/0/field").asString())
        .isEqualTo("url");
    assertThat(test("{}").status()).isEqualTo(422);
    assertThat(test("{\"url\":\"https://shop.example/\",\"key\":\"x\"}").status()).isEqualTo(422);
    assertThat(
            administrator
                .post("/apps/nobody/test-deliveries", "{\"url\":\"https://shop.example/\"}")
                .text("code"))
        .isEqualTo("app_not_found");
    Answer busy = test("{\"url\":\"https://busy.example/\"}");
    assertThat(busy.status()).isEqualTo(429);
    assertThat(busy.header("Retry-After")).isEqualTo("1");
  }

  private Answer test(String body) {
    return administrator.post("/apps/shop/test-deliveries", body);
  }

  @Test
  void onlyAnAdministratorIsAnswered() {
    // Given
    Administrator stranger = new Administrator(Ingress.shared(), "wrong");
    int asked = dispatcher.questions().size();

    // Then
    assertThat(stranger.get("/deliveries").status()).isEqualTo(401);
    assertThat(stranger.get("/deliveries/" + FIRST).status()).isEqualTo(401);
    assertThat(stranger.post("/apps/shop/test-deliveries", "{}").status()).isEqualTo(401);
    assertThat(dispatcher.questions()).hasSize(asked);
  }

  @Test
  void aDispatcherThatHangsUpIsAnOutage() {
    // Given
    dispatcher.behaveAboutDefinitions((exchange, question) -> exchange.close());

    // Then
    Answer answer = administrator.get("/deliveries");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotNull();
    assertThat(test("{\"url\":\"https://shop.example/\"}").status()).isEqualTo(503);
  }

  @Test
  void anAnswerThatCannotBeReadIsAnOutage() {
    // Given
    dispatcher.behaveAboutDefinitions(FakeProcessor.answering(500, "boom"));

    // Then
    assertThat(administrator.get("/deliveries").status()).isEqualTo(503);
    assertThat(administrator.get("/deliveries/" + FIRST).status()).isEqualTo(503);
    assertThat(test("{\"url\":\"https://shop.example/\"}").status()).isEqualTo(503);
  }
}
