package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakingReportsTest {

  private static final int RECEIPT = 0x04;
  private static final int OK = 0;
  private static final int TEMPORARY = 0x64;

  private final SmscSimulator smsc = SmscSimulator.start(0);

  @AfterEach
  void stop() {
    smsc.close();
  }

  @Test
  void aReportNamesTheIdThatTheMessageWasAcceptedWith() {
    smsc.behave(submitted -> Reaction.take(Report.delivered()));
    try (Esme esme = Esme.on(smsc)) {
      // When
      Accepted accepted = (Accepted) esme.submit("1");

      // Then
      assertThat(report(esme))
          .isEqualTo(GatewayReport.delivered("north", accepted.messageIds().get(0)));
      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(OK)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNDELIV, undeliverable",
    "EXPIRED, expired",
    "DELETED, deleted",
    "REJECTD, rejected",
    "UNKNOWN, unknown"
  })
  void aStateThatIsNotDeliveryIsGivenItsReasonAndTheNetworksCode(String stat, String reason) {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.deliver(RECEIPT, "id:77 sub:001 dlvrd:000 stat:" + stat + " err:027 text:x");

      // Then
      assertThat(report(esme)).isEqualTo(GatewayReport.undelivered("north", "77", reason, "027"));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, handset_full", "001, handset_full", "E7, blocked", "2, undeliverable"})
  void aNetworkCodeMeansWhatTheSettingsSay(String code, String reason) {
    Map<String, String> reasons = Map.of("001", "handset_full", "E7", "blocked");
    try (Esme esme = Esme.on(smsc, "reasons", reasons)) {
      // When
      smsc.deliver(RECEIPT, "id:77 stat:UNDELIV err:" + code);

      // Then
      assertThat(report(esme)).isEqualTo(GatewayReport.undelivered("north", "77", reason, code));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENROUTE", "ACCEPTD"})
  void aStateThatIsNotTheLastIsAnsweredAndDropped(String stat) {
    try (Esme esme = Esme.on(smsc)) {
      // When
      smsc.deliver(RECEIPT, "id:77 stat:" + stat);

      // Then
      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(OK)));
      assertThat(esme.reports.all()).isEmpty();
      assertThat(esme.count("reports", "state", "intermediate")).isEqualTo(1);
    }
  }

  @Test
  void aReportThatComesBeforeTheAnswerIsTaken() {
    smsc.behave(submitted -> Reaction.take(Report.delivered().beforeTheAnswer()));
    try (Esme esme = Esme.on(smsc)) {
      Accepted accepted = (Accepted) esme.submit("1");

      assertThat(report(esme).messageId()).isEqualTo(accepted.messageIds().get(0));
    }
  }

  @Test
  void aReportThatComesTwiceAndOneOfAnUnknownMessageArePassedOn() {
    smsc.behave(
        submitted ->
            Reaction.take(
                Report.delivered(), Report.delivered(), Report.delivered().ofMessage("4711")));
    try (Esme esme = Esme.on(smsc)) {
      esme.submit("1");

      await().until(() -> esme.reports.all().size() == 3);
      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(OK, OK, OK)));
    }
  }

  @ParameterizedTest
  @CsvSource({"hex, decimal", "decimal, hex", "hex, hex", "text, text"})
  void anIdIsTheSameInHexAndInDecimal(String inAnswer, String inReport) {
    smsc.ids(id -> written(inAnswer, id), id -> written(inReport, id))
        .behave(submitted -> Reaction.take(Report.delivered()));
    try (Esme esme = Esme.on(smsc, "message_id", Map.of("submit", inAnswer, "report", inReport))) {
      Accepted accepted = (Accepted) esme.submit("1");

      assertThat(accepted.messageIds()).containsExactly(report(esme).messageId());
    }
  }

  private static String written(String format, long id) {
    return switch (format) {
      case "hex" -> "0" + Long.toHexString(id).toUpperCase(Locale.ROOT);
      case "decimal" -> "00" + id;
      default -> "m-" + id;
    };
  }

  @Test
  void aReportIsAnsweredWhenItIsTakenAndNotBefore() {
    try (Esme esme = Esme.on(smsc)) {
      // Given
      CompletableFuture<Void> inTheDatabase = new CompletableFuture<>();
      esme.reports.taking(() -> inTheDatabase);
      smsc.deliver(RECEIPT, "id:77 stat:DELIVRD");
      await().until(() -> esme.reports.all().size() == 1);

      // Then
      esme.submit("something else is not held up");
      assertThat(smsc.ledger().reportAnswers()).isEmpty();

      // When
      inTheDatabase.complete(null);
      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(OK)));
    }
  }

  @Test
  void theSmscIsToComeAgainWithAReportThatCannotBeTaken() {
    try (Esme esme = Esme.on(smsc)) {
      // Given
      esme.reports.taking(
          () -> CompletableFuture.failedFuture(new IllegalStateException("database away")));

      // When
      smsc.deliver(RECEIPT, "id:77 stat:DELIVRD");

      // Then
      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(TEMPORARY)));
      esme.reports.taking(() -> CompletableFuture.completedFuture(null));
      smsc.deliver(RECEIPT, "id:77 stat:DELIVRD");
      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(TEMPORARY, OK)));
    }
  }

  @Test
  void aFloodOfReportsIsPutOffAndHoldsUpNothing() {
    try (Esme esme = Esme.on(smsc)) {
      // Given
      CompletableFuture<Void> never = new CompletableFuture<>();
      esme.reports.taking(() -> never);

      // When
      IntStream.range(0, 5_000).forEach(i -> smsc.deliver(RECEIPT, "id:" + i + " stat:DELIVRD"));

      // Then
      await().until(() -> smsc.ledger().reportAnswers().size() >= 2_400);
      assertThat(smsc.ledger().reportAnswers()).containsOnly(TEMPORARY);
      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
      never.complete(null);
      esme.reports.taking(() -> CompletableFuture.completedFuture(null));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> smsc.ledger().reportAnswers().size() == 5_000);
    }
  }

  @Test
  void aMessageOfAHandsetIsAnsweredAndCounted() {
    try (Esme esme = Esme.on(smsc)) {
      smsc.deliver(0, "STOP");

      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(OK)));
      assertThat(esme.count("reports", "state", "mobile_originated")).isEqualTo(1);
      assertThat(esme.reports.all()).isEmpty();
    }
  }

  @Test
  void aReportThatSaysNothingIsAnsweredSoThatItDoesNotComeForEver() {
    try (Esme esme = Esme.on(smsc)) {
      smsc.deliver(RECEIPT, "Thank you for your message");

      await().until(() -> smsc.ledger().reportAnswers().equals(List.of(OK)));
      assertThat(esme.count("reports", "state", "unreadable")).isEqualTo(1);
    }
  }

  private static GatewayReport report(Esme esme) {
    await().until(() -> !esme.reports.all().isEmpty());
    return esme.reports.all().get(0);
  }
}
