package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.sandi.ingress.app.LocalApps;
import dev.sandi.journey.Customer.Answer;
import dev.sandi.journey.WebhookReceiver.ReceivedCallback;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class JourneyTest {

  private static Pipeline pipeline;
  private static WebhookReceiver receiver;

  private final Customer demo = pipeline.customer("demo", "demo-key");
  private final Customer sandbox = pipeline.customer("sandbox", "sandbox-key");
  private final String msisdn = Customer.freshNumber();

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Infrastructure.shared());
    receiver = new WebhookReceiver();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    pipeline.close();
  }

  @Test
  void aUserLogsInWithACodeAndTheCustomerIsToldEachStep() {
    // Given
    Answer sent = demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url()));
    String session = sent.text("session_id");
    assertThatHandsetHas(1);

    // When
    Answer verified = demo.verify(msisdn, demo.code(msisdn));

    // Then
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.text("message")).isEqualTo("OTP sent successfully");
    assertThat(verified.status()).isEqualTo(200);
    assertThat(verified.text("message")).isEqualTo("OTP has been verified");
    await()
        .untilAsserted(
            () ->
                assertThat(receiver.of(session))
                    .extracting(ReceivedCallback::type)
                    .containsExactlyInAnyOrder("otp.sent", "otp.delivered", "otp.verified"));
    await()
        .untilAsserted(
            () -> assertThat(demo.session(session).text("status")).isEqualTo("verified"));
  }

  @Test
  void everyCallbackIsSignedAsTheOfficialLibraryExpects() throws Exception {
    // Given
    Webhook library = new Webhook(LocalApps.WEBHOOK_SECRET);

    // When
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));

    // Then
    for (ReceivedCallback callback : receiver.of(session)) {
      assertThatCode(() -> library.verify(callback.body(), callback.headers()))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aCodeLogsInOnce() {
    // Given
    demo.send(Map.of("msisdn", msisdn));
    assertThatHandsetHas(1);
    String code = demo.code(msisdn);
    demo.verify(msisdn, code);

    // When
    Answer again = demo.verify(msisdn, code);

    // Then
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.text("message")).isEqualTo("OTP not found");
  }

  @Test
  void aWrongCodeSaysHowManyGuessesAreLeftUntilNoneIs() {
    // Given
    demo.send(Map.of("msisdn", msisdn, "otp", "ABC123"));
    assertThatHandsetHas(1);

    // When
    Answer first = demo.verify(msisdn, "abc123");
    for (int guess = 2; guess <= 5; guess++) {
      demo.verify(msisdn, "000000");
    }
    Answer sixth = demo.verify(msisdn, "ABC123");

    // Then
    assertThat(first.status()).isEqualTo(404);
    assertThat(first.body().get("attempts_left").asInt()).isEqualTo(4);
    assertThat(sixth.status()).isEqualTo(429);
    assertThat(sixth.text("message")).isEqualTo("Too many request in the allowed time frame");
  }

  @Test
  void aCodeThatComesTooLateIsTooLateAndTheCustomerIsTold() {
    // Given
    String session =
        demo.send(Map.of("msisdn", msisdn, "time_limit", "30", "callback_url", receiver.url()))
            .text("session_id");
    assertThatHandsetHas(1);

    // When
    pipeline.advance(Duration.ofSeconds(31));
    Answer late = demo.verify(msisdn, demo.code(msisdn));

    // Then
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.text("message"))
        .isEqualTo("OTP cannot be verified because Time limit exceeded");
    await()
        .untilAsserted(
            () ->
                assertThat(receiver.of(session))
                    .extracting(ReceivedCallback::type)
                    .contains("otp.expired"));
  }

  @Test
  void theClientsOwnCodeAndTemplateReachTheHandset() {
    // When
    demo.send(Map.of("msisdn", "+" + msisdn, "otp", "9x8y7z", "template", "Kode Anda: $OTP"));

    // Then
    await()
        .untilAsserted(() -> assertThat(demo.inbox(msisdn)).containsExactly("Kode Anda: 9x8y7z"));
    assertThat(demo.verify(msisdn, "9x8y7z").status()).isEqualTo(200);
  }

  @Test
  void twoAppsSeeNeitherTheSessionsNorTheCodesOfEachOther() {
    // Given
    String session = demo.send(Map.of("msisdn", msisdn)).text("session_id");
    assertThatHandsetHas(1);

    // When
    Answer read = sandbox.session(session);
    Answer verified = sandbox.verify(msisdn, demo.code(msisdn));

    // Then
    assertThat(read.status()).isEqualTo(404);
    assertThat(verified.status()).isEqualTo(404);
    assertThat(demo.verify(msisdn, demo.code(msisdn)).status()).isEqualTo(200);
  }

  @Test
  void aDeveloperPlaysThroughTheSandbox() {
    // When
    Answer refused = sandbox.send(Map.of("msisdn", "6282123060005"));
    Answer sent =
        sandbox.send(
            Map.of("msisdn", "6282123060001", "otp", "42aXy7", "callback_url", receiver.url()));
    Answer lost = sandbox.send(Map.of("msisdn", "628009", "callback_url", receiver.url()));
    Answer failed = demo.sendInSandbox(Map.of("msisdn", "628003", "callback_url", receiver.url()));
    assertThatTold(sent, "otp.sent", "otp.delivered");
    Answer verified = sandbox.verify("6282123060001", "42aXy7");

    // Then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(verified.status()).isEqualTo(200);
    assertThat(demo.verifyInSandbox("6282123060009", "000000").status()).isEqualTo(422);
    assertThatTold(sent, "otp.sent", "otp.delivered", "otp.verified");
    assertThatTold(lost, "otp.sent", "otp.undelivered");
    assertThatTold(failed, "otp.failed");
    assertThat(receiver.of(failed.text("session_id")).get(0).body()).contains("operator_refused");
    await()
        .untilAsserted(
            () ->
                assertThat(sandbox.session(lost.text("session_id")).text("status"))
                    .isEqualTo("undelivered"));
  }

  @Test
  void aTestNumberLogsInWithItsFixedCode() {
    // Given
    pipeline.addTestNumber("demo", msisdn, "246810", "delivered");

    // When
    demo.send(Map.of("msisdn", msisdn, "template", "$OTP"));
    await().untilAsserted(() -> assertThat(demo.inbox(msisdn)).containsExactly("246810"));

    // Then
    assertThat(demo.verify(msisdn, "135791").status()).isEqualTo(404);
    assertThat(demo.verify(msisdn, "246810").status()).isEqualTo(200);
    assertThat(demo.send(Map.of("msisdn", msisdn)).status()).isEqualTo(201);
  }

  private static void assertThatTold(Answer sent, String... types) {
    String session = sent.text("session_id");
    await()
        .untilAsserted(
            () ->
                assertThat(receiver.of(session))
                    .extracting(ReceivedCallback::type)
                    .containsExactlyInAnyOrder(types));
  }

  private void assertThatHandsetHas(int messages) {
    await().untilAsserted(() -> assertThat(demo.inbox(msisdn)).hasSize(messages));
  }
}
