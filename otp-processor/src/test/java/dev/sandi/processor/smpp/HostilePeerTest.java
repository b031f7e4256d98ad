package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.SmscSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HostilePeerTest {

  private static final int SUBMIT_RESP = 0x80000004;

  /** The beginning of a record of 16 KiB of TLS. */
  private static final byte[] LONG_HANDSHAKE = Octets.hex("1603034000");

  private final SmscSimulator smsc = SmscSimulator.start(0);

  @AfterEach
  void stop() {
    smsc.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 100_000, Integer.MAX_VALUE, -1})
  void aLengthThatCannotBeEndsTheConnectionAndABetterOneFollows(int length, CapturedOutput output)
      throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.write(Octets.header(length, SUBMIT_RESP, 0, 1));

      // Then
      await().until(() -> output.getAll().contains("it sent a command_length of"));
      await().until(() -> esme.submit("1") instanceof Accepted);
    }
  }

  @Test
  void garbageEndsTheConnection(CapturedOutput output) throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      smsc.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));

      await().until(() -> output.getAll().contains("it sent a command_length of"));
      esme.awaitRoom();
    }
  }

  @Test
  void aPduThatIsCutInTheMiddleHoldsUpNoLongerThanADeadPeer() throws IOException {
    try (Esme esme = Esme.on(smsc, "enquire_link", "PT0.2S", "answer_timeout", "PT0.3S")) {
      // When
      smsc.write(Octets.header(60_000, 5, 0, 1));

      // Then
      await().atMost(Duration.ofSeconds(8)).until(() -> esme.submit("1") instanceof Accepted);
    }
  }

  @Test
  void answersToWhatWasNeverAskedAreCountedAndIgnored() throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      // When
      for (int i = 1_000; i < 1_100; i++) {
        smsc.write(Octets.header(16, SUBMIT_RESP, 0, i));
      }

      // Then
      await().until(() -> esme.count("unexpected-answers") == 100);
      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void anUnknownCommandIsAnsweredWithAGenericNack() throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.write(Octets.header(16, 0x7777, 0, 42));

      // Then
      await()
          .until(
              () ->
                  smsc.others().stream()
                      .anyMatch(
                          pdu ->
                              pdu.getCommandId() == 0x80000000
                                  && pdu.getCommandStatus() == 3
                                  && pdu.getSequenceNumber() == 42));
      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void aGenericNackIsTheAnswerToItsMessage() throws IOException {
    smsc.behave(submitted -> Reaction.silence());
    try (Esme esme = Esme.on(smsc)) {
      // Given
      var submitting = esme.submitting("1");
      await().until(() -> smsc.ledger().count() == 1);

      // When
      int sequence = smsc.ledger().all().get(0).pdu().getSequenceNumber();
      smsc.write(Octets.header(16, 0x80000000, 0x45, sequence));

      // Then
      assertThat(Esme.result(submitting).toString()).contains("ESME_RSUBMITFAIL");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeerThatDripsInsteadOfAnsweringIsLeft(boolean tls) throws IOException {
    // Given: what it begins with is never complete, and each octet renews the time of a read
    byte[] begin = tls ? LONG_HANDSHAKE : Octets.header(60_000, 5, 0, 1);
    try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Map<String, Object> settings = Esme.settings(peer.getLocalPort(), "connect_timeout", "PT1S");
      if (tls) {
        settings.put("tls", Map.of());
      }
      try (Esme esme = Esme.open(settings);
          Socket first = peer.accept()) {
        // When
        first.getOutputStream().write(begin);
        new Thread(() -> drip(first)).start();

        // Then: another connection follows
        peer.setSoTimeout(5_000);
        try (Socket second = peer.accept()) {
          assertThat(second.isConnected()).isTrue();
          assertThat(esme.gateway.status().detail())
              .contains(
                  tls ? "it does not finish the TLS handshake" : "it does not answer the bind");
        }
      }
    }
  }

  private static void drip(Socket connection) {
    try {
      while (true) {
        connection.getOutputStream().write(0);
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      // It has been left.
    }
  }

  @Test
  void aDeliveryThatIsMalformedIsRejectedAndTheConnectionStays() throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      // Given
      byte[] pdu = Octets.deliver("id:1 stat:DELIVRD");
      byte[] cut = Arrays.copyOf(pdu, 30);
      ByteBuffer.wrap(cut).putInt(30);

      // When
      smsc.write(cut);

      // Then
      await().until(() -> smsc.ledger().reportAnswers().size() == 1);
      assertThat(smsc.ledger().reportAnswers()).containsExactly(0x66);
      assertThat(esme.count("reports", "state", "malformed")).isEqualTo(1);
      assertThat(smsc.binds()).isEqualTo(1);
    }
  }

  @Test
  void anAcceptedMessageWithoutAnIdIsAccepted() throws IOException {
    smsc.behave(submitted -> Reaction.silence());
    try (Esme esme = Esme.on(smsc)) {
      // Given
      var submitting = esme.submitting("1");
      await().until(() -> smsc.ledger().count() == 1);

      // When
      int sequence = smsc.ledger().all().get(0).pdu().getSequenceNumber();
      smsc.write(Octets.header(16, SUBMIT_RESP, 0, sequence));

      // Then
      assertThat(Esme.result(submitting))
          .isInstanceOfSatisfying(
              Accepted.class, accepted -> assertThat(accepted.messageIds()).hasSize(1));
    }
  }

  @Test
  void neitherTextNorNumberNorPasswordIsInAnyLog(CapturedOutput output) throws IOException {
    smsc.behave(submitted -> Reaction.cut());
    try (Esme esme = Esme.on(smsc)) {
      // When
      esme.submit(Esme.sms("6281999888777", "Secret-4711"));
      smsc.behave(submitted -> Reaction.refuse(0x45));
      esme.awaitRoom();
      String result = esme.submit(Esme.sms("6281999888777", "Secret-4711")).toString();

      // Then
      assertThat(output.getAll() + result + esme.gateway.status())
          .doesNotContain("4711")
          .doesNotContain("6281999888777");
    }
  }
}
