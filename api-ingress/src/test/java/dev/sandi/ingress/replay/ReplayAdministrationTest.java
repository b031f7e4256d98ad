package dev.sandi.ingress.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.FakeProcessor;
import dev.sandi.ingress.testing.FakeProcessor.Question;
import dev.sandi.ingress.testing.FakeReplays;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dispatcher is played by the same server as the processor. */
@RequiresInfrastructure
class ReplayAdministrationTest {

  private final FakeProcessor dispatcher = Ingress.shared().processor();
  private final Administrator administrator = Ingress.shared().administrator();

  @AfterEach
  void asUsual() {
    dispatcher.behaveAboutDefinitions(null);
  }

  @Test
  void oneDeliveryIsReplayedAndThatIsOnRecord() {
    // When
    Answer answer = administrator.post("/deliveries/" + FakeReplays.DELIVERY + "/replay", "");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("replayed").asBoolean()).isTrue();
    assertThat(answer.json().has("app_known")).isFalse();
    assertThat(dispatcher.questions())
        .last()
        .isEqualTo(
            new Question(
                "POST",
                "/internal/v1/deliveries/" + FakeReplays.DELIVERY + "/replay",
                "Bearer " + RunningService.INTERNAL_TOKEN,
                ""));
    assertThat(administrator.changed(answer).get("delivery").asString())
        .isEqualTo(FakeReplays.DELIVERY);
  }

  @Test
  void whatCannotBeReplayedIsRefusedInWords() {
    // Given
    int asked = dispatcher.questions().size();

    // Then
    assertThat(administrator.post("/deliveries/x/replay", "").text("code"))
        .isEqualTo("delivery_not_found");
    assertThat(administrator.post("/deliveries/..%2Freplays/replay", "").status()).isIn(400, 404);
    assertThat(dispatcher.questions()).hasSize(asked);

    // When
    Answer lost = administrator.post("/deliveries/" + FakeReplays.LOST + "/replay", "");

    // Then
    assertThat(lost.status()).isEqualTo(409);
    assertThat(lost.text("code")).isEqualTo("delivery_not_replayable");
  }

  @Test
  void aFilterIsHandedOnWithTheUsualRateAndThatIsOnRecord() {
    // When
    Answer answer =
        administrator.post(
            "/replays",
            """
            {"filter":{"app":"shop","type":"otp.sent","host":"shop.example",
                       "from":"2026-11-26T07:00:00+07:00","to":"2026-11-26T01:00:00Z"}}
            """);

    // Then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("total").asLong()).isEqualTo(1_000_000);
    List<Question> questions = dispatcher.questions();
    JsonNode asked = JsonMapper.shared().readTree(questions.get(questions.size() - 1).body());
    assertThat(asked.get("rate").asInt()).isEqualTo(100);
    assertThat(asked.at("/filter/app").asString()).isEqualTo("shop");
    assertThat(asked.at("/filter/type").asString()).isEqualTo("otp.sent");
    assertThat(asked.at("/filter/host").asString()).isEqualTo("shop.example");
    assertThat(asked.at("/filter/from").asString()).isEqualTo("2026-11-26T00:00:00Z");
    assertThat(asked.at("/filter/to").asString()).isEqualTo("2026-11-26T01:00:00Z");
    assertThat(administrator.changed(answer).at("/filter/app").asString()).isEqualTo("shop");
  }

  @Test
  void allThatIsWrongWithAFilterIsTold() {
    // Given
    int asked = dispatcher.questions().size();

    // When
    Answer answer =
        administrator.post(
            "/replays",
            """
            {"filter":{"session":"x","type":"otp.requested","state":"pending",
                       "from":"2026-11-26T01:00:00Z","to":"2026-11-26T01:00:00Z","hosts":"x"},
             "rate":1001}
            """);

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors"))
        .extracting(error -> error.get("field").asString())
        .containsExactlyInAnyOrder(
            "filter.session", "filter.type", "filter.state", "filter.from", "filter.hosts", "rate");
    assertThat(administrator.post("/replays", "{}").text("code")).isEqualTo("invalid_fields");
    assertThat(dispatcher.questions()).hasSize(asked);
  }

  @Test
  void whatTheDispatcherRefusesIsRefused() {
    assertThat(administrator.post("/replays", "{\"filter\":{\"app\":\"busy\"}}").text("code"))
        .isEqualTo("too_many_replays");
    assertThat(administrator.post("/replays", "{\"filter\":{\"host\":\"a/b\"}}").text("detail"))
        .isEqualTo("host should be a name or an address");
  }

  @Test
  void replaysAreToldAPageAtATimeAndOneByOne() {
    // When
    JsonNode first = administrator.get("/replays?limit=1").json();
    JsonNode second =
        administrator.get("/replays?limit=1&cursor=" + first.get("next_cursor").asString()).json();

    // Then
    assertThat(first.at("/data/0/id").asString()).isEqualTo(FakeReplays.RUNNING);
    assertThat(second.at("/data/0/state").asString()).isEqualTo("cancelled");
    assertThat(second.at("/next_cursor").isNull()).isTrue();
    assertThat(administrator.get("/replays/" + FakeReplays.RUNNING).json().get("eta").asString())
        .isEqualTo("2026-11-26T12:46:38Z");
    assertThat(administrator.get("/replays/" + FakeReplays.CANCELLED).text("code"))
        .isEqualTo("replay_not_found");
  }

  @Test
  void oneThatIsCancelledIsOnRecord() {
    // When
    Answer answer = administrator.post("/replays/" + FakeReplays.CANCELLED + "/cancel", "");

    // Then
    assertThat(answer.json().get("state").asString()).isEqualTo("cancelled");
    assertThat(administrator.changed(answer).get("replay").asString())
        .isEqualTo(FakeReplays.CANCELLED);
  }

  @Test
  void aDispatcherThatFailsIsAnOutage() {
    // Given
    dispatcher.behaveAboutDefinitions(FakeProcessor.answering(500, "boom"));

    // Then
    assertThat(administrator.get("/replays").status()).isEqualTo(503);
  }
}
