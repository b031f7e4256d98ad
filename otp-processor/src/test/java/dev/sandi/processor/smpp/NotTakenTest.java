package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Ambiguous;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotTakenTest {

  private static final String LONG = "0123456789".repeat(20);

  private final SmscSimulator smsc = SmscSimulator.start(0);

  @AfterEach
  void stop() {
    smsc.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0x58, 0x00000058 ESME_RTHROTTLED, true",
    "0x14, 0x00000014 ESME_RMSGQFUL, true",
    "0x08, 0x00000008 ESME_RSYSERR, false",
    "0x64, 0x00000064 ESME_RX_T_APPN, false",
    "0x04, 0x00000004 ESME_RINVBNDSTS, false"
  })
  void whatPassesIsUnavailable(int status, String detail, boolean busy) {
    smsc.behave(submitted -> Reaction.refuse(status));
    try (Esme esme = Esme.on(smsc)) {
      assertThat(esme.submit("1")).isEqualTo(new Unavailable(detail, busy));
    }
  }

  @Test
  void anInvalidNumberIsRefusedEverywhere() {
    smsc.behave(submitted -> Reaction.refuse(0x0B));
    try (Esme esme = Esme.on(smsc)) {
      assertThat(esme.submit("1"))
          .isEqualTo(new Refused("invalid_number", "0x0000000B ESME_RINVDSTADR", false));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x45, 0x00000045 ESME_RSUBMITFAIL",
    "0x0A, 0x0000000A ESME_RINVSRCADR",
    "0x4FF, 0x000004FF"
  })
  void whatDoesNotPassIsRefusedHereWithTheOperatorsCode(int status, String detail) {
    smsc.behave(submitted -> Reaction.refuse(status));
    try (Esme esme = Esme.on(smsc)) {
      assertThat(esme.submit("1")).isEqualTo(new Refused("operator_refused", detail, true));
    }
  }

  @Test
  void anOperatorsOwnCodeMeansWhatIsConfigured() {
    smsc.behave(submitted -> Reaction.refuse(submitted.text().equals("1") ? 0x445 : 0x401));
    try (Esme esme =
        Esme.on(smsc, "statuses", Map.of("0x00000445", "temporary", "0x401", "invalid_number"))) {
      assertThat(esme.submit("1")).isEqualTo(new Unavailable("0x00000445"));
      assertThat(esme.submit("2")).isEqualTo(new Refused("invalid_number", "0x00000401", false));
    }
  }

  @Test
  void aBindThatIsThrottledAgainAndAgainTakesNothingForLongerAndLonger() {
    // Given
    AtomicInteger answers = new AtomicInteger();
    smsc.behave(submitted -> answers.getAndIncrement() < 5 ? Reaction.throttle() : Reaction.take());
    try (Esme esme = Esme.on(smsc)) {
      // When
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        esme.awaitRoom();
        assertThat(esme.submit("1")).isInstanceOf(Unavailable.class);
      }

      // Then
      assertThat(esme.gateway.room()).isZero();
      assertThat(esme.gateway.status().figures().get("pause_ms")).isPositive();
      esme.awaitRoom();
      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(100 + 200 + 400 + 800 + 1600));
      assertThat(esme.count("throttled")).isEqualTo(5);
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsAmbiguous() {
    smsc.behave(submitted -> Reaction.silence());
    try (Esme esme = Esme.on(smsc, "answer_timeout", "PT0.3S", "window", 1)) {
      assertThat(esme.submit("1")).isEqualTo(new Ambiguous("no answer in time"));
      assertThat(esme.gateway.room()).isEqualTo(1);
    }
  }

  @Test
  void aLinkThatIsCutAfterTheMessageWasWrittenIsAmbiguous() {
    smsc.behave(submitted -> Reaction.cut());
    try (Esme esme = Esme.on(smsc)) {
      assertThat(esme.submit("1")).isInstanceOf(Ambiguous.class);
    }
  }

  @Test
  void withoutABindNothingIsTaken() {
    try (Esme esme = Esme.open(Esme.settings(1))) {
      assertThat(esme.gateway.room()).isZero();
      assertThat(esme.submit("1")).isEqualTo(new Unavailable("no room", true));
      assertThat(esme.gateway.status().connected()).isFalse();
    }
  }

  @Test
  void aLongMessageWhoseFirstPartIsNotTakenWasNotTaken() {
    smsc.behave(submitted -> Reaction.refuse(0x08));
    try (Esme esme = Esme.on(smsc)) {
      assertThat(esme.submit(LONG))
          .isEqualTo(new Unavailable("part 1 of 2: 0x00000008 ESME_RSYSERR"));
      assertThat(smsc.ledger().all()).hasSize(1);
    }
  }

  @Test
  void aPartThatIsThrottledIsSentAgain() {
    AtomicInteger second = new AtomicInteger();
    smsc.behave(
        submitted ->
            submitted.part() == 2 && second.getAndIncrement() == 0
                ? Reaction.throttle()
                : Reaction.take());
    try (Esme esme = Esme.on(smsc)) {
      SubmitResult result = esme.submit(LONG);

      assertThat(result).isInstanceOf(Accepted.class);
      assertThat(((Accepted) result).messageIds()).hasSize(2);
      assertThat(smsc.ledger().takenByText())
          .hasSize(2)
          .allSatisfy((text, times) -> assertThat(times).isOne());
    }
  }

  @Test
  void aLongMessageThatIsTakenInPartIsAmbiguous() {
    smsc.behave(submitted -> submitted.part() == 1 ? Reaction.take() : Reaction.refuse(0x08));
    try (Esme esme = Esme.on(smsc, "answer_timeout", "PT0.5S")) {
      assertThat(esme.submit(LONG))
          .isEqualTo(new Ambiguous("part 2 of 2: 0x00000008 ESME_RSYSERR"));
    }
  }

  @Test
  void aPartWhoseTurnComesAfterTheAnswersTimeIsNotSent() {
    try (Esme esme = Esme.on(smsc, "rate", 1, "answer_timeout", "PT0.3S")) {
      // When
      SubmitResult result = esme.submit(LONG);

      // Then: whoever heard that submits it all again
      assertThat(result).isEqualTo(new Ambiguous("part 2 of 2: no time is left"));
      await()
          .during(Duration.ofMillis(1_300))
          .atMost(Duration.ofSeconds(3))
          .until(() -> smsc.ledger().all().size() == 1);
    }
  }

  @Test
  void aPartThatIsRefusedRefusesTheMessage() {
    smsc.behave(submitted -> submitted.part() == 1 ? Reaction.take() : Reaction.refuse(0x45));
    try (Esme esme = Esme.on(smsc)) {
      assertThat(esme.submit(LONG))
          .isEqualTo(
              new Refused("operator_refused", "part 2 of 2: 0x00000045 ESME_RSUBMITFAIL", true));
    }
  }

  @Test
  void outcomesAreCounted() {
    smsc.behave(
        submitted -> submitted.text().equals("1") ? Reaction.take() : Reaction.refuse(0x45));
    try (Esme esme = Esme.on(smsc)) {
      esme.submit("1");
      esme.submit("2");

      assertThat(esme.count("submits", "outcome", "accepted", "gateway", "north")).isEqualTo(1);
      assertThat(esme.count("submits", "outcome", "refused", "gateway", "north")).isEqualTo(1);
      assertThat(esme.metrics.get("sandi.processor.smpp.latency").timer().count()).isEqualTo(2);
      assertThat(esme.gauge("binds")).isEqualTo(1);
      assertThat(esme.gauge("in-flight")).isZero();
    }
  }

  @Test
  void theGaugesOutliveAGatewayWhosePlaceAnotherTakes() {
    // Given
    try (Esme esme = Esme.on(smsc)) {
      SmsGateway next = esme.kind.open("north", Esme.settings(smsc.port()));
      await().until(() -> smsc.binds() == 2);
      await().untilAsserted(() -> assertThat(esme.gauge("binds")).isEqualTo(2));

      // When
      esme.gateway.close();

      // Then
      assertThat(esme.gauge("binds")).isEqualTo(1);
      next.close();
      assertThat(esme.gauge("binds")).isZero();
    }
  }
}
