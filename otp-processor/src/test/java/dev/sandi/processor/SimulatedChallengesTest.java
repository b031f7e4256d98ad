package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SimulatedOutcome;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class SimulatedChallengesTest {

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void aSendInTheSandboxDoesNotReplaceACodeThatIsLive() {
    // Given
    send(Requests.withCode(msisdn, "Live01"));

    // When
    send(Requests.simulated(msisdn, SimulatedOutcome.DELIVERED, "Sand01"));

    // Then
    assertThat(processor.verify(msisdn, "Live01").get("outcome").asString()).isEqualTo("verified");
    assertThat(processor.verifySimulated(msisdn, "Sand01").get("outcome").asString())
        .isEqualTo("verified");
  }

  @Test
  void aSendInTheSandboxDoesNotRepeatACodeThatIsLive() {
    // Given
    send(Requests.to(msisdn));
    String live = processor.code(msisdn);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(1));
    send(Requests.sandboxed(msisdn));

    // Then
    assertThat(processor.code(msisdn)).isNotEqualTo(live);
  }

  @Test
  void aCodeOfTheSandboxVerifiesNothingThatIsLive() {
    // Given
    send(Requests.simulated(msisdn, SimulatedOutcome.DELIVERED, "Sand01"));

    // When
    String outcome = processor.verify(msisdn, "Sand01").get("outcome").asString();

    // Then
    assertThat(outcome).isEqualTo("not_found");
  }

  @Test
  void guessesInTheSandboxUseUpNoBudgetThatIsLive() {
    // Given
    send(Requests.withCode(msisdn, "Live01"));
    send(Requests.simulated(msisdn, SimulatedOutcome.DELIVERED, "Sand01"));

    // When
    IntStream.range(0, 6).forEach(n -> processor.verifySimulated(msisdn, "wrong"));

    // Then
    assertThat(processor.verify(msisdn, "wrong").get("attempts_left").asInt()).isEqualTo(4);
  }

  private void send(OtpRequested request) {
    int before = processor.inbox(msisdn).size();
    processor.publish(request);
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(before + 1));
  }
}
