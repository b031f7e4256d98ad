package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.SubmitSm;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway against an SMPP server of other people's making (Cloudhopper's ch-smpp). */
class AnotherServerTest {

  private final CloudhopperSmsc smsc = new CloudhopperSmsc();

  AnotherServerTest() throws Exception {}

  @AfterEach
  void stop() {
    smsc.close();
  }

  @Test
  void aMessageInUcs2IsTaken() {
    try (Esme esme = bound()) {
      // When
      var result = esme.submit("Código {1} = 5 € @ ÄÖÜ");

      // Then
      assertThat(result).isEqualTo(new Accepted("ch-1"));
      SubmitSm submit = smsc.submits().get(0);
      assertThat(CharsetUtil.decode(submit.getShortMessage(), CharsetUtil.CHARSET_UCS_2))
          .isEqualTo("Código {1} = 5 € @ ÄÖÜ");
      assertThat(submit.getDestAddress().getAddress()).isEqualTo("6281234567890");
    }
  }

  @Test
  void aMessageInGsm7IsReadByItsAlphabet() {
    try (Esme esme = bound()) {
      // When
      esme.submit("Code: @£$¥ {€} [~] ÄÖÜß àéù");

      // Then
      SubmitSm submit = smsc.submits().get(0);
      assertThat(submit.getDataCoding()).isZero();
      assertThat(CharsetUtil.decode(submit.getShortMessage(), CharsetUtil.CHARSET_GSM))
          .isEqualTo("Code: @£$¥ {€} [~] ÄÖÜß àéù");
    }
  }

  @Test
  void aLongMessageIsTakenInParts() {
    try (Esme esme = bound()) {
      // Given
      String text = "Ваш код 123456. ".repeat(10);

      // When
      var result = esme.submit(text);

      // Then
      assertThat(result).isEqualTo(new Accepted(List.of("ch-1", "ch-2", "ch-3")));
      assertThat(smsc.submits())
          .allMatch(pdu -> pdu.getEsmClass() == SmppConstants.ESM_CLASS_UDHI_MASK);
      assertThat(
              smsc.submits().stream()
                  .map(SubmitSm::getShortMessage)
                  .map(octets -> Arrays.copyOfRange(octets, 6, octets.length))
                  .map(octets -> CharsetUtil.decode(octets, CharsetUtil.CHARSET_UCS_2))
                  .collect(Collectors.joining()))
          .isEqualTo(text);
    }
  }

  @Test
  void aPayloadIsTakenUndivided() {
    try (Esme esme = Esme.open(Esme.settings(smsc.port(), "long_messages", "payload"))) {
      esme.awaitRoom();
      String text = "0123456789".repeat(30);

      esme.submit(text);

      byte[] payload =
          smsc.submits().get(0).getOptionalParameter(SmppConstants.TAG_MESSAGE_PAYLOAD).getValue();
      assertThat(CharsetUtil.decode(payload, CharsetUtil.CHARSET_GSM)).isEqualTo(text);
    }
  }

  @Test
  void aReportIsTaken() throws Exception {
    try (Esme esme = bound()) {
      esme.submit("1");

      int status =
          smsc.deliver(
              "id:ch-1 sub:001 dlvrd:000 submit date:2611260101 done date:2611260102 stat:UNDELIV err:027 text:");

      assertThat(status).isZero();
      assertThat(esme.reports.all())
          .containsExactly(GatewayReport.undelivered("north", "ch-1", "undeliverable", "027"));
    }
  }

  @Test
  void aThrottledMessageMayBeTakenLater() {
    smsc.answerWith(SmppConstants.STATUS_THROTTLED);
    try (Esme esme = bound()) {
      assertThat(esme.submit("1")).isEqualTo(new Unavailable("0x00000058 ESME_RTHROTTLED", true));

      smsc.answerWith(0);
      esme.awaitRoom();
      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void theServersQuestionIsAnsweredAndOursToo() throws Exception {
    try (Esme esme = Esme.open(Esme.settings(smsc.port(), "enquire_link", "PT0.1S"))) {
      esme.awaitRoom();

      assertThat(smsc.enquire()).isTrue();
      await().during(Duration.ofSeconds(1)).until(() -> esme.gateway.room() > 0);
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (Esme esme = Esme.open(Esme.settings(smsc.port(), "password", "${SANDI_SECRET_WRONG}"))) {
      await().until(() -> esme.gateway.status().detail().contains("ESME_RINVPASWD"));
    }
  }

  @Test
  void aTransmitterAndAReceiverAreBoundAndUnbound() {
    Esme esme = Esme.open(Esme.settings(smsc.port(), "mode", "transmitter_receiver"));
    await()
        .untilAsserted(
            () ->
                assertThat(smsc.binds())
                    .containsExactlyInAnyOrder(SmppBindType.TRANSMITTER, SmppBindType.RECEIVER));
    esme.awaitRoom();
    assertThat(esme.submit("1")).isInstanceOf(Accepted.class);

    esme.close();

    await().until(smsc::isUnbound);
  }

  private Esme bound() {
    Esme esme = Esme.open(Esme.settings(smsc.port()));
    esme.awaitRoom();
    return esme;
  }
}
