package dev.sandi.ingress.endpoint;

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
class EndpointAdministrationTest {

  private final FakeProcessor dispatcher = Ingress.shared().processor();
  private final Administrator administrator = Ingress.shared().administrator();

  @AfterEach
  void asUsual() {
    dispatcher.behaveAboutDefinitions(null);
  }

  @Test
  void endpointsAreToldAsTheDispatcherTellsThemAPageAtATime() {
    // When
    JsonNode first = administrator.get("/apps/shop/endpoints?limit=1").json();
    JsonNode second =
        administrator
            .get("/apps/shop/endpoints?limit=1&cursor=" + first.get("next_cursor").asString())
            .json();

    // Then
    assertThat(first.at("/data/0/gate").asString()).isEqualTo("open");
    assertThat(first.at("/data")).hasSize(1);
    assertThat(second.at("/data/0/origin").asString()).isEqualTo("https://old.shop.example:443");
    assertThat(second.at("/data/0/gate").asString()).isEqualTo("gone");
    assertThat(second.at("/data/0/pending").asInt()).isEqualTo(1000);
    assertThat(second.at("/next_cursor").isNull()).isTrue();
  }

  @Test
  void theHealthOfCallbacksIsToldAsTheDispatcherTellsIt() {
    // When
    JsonNode health = administrator.get("/apps/shop/endpoints/health").json();

    // Then
    assertThat(health.at("/endpoints/gone").asInt()).isEqualTo(1);
    assertThat(health.get("oldest_due_seconds").asInt()).isEqualTo(90);
    assertThat(health.at("/shut/0/origin").asString()).isEqualTo("https://old.shop.example:443");
  }

  @Test
  void oneThatIsOpenedIsOnRecord() {
    // When
    Answer answer = administrator.post("/apps/shop/endpoints/4/open", "");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(dispatcher.questions())
        .last()
        .isEqualTo(
            new Question(
                "POST",
                "/internal/v1/apps/shop/endpoints/4/open",
                "Bearer " + RunningService.INTERNAL_TOKEN,
                ""));
    assertThat(administrator.changed(answer).get("origin").asString())
        .isEqualTo("https://shop.example:443");
  }

  @Test
  void oneThatIsPausedIsOnRecordAndToldAsTheDispatcherTellsIt() {
    // When
    Answer answer = administrator.post("/apps/shop/endpoints/4/pause", "");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("gate")).isEqualTo("paused");
    assertThat(answer.json().get("pending").asInt()).isEqualTo(3);
    assertThat(dispatcher.questions())
        .last()
        .isEqualTo(
            new Question(
                "POST",
                "/internal/v1/apps/shop/endpoints/4/pause",
                "Bearer " + RunningService.INTERNAL_TOKEN,
                ""));
    assertThat(administrator.changed(answer).get("gate").asString()).isEqualTo("paused");
  }

  @Test
  void whatIsNoEndpointIsNotFoundAndNotAskedFor() {
    // Given
    int asked = dispatcher.questions().size();

    // Then
    assertThat(administrator.post("/apps/shop/endpoints/..%2F4/open", "").status()).isIn(400, 404);
    assertThat(administrator.post("/apps/shop/endpoints/x/open", "").text("code"))
        .isEqualTo("endpoint_not_found");
    assertThat(administrator.post("/apps/shop/endpoints/x/pause", "").text("code"))
        .isEqualTo("endpoint_not_found");
    assertThat(dispatcher.questions()).hasSize(asked);
    assertThat(administrator.post("/apps/shop/endpoints/5/open", "").text("code"))
        .isEqualTo("endpoint_not_found");
  }

  @Test
  void anAnswerThatCannotBeReadIsAnOutage() {
    // Given
    dispatcher.behaveAboutDefinitions(FakeProcessor.answering(500, "boom"));

    // Then
    assertThat(administrator.get("/apps/shop/endpoints").status()).isEqualTo(503);
  }
}
