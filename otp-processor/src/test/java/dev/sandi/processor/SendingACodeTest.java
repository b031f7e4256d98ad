package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.SessionEvent;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class SendingACodeTest {

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void aRequestBecomesOneSmsWithACodeOfSixDigits() {
    // When
    processor.publish(Requests.to(msisdn));

    // Then
    awaitMessages(1);
    assertThat(processor.inbox(msisdn).get(0)).matches("Your verification code is [0-9]{6}");
  }

  @Test
  void itsLifecycleIsToldInOrder() {
    // Given
    OtpRequested request = Requests.to(msisdn);

    // When
    processor.publish(request);

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(OtpSent.class, OtpDelivered.class)));
    OtpSent sent = (OtpSent) processor.told(request.sessionId()).get(0);
    assertThat(sent.session()).isEqualTo(request.session());
    assertThat(sent.gateway()).isEqualTo("simulator");
    assertThat(sent.segments()).isEqualTo(1);
    assertThat(sent.expiresAt()).isEqualTo(request.requestedAt().plusSeconds(300));
  }

  @Test
  void aRequestThatComesThreeTimesIsOneSms() {
    // Given
    OtpRequested request = Requests.to(msisdn);

    // When
    processor.publish(request);
    processor.publish(request);
    awaitMessages(1);
    processor.publish(request);
    PhoneNumber later = PhoneNumber.of(msisdn.neighbourhood() + "000");
    processor.publish(Requests.to(later));

    // Then: the later one is of the same partition, so everything before it has had its effect
    await().untilAsserted(() -> assertThat(processor.inbox(later)).hasSize(1));
    assertThat(processor.inbox(msisdn)).hasSize(1);
    assertThat(processor.told(request.sessionId()))
        .filteredOn(OtpSent.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aResendRepeatsTheCode() {
    // Given
    processor.publish(Requests.to(msisdn));
    awaitMessages(1);
    String first = processor.code(msisdn);

    // When
    processor.publish(Requests.to(msisdn));

    // Then
    awaitMessages(2);
    assertThat(processor.code(msisdn)).isEqualTo(first);
  }

  @Test
  void aResendThatWouldOutliveTwiceTheFirstLimitGetsANewCodeAndEndsTheOld() {
    // Given
    OtpRequested first = Requests.withLimit(msisdn, 60);
    processor.publish(first);
    await().untilAsserted(() -> assertThat(processor.told(first.sessionId())).hasSize(2));

    // When
    processor.publish(Requests.withLimit(msisdn, 600));

    // Then
    awaitMessages(2);
    await().untilAsserted(() -> assertThat(last(first)).isInstanceOf(OtpExpired.class));
  }

  @Test
  void theClientsOwnCodeAndTemplateAreSent() {
    // When
    processor.publish(Requests.withCode(msisdn, "Ab12Cd"));

    // Then
    awaitMessages(1);
    assertThat(processor.inbox(msisdn)).containsExactly("Your verification code is Ab12Cd");
  }

  @Test
  void aTemplateIsFilledWithTheCode() {
    // When
    processor.publish(Requests.withTemplate(msisdn, "Kode Anda: $OTP. Berlaku 5 menit."));

    // Then
    awaitMessages(1);
    assertThat(processor.inbox(msisdn).get(0)).matches("Kode Anda: [0-9]{6}\\. Berlaku 5 menit\\.");
  }

  @Test
  void aCodeThatNobodyVerifiedIsToldAsExpired() {
    // Given
    OtpRequested request = Requests.withLimit(msisdn, 30);
    processor.publish(request);
    await().untilAsserted(() -> assertThat(processor.told(request.sessionId())).hasSize(2));

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(31));

    // Then
    await().untilAsserted(() -> assertThat(last(request)).isInstanceOf(OtpExpired.class));
  }

  @Test
  void aRequestWhoseTimeHasPassedIsToldAsFailedAndNotSent() {
    // Given
    OtpRequested request = Requests.withLimit(msisdn, 30);
    Processor.CLOCK.advance(Duration.ofSeconds(31));

    // When
    processor.publish(request);

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        OtpFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("expired_before_submit")));
    assertThat(processor.inbox(msisdn)).isEmpty();
  }

  private SessionEvent last(OtpRequested request) {
    List<SessionEvent> told = processor.told(request.sessionId());
    return told.get(told.size() - 1);
  }

  private void awaitMessages(int count) {
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(count));
  }
}
