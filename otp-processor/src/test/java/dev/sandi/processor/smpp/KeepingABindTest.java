package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.SmscSimulator;
import dev.sandi.smsc.Submitted;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeepingABindTest {

  private SmscSimulator smsc = SmscSimulator.start(0);

  @AfterEach
  void stop() {
    smsc.close();
  }

  @Test
  void aGatewayIsOpenedBeforeItsSmscIsThere() {
    // Given
    int port = smsc.port();
    smsc.close();

    try (Esme esme = Esme.open(Esme.settings(port))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(esme.gateway.status().detail())
                      .isEqualTo("0 of 1 binds: it cannot be connected to"));

      // When
      smsc = SmscSimulator.start(port);

      // Then
      esme.awaitRoom();
      assertThat(esme.gateway.status().connected()).isTrue();
    }
  }

  @Test
  void aCutLinkIsBackWithinFiveSeconds() {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.cutAll();

      // Then
      await().atMost(Duration.ofSeconds(5)).until(() -> esme.submit("1") instanceof Accepted);
    }
  }

  @Test
  void anSmscThatComesBackIsFoundWithinFiveSeconds() throws IOException {
    // Given: it has hung up so often that the pauses are as long as they become
    int port = smsc.port();
    try (Esme esme = Esme.on(smsc)) {
      smsc.close();
      hangUp(port, 7);

      // When
      smsc = SmscSimulator.start(port);

      // Then
      await().atMost(Duration.ofMillis(5_300)).until(() -> esme.gateway.room() > 0);
    }
  }

  @Test
  void aSessionThatHeldIsFollowedByAnotherAtOnceHoweverItEnds() throws IOException {
    // Given: hung up on so often that the pauses are as long as they become, and bound at last
    int port = smsc.port();
    try (Esme esme = Esme.on(smsc)) {
      smsc.close();
      hangUp(port, 7);
      smsc = SmscSimulator.start(port);
      await().atMost(Duration.ofSeconds(10)).until(() -> esme.gateway.room() > 0);
      await().pollDelay(Duration.ofMillis(5_200)).until(() -> esme.gateway.room() > 0);

      esme.submit("before");

      // When
      smsc.resetAll();

      // Then: the pause would be 2.5 to 5 s
      await()
          .atMost(Duration.ofSeconds(2))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> esme.submit("after") instanceof Accepted && connections() == 2);
    }
  }

  @Test
  void aRefusedBindIsShownAndLoggedOnceWithoutTheSecret(CapturedOutput output) {
    try (Esme esme = Esme.open(Esme.settings(smsc.port(), "password", "${SANDI_SECRET_WRONG}"))) {
      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(esme.gateway.status())
                      .extracting(GatewayStatus::connected, GatewayStatus::detail)
                      .containsExactly(
                          false, "0 of 1 binds: it refuses the bind: 0x0000000E ESME_RINVPASWD"));
      await().atMost(Duration.ofSeconds(20)).until(() -> smsc.ledger().refusedBinds() >= 3);
      assertThat(output.getAll().split("ESME_RINVPASWD", -1)).hasSize(2);
      assertThat(output.getAll()).doesNotContain("hunter22");
    }
  }

  @Test
  void aQuietPeerIsAskedWhetherItIsThere() {
    try (Esme esme = Esme.on(smsc, "enquire_link", "PT0.2S")) {
      await().until(() -> smsc.ledger().enquiries() >= 3);
      assertThat(esme.gateway.status().connected()).isTrue();
      assertThat(smsc.binds()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatIsDeadIsLeftForANewConnection() {
    smsc.answersEnquiries(false);
    try (Esme esme = Esme.on(smsc, "enquire_link", "PT0.2S", "answer_timeout", "PT0.3S")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(esme.gateway.status().detail()).contains("no answer to enquire_link"));

      // When
      smsc.answersEnquiries(true);

      // Then
      await().until(() -> esme.submit("1") instanceof Accepted);
    }
  }

  @Test
  void aPeerThatTakesMessagesAndSaysNothingIsSoonFoundDead() {
    smsc.answersEnquiries(false).behave(submitted -> Reaction.silence());
    try (Esme esme = Esme.on(smsc, "answer_timeout", "PT0.3S")) {
      // When
      esme.submit("1");

      // Then
      // Often enough to see it: it binds anew after 50 ms.
      await()
          .atMost(Duration.ofSeconds(3))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> esme.gateway.room() == 0);
    }
  }

  @Test
  void aPeersQuestionIsAnswered() throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.enquireAll();

      // Then
      await().until(() -> smsc.others().stream().anyMatch(pdu -> pdu.getCommandId() == 0x80000015));
      assertThat(esme.gateway.room()).isPositive();
    }
  }

  @Test
  void aPeerThatUnbindsIsAnsweredAndBoundToAgain() throws IOException {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.unbindAll();

      // Then
      await().until(() -> smsc.others().stream().anyMatch(pdu -> pdu.getCommandId() == 0x80000006));
      await().until(() -> esme.submit("1") instanceof Accepted);
    }
  }

  @Test
  void severalBindsShareTheMessages() {
    smsc.latency(Duration.ofMillis(50));
    try (Esme esme = Esme.on(smsc, "binds", 3, "window", 2)) {
      // Given
      await().until(() -> smsc.binds() == 3);
      await().until(() -> esme.gateway.room() == 6);

      // When
      esme.submitAll(IntStream.range(0, 60).mapToObj(i -> "Code " + i).toList());

      // Then
      assertThat(smsc.ledger().mostOpen()).isEqualTo(6);
      assertThat(smsc.ledger().all().stream().map(Submitted::connection).distinct()).hasSize(3);
      assertThat(esme.gateway.status().detail()).isEqualTo("3 of 3 binds");
    }
  }

  @Test
  void oneCutBindOfTwoLeavesTheOther() {
    try (Esme esme = Esme.on(smsc, "binds", 2)) {
      await().until(() -> esme.gateway.room() == 20);

      // When
      smsc.behave(submitted -> submitted.text().equals("cut") ? Reaction.cut() : Reaction.take());
      esme.submit("cut");

      // Then
      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void aTransmitterSubmitsAndAReceiverTakesTheReports() {
    smsc.behave(submitted -> Reaction.take(Report.delivered()));
    try (Esme esme = Esme.on(smsc, "mode", "transmitter_receiver")) {
      await().until(() -> smsc.binds() == 2);

      // When
      esme.submit("1");

      // Then
      await().until(() -> esme.reports.all().size() == 1);
      assertThat(esme.gateway.status().detail()).isEqualTo("2 of 2 binds");
    }
  }

  @Test
  void aClosedGatewayLetsWhatIsUnderWayBeAnsweredAndUnbinds() {
    smsc.latency(Duration.ofMillis(500));
    // Given
    Esme esme = Esme.on(smsc);
    var submitting = esme.submitting("1");

    // When
    esme.close();

    // Then
    assertThat(submitting).isCompletedWithValueMatching(Accepted.class::isInstance);
    assertThat(smsc.ledger().unbinds()).isEqualTo(1);
    assertThat(esme.submit("2")).isEqualTo(new Unavailable("no room", true));
    await().until(() -> smsc.binds() == 0);
  }

  @Test
  void aClosedGatewayGivesUpWhatIsNotAnswered() {
    smsc.behave(submitted -> Reaction.silence());
    // Given
    Esme esme = Esme.on(smsc);
    var submitting = esme.submitting("1");

    // When
    esme.close();

    // Then
    assertThat(submitting).isCompletedWithValueMatching(SubmitResult.Ambiguous.class::isInstance);
  }

  @Test
  void aGatewayGoesToTheHostThatIsThere() {
    try (Esme esme =
        Esme.open(
            Esme.settings(
                smsc.port(), "hosts", List.of("localhost:1", "localhost:" + smsc.port())))) {
      esme.awaitRoom();
    }
  }

  private long connections() {
    return smsc.ledger().all().stream().map(Submitted::connection).distinct().count();
  }

  /** Accepts so many connections, and ends each at once. */
  private static void hangUp(int port, int times) throws IOException {
    try (ServerSocket server = listening(port)) {
      server.setSoTimeout(20_000);
      for (int i = 0; i < times; i++) {
        server.accept().close();
      }
    }
  }

  /** The thread that waits at the socket before may hold it a moment longer. */
  private static ServerSocket listening(int port) {
    return await()
        .ignoreException(BindException.class)
        .until(() -> new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), s -> true);
  }
}
