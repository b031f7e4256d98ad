package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The example for Infobip, against what Infobip documents of its SMS API. */
class InfobipTest {

  private static final String URL = "https://otp.example.com/v2/reports/infobip/rep0rt";

  private final FakeProvider provider = new FakeProvider(InfobipTest::messages);
  private final Opened opened =
      new Opened()
          .with("SANDI_SECRET_INFOBIP_API_KEY", "k3y")
          .with("SANDI_SECRET_INFOBIP_REPORTS", "rep0rt");
  private final CollectedReports reports = new CollectedReports();
  private final SmsGateway gateway =
      opened.open(
          "infobip", Calls.example("infobip", "https://xxxxx.api.infobip.com", provider.url()));

  @AfterEach
  void close() {
    opened.close();
    provider.close();
  }

  private static Reply messages(Received request) {
    if (!"App k3y".equals(request.header("authorization"))) {
      return Reply.of(401, "{\"errorCode\":\"E401\",\"description\":\"Unauthorized\"}");
    }
    JsonNode message = request.json().at("/messages/0");
    boolean right =
        request.path().equals("/sms/3/messages")
            && "application/json".equals(request.header("content-type"))
            && "application/json".equals(request.header("accept"))
            && message.at("/sender").isString()
            && message.at("/destinations/0/to").stringValue("").matches("[0-9]+")
            && message.at("/content/text").isString()
            && message.at("/options/validityPeriod/amount").isIntegralNumber()
            && message.at("/options/validityPeriod/timeUnit").stringValue("").equals("MINUTES")
            && message.at("/webhooks/delivery/url").stringValue("").equals(URL);
    return right
        ? answer(1, "PENDING", "PENDING_ACCEPTED")
        : Reply.of(400, "{\"errorCode\":\"E400\",\"description\":\"Bad request\"}");
  }

  private static Reply answer(int group, String groupName, String name) {
    return Reply.of(
        200,
        """
        {"bulkId":"2034072219640523072","messages":[{"messageId":"2250be2d4219-3af1-78856",
         "status":{"groupId":%d,"groupName":"%s","id":26,"name":"%s","description":"Message"},
         "destination":"6281234567890","details":{"messageCount":1}}]}
        """
            .formatted(group, groupName, name));
  }

  @Test
  void sendsAMessage() {
    assertThat(submit(gateway)).isEqualTo(new Accepted("2250be2d4219-3af1-78856"));
    assertThat(provider.request().json().at("/messages/0/options/validityPeriod/amount").intValue())
        .isBetween(4, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "REJECTED_PREFIX_MISSING,invalid_number,false",
    "REJECTED_ROUTE_NOT_AVAILABLE,rejected,true",
    "REJECTED_FLOODING_FILTER,rejected,true"
  })
  void knowsWhatIsRefusedForGood(String name, String reason, boolean elsewhere) {
    // Given
    provider.answers(request -> answer(5, "REJECTED", name));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Refused(reason, name, elsewhere));
  }

  @Test
  void comesAgainWhereTheAccountHasNoCredit() {
    // Given
    provider.answers(request -> answer(5, "REJECTED", "REJECTED_NOT_ENOUGH_CREDITS"));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable("REJECTED_NOT_ENOUGH_CREDITS"));
    assertThat(gateway.room()).isPositive();
  }

  @Test
  void slowsDownWhereItAsksTooOften() {
    // Given
    provider.answers(request -> Reply.of(429, "{\"errorCode\":\"E429\"}").with("Retry-After", "2"));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable("answered 429", true));
    assertThat(gateway.room()).isZero();
  }

  private static String result(String id, String group, int error, String name) {
    return """
        {"bulkId":"B","messageId":"%s","to":"6281234567890","sentAt":"2026-11-26T10:00:00.000+0000",
         "doneAt":"2026-11-26T10:00:05.000+0000","messageCount":1,
         "price":{"pricePerMessage":0.01,"currency":"EUR"},
         "status":{"groupId":3,"groupName":"%s","id":5,"name":"X","description":"Message"},
         "error":{"groupId":0,"groupName":"OK","id":%d,"name":"%s","permanent":true}}
        """
        .formatted(id, group, error, name);
  }

  private int report(String url, String... results) {
    return reports
        .receivedBy(opened)
        .receive(
            "infobip",
            Calls.post(url, Map.of(), "{\"results\":[" + String.join(",", results) + "]}"))
        .toCompletableFuture()
        .join()
        .status();
  }

  @Test
  void takesManyReportsAtOnce() {
    // When
    int status =
        report(
            URL,
            result("a", "DELIVERED", 0, "NO_ERROR"),
            result("b", "PENDING", 0, "NO_ERROR"),
            result("c", "UNDELIVERABLE", 27, "EC_ABSENT_SUBSCRIBER"));

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(reports.taken())
        .containsExactly(
            GatewayReport.delivered("infobip", "a"),
            GatewayReport.undelivered("infobip", "c", "absent_subscriber", "27"));
  }

  @Test
  void takesNoReportWithoutTheSecret() {
    assertThat(report(URL.replace("rep0rt", "guess"), result("a", "DELIVERED", 0, "NO_ERROR")))
        .isEqualTo(401);
    assertThat(reports.taken()).isEmpty();
  }
}
