package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.yaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.DefinedGateways;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.value.Secret;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ReceivingReportsTest {

  private static final String URL = "https://otp.example.com/v2/reports/local";
  private static final String DELIVERED = "{\"id\":\"m-1\",\"state\":\"ok\"}";

  private final Opened opened =
      new Opened().with("SANDI_SECRET_R", "s3cret").with("SANDI_SECRET_Q", "q");
  private final CollectedReports reports = new CollectedReports();

  @AfterEach
  void close() {
    opened.close();
  }

  private void openWith(String authentication, String more) {
    Map<String, Object> settings =
        yaml("request: {url: 'https://sms.example.com/'}\nanswers: [{result: accepted}]\n");
    Map<String, Object> reported =
        yaml(
            "authentication: "
                + authentication
                + "\nmessage_id: /id\nstate: /state\ndelivered: ok\nundelivered: [bad, 2]\nignore: [wait]\n");
    reported.putAll(yaml(more));
    settings.put("reports", reported);
    opened.open("local", settings);
  }

  private int receive(ReportCall call) {
    return reports.receivedBy(opened).receive("local", call).toCompletableFuture().join().status();
  }

  private static final String SECRET = "{path: '${SANDI_SECRET_R}'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: '${SANDI_SECRET_R}'}|/s3cret||200",
        "{path: '${SANDI_SECRET_R}'}|/s3cret/||401",
        "{path: '${SANDI_SECRET_R}'}|||401",
        "{path: '${SANDI_SECRET_R}'}|?s3cret||401",
        "{query: {name: key, secret: '${SANDI_SECRET_R}'}}|?a=b&key=s3cret||200",
        "{query: {name: key, secret: '${SANDI_SECRET_R}'}}|?key=s3cret&key=x||401",
        "{query: {name: key, secret: '${SANDI_SECRET_R}'}}|?Key=s3cret||401",
        "{header: {name: X-Key, secret: '${SANDI_SECRET_R}'}}||x-key=s3cret|200",
        "{header: {name: X-Key, secret: '${SANDI_SECRET_R}'}}||x-key=S3cret|401",
        "{header: {name: X-Key, secret: '${SANDI_SECRET_R}'}}|||401",
        "{basic: {username: u, password: '${SANDI_SECRET_R}'}}||authorization=basic dTpzM2NyZXQ=|200",
        "{basic: {username: u, password: '${SANDI_SECRET_R}'}}||authorization=Basic dTpzM2NyZXQ|401",
        "{basic: {username: u, password: '${SANDI_SECRET_R}'}}||authorization=dTpzM2NyZXQ=|401",
        "{sources: [192.0.2.0/29]}|||200",
        "{sources: ['2001:db8::/32', 192.0.2.7]}|||200",
        "{sources: [192.0.2.8/29]}|||401",
        "{path: '${SANDI_SECRET_R}', sources: [198.51.100.1]}|/s3cret||401",
        "{path: '${SANDI_SECRET_R}', header: {name: k, secret: '${SANDI_SECRET_Q}'}}|/s3cret|k=q|200",
        "{path: '${SANDI_SECRET_R}', header: {name: k, secret: '${SANDI_SECRET_Q}'}}|/s3cret|k=r|401",
      })
  void takesOnlyWhatIsAuthentic(String authentication, String behind, String header, int status) {
    // Given
    openWith(authentication, "");
    Map<String, String> headers =
        header == null ? Map.of() : Map.of(header.split("=", 2)[0], header.split("=", 2)[1]);

    // When
    int told = receive(Calls.post(URL + (behind == null ? "" : behind), headers, DELIVERED));

    // Then
    assertThat(told).isEqualTo(status);
    assertThat(reports.taken())
        .isEqualTo(status == 200 ? List.of(GatewayReport.delivered("local", "m-1")) : List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "sha1,HmacSHA1,hex",
    "sha256,HmacSHA256,hex",
    "sha512,HmacSHA512,hex",
    "sha256,HmacSHA256,base64"
  })
  void knowsSignaturesOfTheBody(String algorithm, String javaName, String encoding) {
    // Given
    openWith(
        "{hmac: {header: X-Sig, secret: '${SANDI_SECRET_R}', algorithm: %s, encoding: %s}}"
            .formatted(algorithm, encoding),
        "");
    byte[] hash = Calls.hash(javaName, "s3cret", DELIVERED);
    String signature =
        encoding.equals("hex")
            ? HexFormat.of().withUpperCase().formatHex(hash)
            : Base64.getEncoder().encodeToString(hash);

    // Then
    assertThat(receive(Calls.post(URL, Map.of("x-sig", signature), DELIVERED))).isEqualTo(200);
    assertThat(receive(Calls.post(URL, Map.of("x-sig", signature), DELIVERED + " ")))
        .isEqualTo(401);
    assertThat(receive(Calls.post(URL, Map.of("x-sig", ""), DELIVERED))).isEqualTo(401);
    assertThat(receive(Calls.post(URL, Map.of(), DELIVERED))).isEqualTo(401);
  }

  @Test
  void signsAsTwilioDoes() {
    // Given: the example of Twilio's documentation
    SecretReference token = new SecretReference("SANDI_SECRET_T");
    AuthenticateReport authenticate =
        new AuthenticateReport(
            new ReportAuthentication(
                null, null, null, null, null, new ReportAuthentication.Twilio(token), null),
            Map.of(token, Secret.of("12345")),
            "https://mycompany.com/myapp.php");

    // When
    ReportCall call =
        new ReportCall(
            "POST",
            null,
            "",
            "foo=1&bar=2",
            "",
            Map.of("X-Twilio-Signature", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
            ReportBody.of(
                "CallSid=CA1234567890ABCDE&From=%2B12349013030&To=%2B18005551212&Caller=%2B12349013030&Digits=1234"
                    .getBytes(UTF_8)));

    // Then
    assertThat(authenticate.isAuthentic(call)).isTrue();
  }

  @Test
  void readsAForm() {
    // Given
    openWith(SECRET, "where: form");

    // Then
    assertThat(receive(Calls.post(URL + "/s3cret", Map.of(), "id=m%2F1&state=ok"))).isEqualTo(200);
    assertThat(reports.taken()).containsExactly(GatewayReport.delivered("local", "m/1"));
  }

  @Test
  void readsParameters() {
    // Given
    openWith(SECRET, "where: query\nnetwork_code: /err");

    // Then
    assertThat(receive(Calls.get(URL + "/s3cret?id=m-1&state=2&err=7"))).isEqualTo(200);
    assertThat(reports.taken())
        .containsExactly(GatewayReport.undelivered("local", "m-1", "undelivered", "7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{}",
        "[{}]",
        "{\"id\":\"\",\"state\":\"ok\"}",
        "{\"id\":\"1\"}",
        "null"
      })
  void doesNotTakeWhatItCannotRead(String body) {
    // Given
    openWith(SECRET, "");

    // Then
    assertThat(receive(Calls.post(URL + "/s3cret", Map.of(), body))).isEqualTo(400);
    assertThat(rejected("unreadable")).isEqualTo(1);
    assertThat(reports.taken()).isEmpty();
  }

  @Test
  void takesWhatItCanReadOfMany() {
    // Given
    openWith(SECRET, "items: /all");

    // When
    int status =
        receive(
            Calls.post(
                URL + "/s3cret",
                Map.of(),
                "{\"all\":[{\"state\":\"ok\"},{\"id\":1,\"state\":\"ok\"},{\"id\":2,\"state\":\"wait\"},{\"id\":3,\"state\":\"new\"}]}"));

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(reports.taken()).containsExactly(GatewayReport.delivered("local", "1"));
    for (String state : List.of("delivered", "ignored", "unknown", "incomplete")) {
      assertThat(
              opened
                  .metrics
                  .get("sandi.gateway.http.reports")
                  .tags("gateway", "local", "state", state)
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void asksToComeAgainWhileTheDatabaseIsAway() {
    // Given
    openWith(SECRET, "");
    reports.goAway();

    // Then
    assertThat(receive(Calls.post(URL + "/s3cret", Map.of(), DELIVERED))).isEqualTo(503);
    assertThat(rejected("unavailable")).isEqualTo(1);
  }

  @Test
  void asksToComeAgainWhereNobodyTakesReports() {
    // Given
    openWith(SECRET, "");
    ReceiveReports receive =
        new ReceiveReports(
            opened.kind,
            new StaticListableBeanFactory().getBeanProvider(DefinedGateways.class),
            new StaticListableBeanFactory().getBeanProvider(TakesReports.class));

    // Then
    assertThat(
            receive
                .receive("local", Calls.post(URL + "/s3cret", Map.of(), DELIVERED))
                .toCompletableFuture()
                .join()
                .status())
        .isEqualTo(503);
  }

  @Test
  void knowsNoGatewayThatIsNotOpenOrAwaitsNoReports() {
    // Given
    opened.open(
        "mute", yaml("request: {url: 'https://sms.example.com/'}\nanswers: [{result: accepted}]"));

    // Then
    for (String name : List.of("local", "mute")) {
      assertThat(
              reports
                  .receivedBy(opened)
                  .receive(name, Calls.get(URL))
                  .toCompletableFuture()
                  .join()
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void showsNoSecret() {
    // Given
    openWith(SECRET, "");

    // Then
    assertThat(opened.kind.find("local").toString()).doesNotContain("s3cret");
    assertThat(Calls.post(URL + "/s3cret", Map.of("a", "s3cret"), "s3cret").toString())
        .isEqualTo("ReportCall[POST]");
  }

  private double rejected(String reason) {
    return opened
        .metrics
        .get("sandi.gateway.http.reports.rejected")
        .tags("gateway", "local", "reason", reason)
        .counter()
        .count();
  }
}
