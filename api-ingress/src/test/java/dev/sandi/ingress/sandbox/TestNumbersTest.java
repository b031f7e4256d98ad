package dev.sandi.ingress.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Logs;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.Secret;
import dev.sandi.value.SimulatedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresInfrastructure
class TestNumbersTest {

  private static final String NUMBER = "6281111110001";
  private static final String BODY = "{\"msisdn\":\"+6281111110001\"}";
  private static final String CODE = "Qz73Xw";

  private final Ingress ingress = Ingress.shared();

  @ParameterizedTest
  @EnumSource
  void aTestNumberOfALiveAppIsSimulatedWithItsCodeAndItsOutcome(SimulatedOutcome outcome) {
    // Given
    Customer customer = withTestNumber(outcome, NUMBER);

    // When
    Answer answer = customer.send(BODY);

    // Then
    OtpRequested event = event(answer);
    assertThat(event.sandbox()).isTrue();
    assertThat(event.simulatedOutcome()).isEqualTo(outcome);
    assertThat(code(event)).isEqualTo(CODE);
    assertThat(answer.body()).doesNotContain(CODE);
  }

  @Test
  void theFixedCodeIsNowhereInClear() {
    try (Logs logs = new Logs()) {
      // Given
      Customer customer = withTestNumber(SimulatedOutcome.DELIVERED, NUMBER);

      // When
      Answer answer = customer.send(BODY);

      // Then
      String session = answer.text("session_id");
      var record = ingress.records(Topics.OTP_REQUESTED, session).get(0);
      assertThat(new String(record.value(), UTF_8)).doesNotContain(CODE);
      await().until(() -> customer.get("/v2/otp/" + session).status() == 200);
      assertThat(ingress.dump()).contains(session).doesNotContain(CODE);
      assertThat(logs.text()).doesNotContain(CODE);
    }
  }

  @Test
  void theClientsOwnCodeIsSentInsteadOfTheFixedOne() {
    // Given
    Customer customer = withTestNumber(SimulatedOutcome.DELIVERED, NUMBER);

    // When
    Answer answer = customer.send("{\"msisdn\":\"" + NUMBER + "\",\"otp\":\"9x8y7z\"}");

    // Then
    assertThat(code(event(answer))).isEqualTo("9x8y7z");
  }

  @Test
  void aTestNumberMeetsNoRateAndCostsNoQuota() {
    // Given
    Customer customer = withTestNumber(SimulatedOutcome.DELIVERED, NUMBER);
    ingress.jdbc().update("update usage set quota = 0 where app_id = ?", customer.app());

    // When
    int real = customer.send("{\"msisdn\":\"6281111110002\"}").status();

    // Then
    assertThat(real).isEqualTo(403);
    for (int i = 0; i < 15; i++) {
      assertThat(customer.send(BODY).status()).isEqualTo(201);
    }
  }

  @Test
  void aTestNumberOfOneAppIsARealNumberForAnother() {
    // Given
    withTestNumber(SimulatedOutcome.DELIVERED, NUMBER);

    // When
    OtpRequested event = event(ingress.customer().send(BODY));

    // Then
    assertThat(event.sandbox()).isFalse();
    assertThat(event.simulatedOutcome()).isNull();
    assertThat(event.sealedOtp()).isNull();
  }

  @Test
  void aCodeThatWasSealedForAnotherNumberIsNotSent() {
    // Given
    Customer customer = withTestNumber(SimulatedOutcome.DELIVERED, "6281111110009");

    // When
    Answer answer = customer.send(BODY);

    // Then
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("error")).isEqualTo("internal_error");
  }

  /** Test numbers are known with the next new key, whatever a copy remembers of older ones. */
  private Customer withTestNumber(SimulatedOutcome outcome, String sealedFor) {
    String app = ingress.customer().app();
    String sealed = ingress.bean(Sealer.class).seal(Secret.of(CODE), app + "/" + sealedFor);
    ingress
        .jdbc()
        .update(
            """
            update apps set sends_per_hour = 1, test_numbers = jsonb_build_array(jsonb_build_object(
              'msisdn', ?::text, 'sealed_code', ?::text, 'outcome', ?::text)) where id = ?
            """,
            NUMBER,
            sealed,
            outcome.toString(),
            app);
    return new Customer(ingress, app, ingress.addKey(app));
  }

  private String code(OtpRequested event) {
    return ingress
        .bean(Sealer.class)
        .open(event.sealedOtp(), event.sessionId().toString())
        .reveal();
  }

  private OtpRequested event(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    var records = ingress.records(Topics.OTP_REQUESTED, answer.text("session_id"));
    assertThat(records).hasSize(1);
    return (OtpRequested) EventJson.read(EventType.OTP_REQUESTED, records.get(0).value());
  }
}
