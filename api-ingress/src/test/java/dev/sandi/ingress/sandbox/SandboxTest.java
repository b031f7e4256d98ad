package dev.sandi.ingress.sandbox;

import static dev.sandi.ingress.testing.Answer.problem;
import static dev.sandi.ingress.testing.FakeProcessor.deciding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SimulatedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class SandboxTest {

  private static final String MAGIC_201 = "6282123060001";

  private final Ingress ingress = Ingress.shared();
  private final Customer live = ingress.customer();
  private final Customer sandboxed = ingress.customer(true, false, false);

  /** The two ways into the sandbox. */
  enum Way {
    PATH,
    APP
  }

  @ParameterizedTest
  @CsvSource({
    "6282123060002, 400, Msisdn invalid: msisdn length should between 4-16 characters,"
        + " invalid_msisdn",
    "6282123060003, 401, Authorization failed, authorization_failed",
    "6282123060004, 403, OTP testing quota is insufficient, insufficient_quota",
    "6282123060005, 409, Msisdn invalid: msisdn has been blocked, msisdn_blocked",
    "6282123060006, 429, Too many request in the allowed time frame, rate_limited"
  })
  void aMagicNumberIsRefusedAsTheContractSays(
      String msisdn, int status, String message, String error) {
    for (Way way : Way.values()) {
      // When
      Answer answer = send(way, "{\"msisdn\":\"+" + msisdn + "\"}");

      // Then
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body())
          .isEqualTo(problem(status, message, error, answer.header("X-Request-Id")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMagic429HasTheHeadersOfARealOne(Way way) {
    // Given
    Answer real = live.send("{\"msisdn\":\"6281234567890\"}");

    // When
    Answer answer = send(way, "{\"msisdn\":\"6282123060006\"}");

    // Then
    assertThat(answer.header("Retry-After")).isEqualTo("30");
    assertThat(answer.header("RateLimit-Policy"))
        .isNotNull()
        .isEqualTo(real.header("RateLimit-Policy"));
    assertThat(answer.header("RateLimit"))
        .isEqualTo(
            "\"app\";r=1000000, \"msisdn-hour\";r=999, \"msisdn-day\";r=999,"
                + " \"msisdn-resend\";r=0;t=30");
  }

  @ParameterizedTest
  @EnumSource
  void theMagic201RunsThePipelineOnTheSimulatedHandset(Way way) {
    // When
    Answer answer = send(way, "{\"msisdn\":\"" + MAGIC_201 + "\",\"otp\":\"AB12cd\"}");

    // Then
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("message")).isEqualTo("OTP sent successfully");
    OtpRequested event = event(answer);
    assertThat(event.sandbox()).isTrue();
    assertThat(event.simulatedOutcome()).isEqualTo(SimulatedOutcome.DELIVERED);
    assertThat(event.sealedOtp()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "628001, DELIVERED",
    "628002, UNREACHABLE",
    "628003, FAILED",
    "628004, FAILED",
    "628005, UNREACHABLE",
    "628006, UNREACHABLE",
    "628007, FAILED",
    "628008, UNREACHABLE",
    "628009, UNDELIVERED"
  })
  void theOlderSeriesIsSentWithTheDeliveryReportThatItStandsFor(
      String msisdn, SimulatedOutcome outcome) {
    // When
    Answer answer = sandboxed.send("{\"msisdn\":\"" + msisdn + "\"}");

    // Then
    assertThat(event(answer).simulatedOutcome()).isEqualTo(outcome);
  }

  @Test
  void magicNumbersMeetNoRateAndCostNoQuota() {
    // Given
    limit(sandboxed, 1);
    String other = "{\"msisdn\":\"6281234567890\"}";

    // When
    for (int i = 0; i < 5; i++) {
      assertThat(sandboxed.send("{\"msisdn\":\"" + MAGIC_201 + "\"}").status()).isEqualTo(201);
      assertThat(sandboxed.send("{\"msisdn\":\"6282123060005\"}").status()).isEqualTo(409);
    }

    // Then
    assertThat(sandboxed.send(other).status()).isEqualTo(201);
    assertThat(sandboxed.send("{\"msisdn\":\"" + MAGIC_201 + "\"}").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @EnumSource
  void anyOtherNumberOfTheSandboxCostsItsTestingQuota(Way way) {
    // Given
    String other = "{\"msisdn\":\"6281234567890\"}";
    limit(way == Way.APP ? sandboxed : live, 1);
    OtpRequested event = event(send(way, other));

    // When
    Answer answer = send(way, other);

    // Then
    assertThat(event.sandbox()).isTrue();
    assertThat(event.simulatedOutcome()).isNull();
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("message")).isEqualTo("OTP testing quota is insufficient");
  }

  @Test
  void outsideTheSandboxAMagicNumberIsANumber() {
    // When
    Answer sent = live.send("{\"msisdn\":\"6282123060005\"}");

    // Then
    assertThat(event(sent).sandbox()).isFalse();
    assertThat(event(sent).simulatedOutcome()).isNull();
  }

  @Test
  void aMagicRefusalComesBeforeTheOtherFieldsAndASuccessKeepsTheirRules() {
    // When
    Answer refused = sandboxed.send("{\"msisdn\":\"6282123060005\",\"template\":\"none\"}");
    Answer invalid = sandboxed.send("{\"msisdn\":\"" + MAGIC_201 + "\",\"template\":\"none\"}");

    // Then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.text("error")).isEqualTo("invalid_template");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/otp/send/sandbox", "/v2/otp/verify/sandbox"})
  void theSandboxAsksForACredentialAndForJson(String path) {
    // When
    Answer stranger = live.with("wrong").post(path, "{\"msisdn\":\"6282123060005\"}");
    Answer garbage = live.post(path, "{");
    Answer empty = live.post(path, "{}");

    // Then
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(garbage.text("error")).isEqualTo("invalid_request");
    assertThat(empty.text("message")).isEqualTo("Msisdn invalid: msisdn is required");
  }

  @Test
  void aMagicRefusalIsListedAmongRecentRequests() {
    // When
    Answer refused = live.post("/v2/otp/send/sandbox", "{\"msisdn\":\"6282123060003\"}");

    // Then
    JsonNode data =
        await()
            .until(() -> live.get("/v2/otp").json().get("data"), requests -> requests.size() == 1);
    assertThat(data.get(0).get("request_id").asString()).isEqualTo(refused.header("X-Request-Id"));
    assertThat(data.get(0).get("http_status").intValue()).isEqualTo(401);
    assertThat(data.get(0).get("msisdn").asString()).isEqualTo("62821******03");
  }

  @Test
  void theTimelineTellsThatASessionIsSimulated() {
    // When
    String session = sandboxed.send("{\"msisdn\":\"628009\"}").text("session_id");

    // Then
    Answer read =
        await().until(() -> sandboxed.get("/v2/otp/" + session), answer -> answer.status() == 200);
    JsonNode details = read.json().get("events").get(0).get("details");
    assertThat(details.get("sandbox").booleanValue()).isTrue();
    assertThat(details.get("simulated_outcome").asString()).isEqualTo("undelivered");
  }

  @ParameterizedTest
  @EnumSource
  void aMagicNumberIsVerifiedWithAnyCode(Way way) {
    // Given
    ingress.processor().questions().clear();

    // When
    Answer answer = verify(way, "6282123060007");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"message\":\"OTP has been verified\",\"msisdn\":\"6282123060007\"}");
    assertThat(ingress.processor().questions()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aMagicNumberIsNotFoundOrTooLateWithAnyCode(Way way) {
    // When
    Answer missing = verify(way, "6282123060008");
    Answer late = verify(way, "6282123060009");

    // Then
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body())
        .isEqualTo(
            problem(404, "OTP not found", "otp_not_found", missing.header("X-Request-Id"))
                .replace("}", ",\"attempts_left\":4}"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body())
        .isEqualTo(
            problem(
                422,
                "OTP cannot be verified because Time limit exceeded",
                "otp_expired",
                late.header("X-Request-Id")));
  }

  @ParameterizedTest
  @EnumSource
  void theProcessorDecidesAboutAnyOtherNumberOfTheSandbox(Way way) {
    // Given
    ingress.processor().questions().clear();
    ingress.processor().behave(deciding("{\"outcome\":\"verified\"}"));

    // When
    Answer answer = verify(way, MAGIC_201);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(ingress.processor().questions())
        .singleElement()
        .satisfies(question -> assertThat(question.body()).contains("\"simulated\":true"));
  }

  @Test
  void outsideTheSandboxTheProcessorDecidesAboutAMagicNumber() {
    // Given
    ingress.processor().behave(deciding("{\"outcome\":\"expired\"}"));

    // When
    Answer answer = live.verify("{\"msisdn\":\"6282123060007\",\"otp\":\"123456\"}");

    // Then
    assertThat(answer.status()).isEqualTo(422);
  }

  private Answer send(Way way, String json) {
    return way == Way.APP ? sandboxed.send(json) : live.post("/v2/otp/send/sandbox", json);
  }

  private Answer verify(Way way, String msisdn) {
    String json = "{\"msisdn\":\"" + msisdn + "\",\"otp\":\"123456\"}";
    return way == Way.APP ? sandboxed.verify(json) : live.post("/v2/otp/verify/sandbox", json);
  }

  private void limit(Customer customer, int quota) {
    ingress.jdbc().update("update usage set quota = ? where app_id = ?", quota, customer.app());
  }

  private OtpRequested event(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    var records = ingress.records(Topics.OTP_REQUESTED, answer.text("session_id"));
    assertThat(records).hasSize(1);
    return (OtpRequested) EventJson.read(EventType.OTP_REQUESTED, records.get(0).value());
  }
}
