package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.SESSION;
import static dev.sandi.processor.http.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example to begin with. */
class GenericTest {

  private static final String URL = "https://otp.example.com/v2/reports/generic";

  private final FakeProvider provider = FakeProvider.answering(202, "{\"id\":\"g-1\"}");
  private final Opened opened =
      new Opened()
          .with("SANDI_SECRET_SMS_TOKEN", "t0ken")
          .with("SANDI_SECRET_SMS_SIGNATURE", "k3y");
  private final CollectedReports reports = new CollectedReports();
  private final SmsGateway gateway =
      opened.open("generic", Calls.example("generic", "https://sms.example.com", provider.url()));

  @AfterEach
  void close() {
    opened.close();
    provider.close();
  }

  @Test
  void sendsAMessage() {
    // When
    assertThat(submit(gateway)).isEqualTo(new Accepted("g-1"));

    // Then
    Received request = provider.request();
    assertThat(request.header("authorization")).isEqualTo("Bearer t0ken");
    assertThat(request.header("x-idempotency-key")).isEqualTo(SESSION.toString());
    assertThat(request.parameters()).containsEntry("account", "main");
    assertThat(request.json().get("ttl").isIntegralNumber()).isTrue();
    assertThat(request.json().get("from").stringValue()).isEqualTo("Sandi");
    assertThat(request.json().get("encoding").stringValue()).isEqualTo("gsm7");
    assertThat(request.json().get("callback").stringValue()).isEqualTo(URL);
  }

  @Test
  void tellsErrorsApart() {
    // Then
    provider.answers(request -> Reply.of(400, "{\"error\":{\"code\":\"not_mobile\"}}"));
    assertThat(submit(gateway)).isEqualTo(new Refused("invalid_number", "not_mobile", false));
    provider.answers(request -> Reply.of(200, "{\"error\":{\"code\":\"unknown_text\"}}"));
    assertThat(submit(gateway)).isEqualTo(new Refused("refused", "unknown_text", true));
    provider.answers(
        request -> Reply.of(200, "{\"error\":{\"code\":\"busy\",\"temporary\":true}}"));
    assertThat(submit(gateway)).isIn(new Unavailable("busy"), new Unavailable("no room", true));
  }

  @Test
  void slowsDownWhereItAsksTooOften() {
    // Given
    provider.answers(request -> Reply.of(200, "{\"error\":{\"code\":\"too_fast\"}}"));

    // Then
    assertThat(submit(gateway)).isEqualTo(new Unavailable("too_fast", true));
    assertThat(gateway.room()).isZero();
  }

  @Test
  void takesSignedReports() {
    // Given
    String body =
        """
        {"reports":[{"id":"g-1","state":"delivered"},
         {"id":"g-2","state":"failed","operator_code":17,"reason":"Absent subscriber!"}]}
        """;
    String signature = "sha256=" + HexFormat.of().formatHex(Calls.hash("HmacSHA256", "k3y", body));

    // When
    Told told = receive(body, signature);

    // Then
    assertThat(told).isEqualTo(new Told(200, "application/json", "{\"ok\":true}"));
    assertThat(reports.taken())
        .containsExactly(
            GatewayReport.delivered("generic", "g-1"),
            GatewayReport.undelivered("generic", "g-2", "absent_subscriber", "17"));
    assertThat(receive(body.replace("g-1", "g-9"), signature).status()).isEqualTo(401);
  }

  private Told receive(String body, String signature) {
    return reports
        .receivedBy(opened)
        .receive("generic", Calls.post(URL, Map.of("X-Signature", signature), body))
        .toCompletableFuture()
        .join();
  }
}
