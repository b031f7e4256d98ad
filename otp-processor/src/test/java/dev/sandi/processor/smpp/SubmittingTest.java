package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.smsc.SmscSimulator;
import dev.sandi.smsc.Submitted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmittingTest {

  private final SmscSimulator smsc = SmscSimulator.start(0);

  @AfterEach
  void stop() {
    smsc.close();
  }

  @Test
  void aMessageIsAcceptedWithTheIdThatTheSmscGaveIt() {
    try (Esme esme = Esme.on(smsc)) {
      // When
      SubmitResult result = esme.submit("Your code is 123456");

      // Then
      Submitted submitted = submitted();
      assertThat(result).isEqualTo(new SubmitResult.Accepted(Long.toString(submitted.id())));
      assertThat(submitted.msisdn()).isEqualTo("6281234567890");
      assertThat(submitted.text()).isEqualTo("Your code is 123456");
    }
  }

  @ParameterizedTest
  @CsvSource({"'Código: 1{2}3 €', 8", "'Code: @£$¥ {€} [~] ÄÖÜß', 0", "Ваш код 123456 😀, 8"})
  void aTextArrivesAsItIsInTheAlphabetThatItNeeds(String text, int dataCoding) {
    try (Esme esme = Esme.on(smsc)) {
      // When
      esme.submit(text);

      // Then
      assertThat(submitted().text()).isEqualTo(text);
      assertThat(submitted().pdu().getDataCoding()).isEqualTo((byte) dataCoding);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udh", "sar"})
  void aLongTextGoesInPartsThatBelongTogether(String how) {
    try (Esme esme = Esme.on(smsc, "long_messages", how)) {
      // Given
      String text = "€uro {code} ".repeat(30);

      // When
      SubmitResult result = esme.submit(text);

      // Then
      List<Submitted> parts = smsc.ledger().all();
      assertThat(parts.stream().map(Submitted::text).collect(Collectors.joining())).isEqualTo(text);
      assertThat(parts).extracting(Submitted::part).containsExactly(1, 2, 3);
      assertThat(parts).extracting(Submitted::parts).containsOnly(3);
      assertThat(parts.stream().map(Submitted::reference).distinct()).hasSize(1);
      assertThat(result)
          .isEqualTo(
              new SubmitResult.Accepted(
                  parts.stream().map(part -> Long.toString(part.id())).toList()));
    }
  }

  @Test
  void aLongTextCanGoUndivided() {
    try (Esme esme = Esme.on(smsc, "long_messages", "payload")) {
      // Given
      String text = "Ваш код 123456. ".repeat(20);

      // When
      esme.submit(text);

      // Then
      assertThat(submitted().text()).isEqualTo(text);
      assertThat(submitted().pdu().getShortMessage()).isEmpty();
    }
  }

  @Test
  void eachBindSubmitsLongTextsInItsOwnWayAndTheOthersInThatOfTheGateway() {
    // Given
    List<Map<String, Object>> binds =
        List.of(Map.of("long_messages", "sar"), Map.of("long_messages", "payload"), Map.of());
    try (Esme esme = Esme.on(smsc, "binds", binds, "long_messages", "udh")) {
      await().until(() -> smsc.binds() == 3);
      await().until(() -> esme.gateway.room() == 30);

      // When
      for (int n = 0; n < 6; n++) {
        esme.submit("Your code is 123456. ".repeat(20));
      }

      // Then
      Map<String, Set<String>> ways =
          smsc.ledger().all().stream()
              .collect(
                  Collectors.groupingBy(
                      Submitted::connection,
                      Collectors.mapping(SubmittingTest::way, Collectors.toSet())));
      assertThat(ways.values())
          .containsExactlyInAnyOrder(Set.of("sar"), Set.of("payload"), Set.of("udh"));
    }
  }

  private static String way(Submitted submitted) {
    if (submitted.pdu().isUdhi()) {
      return "udh";
    }
    return submitted.pdu().getShortMessage().length == 0 ? "payload" : "sar";
  }

  @Test
  void anAppHasItsOwnSource() {
    try (Esme esme =
        Esme.on(
            smsc,
            "source",
            Map.of("address", "Sandi"),
            "sources",
            Map.of("bank", Map.of("address", "62215550123")))) {
      // When
      esme.submit(Esme.sms("bank", "6281234567890", "1"));
      esme.submit(Esme.sms("shop", "6281234567890", "2"));

      // Then
      assertThat(smsc.ledger().all())
          .extracting(s -> source(s.pdu()))
          .containsExactly("62215550123/1/1", "Sandi/5/0");
    }
  }

  @ParameterizedTest
  @CsvSource({"Sandi, 5, 0", "12345, 3, 0", "+62215550123, 1, 1", "6281234567, 1, 1", "'', 0, 0"})
  void theTypeOfASourceFollowsFromItsForm(String address, int ton, int npi) {
    try (Esme esme = Esme.on(smsc, "source", Map.of("address", address))) {
      // When
      esme.submit("1");

      // Then
      assertThat(source(submitted().pdu()))
          .isEqualTo(address.replace("+", "") + "/" + ton + "/" + npi);
    }
  }

  @Test
  void whatASubmitSaysIsWhatWasConfigured() {
    try (Esme esme =
        Esme.on(
            smsc,
            "source",
            Map.of("address", "12345", "ton", 6, "npi", 9),
            "destination",
            Map.of("ton", 2, "npi", 8),
            "data_coding",
            Map.of("gsm7", 241),
            "service_type",
            "OTP",
            "priority",
            2,
            "registered_delivery",
            17)) {
      // When
      esme.submit("1");

      // Then
      SubmitSm pdu = submitted().pdu();
      assertThat(source(pdu)).isEqualTo("12345/6/9");
      assertThat(pdu.getDestAddrTon()).isEqualTo((byte) 2);
      assertThat(pdu.getDestAddrNpi()).isEqualTo((byte) 8);
      assertThat(pdu.getDataCoding()).isEqualTo((byte) 241);
      assertThat(pdu.getServiceType()).isEqualTo("OTP");
      assertThat(pdu.getPriorityFlag()).isEqualTo((byte) 2);
      assertThat(pdu.getRegisteredDelivery()).isEqualTo((byte) 17);
    }
  }

  @ParameterizedTest
  @CsvSource({"relative, 000000000500000R", "absolute, 261126020500000+", "none,"})
  void theSmscIsToldUntilWhenTheCodeIsOfUse(String validity, String period) {
    try (Esme esme = Esme.on(smsc, "validity", validity)) {
      // When
      esme.submit("1");

      // Then
      assertThat(submitted().pdu().getValidityPeriod()).isEqualTo(period);
    }
  }

  @Test
  void aMessageIsUsuallyReportedAndGoesToAnInternationalNumber() {
    try (Esme esme = Esme.on(smsc)) {
      // When
      esme.submit("1");

      // Then
      SubmitSm pdu = submitted().pdu();
      assertThat(pdu.getRegisteredDelivery()).isEqualTo((byte) 1);
      assertThat(pdu.getDestAddrTon()).isEqualTo((byte) 1);
      assertThat(pdu.getDestAddrNpi()).isEqualTo((byte) 1);
    }
  }

  @Test
  void theWindowIsUsedAndNotExceeded() {
    smsc.latency(Duration.ofMillis(30));
    try (Esme esme = Esme.on(smsc, "window", 7)) {
      // When
      List<SubmitResult> results =
          esme.submitAll(IntStream.range(0, 200).mapToObj(i -> "Code " + i).toList());

      // Then
      assertThat(results).allMatch(SubmitResult.Accepted.class::isInstance);
      assertThat(smsc.ledger().mostOpen()).isEqualTo(7);
    }
  }

  @Test
  void roomIsWhatTheWindowHasLeft() {
    smsc.latency(Duration.ofMillis(300));
    try (Esme esme = Esme.on(smsc, "window", 2)) {
      assertThat(esme.gateway.room()).isEqualTo(2);

      // When
      var first = esme.submitting("1");
      var second = esme.submitting("2");

      // Then
      assertThat(esme.gateway.room()).isZero();
      assertThat(esme.submit("3")).isEqualTo(new SubmitResult.Unavailable("no room", true));
      Esme.result(first);
      Esme.result(second);
      assertThat(esme.gateway.room()).isEqualTo(2);
    }
  }

  @Test
  void roomIsToldWhenAnAnswerMakesSome() {
    try (Esme esme = Esme.on(smsc, "window", 1)) {
      // Given
      AtomicInteger told = new AtomicInteger();
      esme.gateway.onRoom(told::incrementAndGet);

      // When
      esme.submit("1");

      // Then
      await().until(() -> told.get() > 0);
    }
  }

  @Test
  void theRateIsHeld() {
    try (Esme esme = Esme.on(smsc, "rate", 50, "window", 100)) {
      // When
      long start = System.nanoTime();
      esme.submitAll(IntStream.range(0, 40).mapToObj(i -> "Code " + i).toList());

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(650));
    }
  }

  @Test
  void roomIsToldWhenTheRateAllowsTheNext() {
    try (Esme esme = Esme.on(smsc, "rate", 5)) {
      // Given
      esme.submit("1");
      assertThat(esme.gateway.room()).isZero();
      AtomicInteger told = new AtomicInteger();
      esme.gateway.onRoom(
          () -> {
            if (esme.gateway.room() > 0) {
              told.incrementAndGet();
            }
          });

      // Then
      await().until(() -> told.get() > 0);
    }
  }

  private static String source(SubmitSm pdu) {
    String address = pdu.getSourceAddr();
    return (address == null ? "" : address)
        + "/"
        + pdu.getSourceAddrTon()
        + "/"
        + pdu.getSourceAddrNpi();
  }

  /** The only one. */
  private Submitted submitted() {
    assertThat(smsc.ledger().all()).hasSize(1);
    return smsc.ledger().all().get(0);
  }
}
