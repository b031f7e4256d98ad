package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.sms;
import static dev.sandi.processor.http.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Ambiguous;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example for Vonage, against what Vonage documents of its SMS API. */
class VonageTest {

  private static final String URL = "https://otp.example.com/v2/reports/vonage/rep0rt";

  private final FakeProvider provider = new FakeProvider(VonageTest::json);
  private final Opened opened =
      new Opened()
          .with("SANDI_SECRET_VONAGE_API_KEY", "abcd1234")
          .with("SANDI_SECRET_VONAGE_API_SECRET", "abcdef0123456789")
          .with("SANDI_SECRET_VONAGE_REPORTS", "rep0rt");
  private final CollectedReports reports = new CollectedReports();
  private final SmsGateway gateway =
      opened.open("vonage", Calls.example("vonage", "https://rest.nexmo.com", provider.url()));

  @AfterEach
  void close() {
    opened.close();
    provider.close();
  }

  private static Reply json(Received request) {
    if (!"Basic YWJjZDEyMzQ6YWJjZGVmMDEyMzQ1Njc4OQ==".equals(request.header("authorization"))) {
      return answer(4);
    }
    Map<String, String> form = request.form();
    if (!request.path().equals("/sms/json")
        || !form.keySet()
            .equals(
                Set.of(
                    "from",
                    "to",
                    "text",
                    "type",
                    "ttl",
                    "status-report-req",
                    "callback",
                    "client-ref"))) {
      return answer(2);
    }
    long ttl = Long.parseLong(form.get("ttl"));
    if (!form.get("to").matches("[0-9]{7,15}")
        || ttl < 20_000
        || ttl > 604_800_000
        || !Set.of("text", "unicode").contains(form.get("type"))
        || form.get("callback").length() > 100
        || !form.get("callback").equals(URL)) {
      return answer(3);
    }
    return answer(0);
  }

  private static Reply answer(int... statuses) {
    StringBuilder messages = new StringBuilder();
    for (int status : statuses) {
      messages.append(messages.isEmpty() ? "" : ",");
      messages.append(
          status == 0
              ? "{\"to\":\"6281234567890\",\"message-id\":\"0A0000%d\",\"status\":\"0\",\"remaining-balance\":\"3.14\",\"message-price\":\"0.03\",\"network\":\"51010\"}"
                  .formatted(messages.length())
              : "{\"status\":\"%d\",\"error-text\":\"Text 493817\"}".formatted(status));
    }
    return Reply.of(
        200, "{\"message-count\":\"%d\",\"messages\":[%s]}".formatted(statuses.length, messages));
  }

  @Test
  void sendsAMessage() {
    assertThat(submit(gateway)).isEqualTo(new Accepted("0A00000"));
    assertThat(provider.request().form()).containsEntry("type", "text");
  }

  @Test
  void asksForUnicodeWhereItIsNeeded() {
    assertThat(submit(gateway, sms("код 493817"))).isInstanceOf(Accepted.class);
    assertThat(provider.request().form())
        .containsEntry("type", "unicode")
        .containsEntry("text", "код 493817");
  }

  @Test
  void takesTheIdOfEachPart() {
    // Given
    provider.answers(request -> answer(0, 0));

    // Then
    assertThat(((Accepted) submit(gateway)).messageIds()).hasSize(2);
  }

  @Test
  void doesNotKnowWhatBecomesOfHalfAMessage() {
    // Given
    provider.answers(request -> answer(0, 1));

    // Then
    assertThat(submit(gateway)).isInstanceOf(Ambiguous.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void slowsDownWhereItAsksTooOften(int status) {
    // Given
    provider.answers(request -> answer(status));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable(String.valueOf(status), true));
    assertThat(gateway.room()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 9})
  void comesAgainWhereItIsNotTheMessage(int status) {
    // Given
    provider.answers(request -> answer(status));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable(String.valueOf(status)));
    // Thirty a second, of which three may go at once.
    assertThat(gateway.room()).isBetween(2, 3);
  }

  @ParameterizedTest
  @CsvSource({"3,refused", "6,unroutable", "7,number_barred", "15,invalid_sender", "29,refused"})
  void knowsWhatIsRefusedForGood(int status, String reason) {
    // Given
    provider.answers(request -> answer(status));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Refused(reason, String.valueOf(status), true));
  }

  private int report(String url, String status, String code) {
    return reports
        .receivedBy(opened)
        .receive(
            "vonage",
            Calls.post(
                url,
                Map.of("Content-Type", "application/json"),
                """
                {"msisdn":"6281234567890","to":"Sandi","network-code":"51010","messageId":"0A00000",
                 "price":"0.03","status":"%s","scts":"2611261000","err-code":"%s",
                 "api-key":"abcd1234","message-timestamp":"2026-11-26 10:00:00"}
                """
                    .formatted(status, code)))
        .toCompletableFuture()
        .join()
        .status();
  }

  @Test
  void takesDeliveryReceipts() {
    // When
    List<Integer> answers =
        List.of(
            report(URL, "buffered", "0"),
            report(URL, "delivered", "0"),
            report(URL, "failed", "6"),
            report(URL, "expired", "99"));

    // Then
    assertThat(answers).containsOnly(204);
    assertThat(reports.taken())
        .containsExactly(
            GatewayReport.delivered("vonage", "0A00000"),
            GatewayReport.undelivered("vonage", "0A00000", "filtered", "6"),
            GatewayReport.undelivered("vonage", "0A00000", "unroutable", "99"));
  }

  @Test
  void takesNoReceiptWithoutTheSecret() {
    assertThat(report(URL + "x", "delivered", "0")).isEqualTo(401);
    assertThat(report(URL.replace("/rep0rt", ""), "delivered", "0")).isEqualTo(401);
    assertThat(reports.taken()).isEmpty();
  }
}
