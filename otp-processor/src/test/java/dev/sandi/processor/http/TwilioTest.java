package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.submit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriUtils;

/** The example for Twilio, against what Twilio documents of its API. */
class TwilioTest {

  private static final String SID = "SM0123456789abcdef0123456789abcdef";
  private static final String URL = "https://otp.example.com/v2/reports/twilio";

  private final FakeProvider provider = new FakeProvider(TwilioTest::messages);
  private final Opened opened =
      new Opened()
          .with("SANDI_SECRET_TWILIO_ACCOUNT_SID", "AC0")
          .with("SANDI_SECRET_TWILIO_AUTH_TOKEN", "t0ken");
  private final CollectedReports reports = new CollectedReports();
  private final SmsGateway gateway =
      opened.open("twilio", Calls.example("twilio", "https://api.twilio.com", provider.url()));

  @AfterEach
  void close() {
    opened.close();
    provider.close();
  }

  private static Reply messages(Received request) {
    if (!"Basic QUMwOnQwa2Vu".equals(request.header("authorization"))) {
      return Reply.of(401, "{\"code\":20003,\"message\":\"Authenticate\",\"status\":401}");
    }
    if (!request.path().equals("/2010-04-01/Accounts/AC0/Messages.json")
        || !request.method().equals("POST")) {
      return Reply.of(404, "{\"code\":20404,\"message\":\"not found\",\"status\":404}");
    }
    Map<String, String> form = request.form();
    int valid = Integer.parseInt(form.get("ValidityPeriod"));
    if (!form.keySet().equals(Set.of("To", "From", "Body", "ValidityPeriod", "StatusCallback"))
        || !form.get("To").matches("\\+[0-9]{4,16}")
        || valid < 1
        || valid > 36_000
        || !form.get("StatusCallback").equals(URL)) {
      return Reply.of(400, "{\"code\":21211,\"message\":\"strict\",\"status\":400}");
    }
    return Reply.of(
        201,
        """
        {"account_sid":"AC0","api_version":"2010-04-01","body":"Sent from","direction":"outbound-api",
         "error_code":null,"error_message":null,"num_segments":"1","sid":"%s","status":"queued",
         "to":"%s","uri":"/2010-04-01/Accounts/AC0/Messages/%s.json"}
        """
            .formatted(SID, form.get("To"), SID));
  }

  @Test
  void sendsAMessage() {
    assertThat(submit(gateway)).isEqualTo(new Accepted(SID));
    assertThat(provider.request().form())
        .containsEntry("To", "+6281234567890")
        .containsEntry("Body", "Your code is 493817");
  }

  @ParameterizedTest
  @CsvSource({
    "400,21211,invalid_number,false",
    "400,21614,invalid_number,false",
    "400,21610,unsubscribed,false",
    "400,21635,landline,false",
    "400,21606,invalid_sender,true",
    "400,21659,invalid_sender,true",
    "400,21408,no_route,true",
    "400,21612,no_route,true",
    "400,21602,refused,true"
  })
  void knowsWhatIsRefusedForGood(int status, int code, String reason, boolean elsewhere) {
    // Given
    answers(status, code);

    // Then
    assertThat(submit(gateway)).isEqualTo(new Refused(reason, String.valueOf(code), elsewhere));
  }

  @ParameterizedTest
  @CsvSource({"429,20429", "400,21611", "429,14107"})
  void slowsDownWhereItAsksTooOften(int status, int code) {
    // Given
    answers(status, code);

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable(String.valueOf(code), true));
    assertThat(gateway.room()).isZero();
  }

  @Test
  void waitsWhereTheAccountIsNotLetIn() {
    // Given
    answers(401, 20003);

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable("answered 401"));
  }

  private void answers(int status, int code) {
    provider.answers(
        request ->
            Reply.of(
                status,
                "{\"code\":%d,\"message\":\"The 'To' number +6281234567890 is odd\",\"more_info\":\"https://www.twilio.com/docs/errors/%d\",\"status\":%d}"
                    .formatted(code, code, status)));
  }

  private Told report(String status, String errorCode, String token) {
    TreeMap<String, String> form = new TreeMap<>();
    form.put("AccountSid", "AC0");
    form.put("ApiVersion", "2010-04-01");
    form.put("From", "+15005550006");
    form.put("MessageSid", SID);
    form.put("MessageStatus", status);
    form.put("SmsSid", SID);
    form.put("SmsStatus", status);
    form.put("To", "+6281234567890");
    if (errorCode != null) {
      form.put("ErrorCode", errorCode);
    }
    StringBuilder signed = new StringBuilder(URL);
    form.forEach((name, value) -> signed.append(name).append(value));
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + UriUtils.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    String signature =
        Base64.getEncoder().encodeToString(Calls.hash("HmacSHA1", token, signed.toString()));
    return reports
        .receivedBy(opened)
        .receive("twilio", Calls.post(URL, Map.of("X-Twilio-Signature", signature), body))
        .toCompletableFuture()
        .join();
  }

  @Test
  void takesStatusCallbacks() {
    // When
    assertThat(report("sent", null, "t0ken").status()).isEqualTo(204);
    assertThat(report("delivered", null, "t0ken").status()).isEqualTo(204);
    assertThat(report("undelivered", "30003", "t0ken").status()).isEqualTo(204);
    assertThat(report("failed", "30999", "t0ken").status()).isEqualTo(204);

    // Then
    assertThat(reports.taken())
        .containsExactly(
            GatewayReport.delivered("twilio", SID),
            GatewayReport.undelivered("twilio", SID, "unreachable", "30003"),
            GatewayReport.undelivered("twilio", SID, "undelivered", "30999"));
  }

  @Test
  void takesNoStatusCallbackOfSomebodyElse() {
    assertThat(report("delivered", null, "guess").status()).isEqualTo(401);
    assertThat(reports.taken()).isEmpty();
    assertThat(
            opened
                .metrics
                .get("sandi.gateway.http.reports.rejected")
                .tags("gateway", "twilio", "reason", "unauthentic")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
