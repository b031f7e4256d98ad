package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class KeepingSecretsTest {

  @Test
  void aCodeIsNowhereInClearInTheDatabaseOrInKafka() {
    // Given: a code that nothing else spells by chance
    Processor processor = Processor.shared();
    PhoneNumber msisdn = Processor.freshNumber();
    String code = "Zq7Xw9Kp3V";
    OtpRequested request = Requests.withCode(msisdn, code);

    // When
    processor.publish(request);
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
    processor.verify(msisdn, code);
    await().untilAsserted(() -> assertThat(processor.told(request.sessionId())).hasSize(3));

    // Then
    assertThat(Infrastructure.shared().database().dump()).doesNotContain(code);
    assertThat(Infrastructure.shared().broker().read(Topics.OTP_LIFECYCLE))
        .noneMatch(r -> new String(r.value(), StandardCharsets.UTF_8).contains(code));
  }

  @Test
  void outsideTheLocalProfileThereIsNoInboxAndNobodyChoosesOutcomesWithoutTheToken() {
    try (Processor processor =
        Processor.start(
            Infrastructure.shared(),
            Map.of("spring.profiles.active", "", "sandi.processor.gateway", "simulator"))) {
      assertThat(processor.get("/simulator/inbox?msisdn=62812").statusCode()).isEqualTo(404);
      assertThat(processor.get("/simulator/outcomes").statusCode()).isEqualTo(401);
      assertThat(processor.getAs("/simulator/outcomes", RunningService.INTERNAL_TOKEN).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutAGatewayAProcessorDoesNotStartAndSaysWhy() {
    Assertions.assertThatThrownBy(
            () -> Processor.start(Infrastructure.shared(), Map.of("spring.profiles.active", "")))
        .rootCause()
        .hasMessageStartingWith("sandi.processor.gateway names no gateway")
        .hasMessageEndingWith("by SANDI_GATEWAY");
  }

  @Test
  void withoutKeysAProcessorDoesNotStartAndSaysWhy() {
    Assertions.assertThatThrownBy(
            () -> Processor.start(Infrastructure.shared(), Map.of("sandi.keys.mac", "")))
        .hasMessage("sandi.keys.mac is not set: give it by SANDI_KEYS_MAC");
  }
}
