package dev.sandi.ingress.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class ReferencePageTest {

  private static final String BUNDLE = "/docs/swagger-ui-bundle.js";

  private static Ingress ingress;

  @BeforeAll
  static void startIngress() {
    ingress = Ingress.shared();
  }

  @Test
  void servesAllThatThePageNeedsByItself() {
    // When
    Answer page = get("/docs");
    List<String> needed =
        Pattern.compile("(?:src|href)=\"([^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(match -> match.group(1))
            .toList();

    // Then
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(needed)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            path -> {
              assertThat(path).doesNotContain(":").doesNotStartWith("/");
              assertThat(get("/" + path).status()).isEqualTo(200);
            });
  }

  @Test
  void forbidsThePageToReachAnythingElse() {
    assertThat(get("/docs").header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/",
        "/docs/index.html",
        "/docs/package.json",
        "/docs/api-ingress.yml",
        "/docs/a/b",
        "/swagger-ui.html",
        "/swagger-ui/index.html",
        "/webjars/swagger-ui/5.34.1/index.html",
        "/v3/api-docs/swagger-config",
        "/v3/api-docs/unknown",
        "/v3"
      })
  void servesNothingElse(String path) {
    // When
    Answer answer = get(path);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("error")).isEqualTo("not_found");
  }

  @Test
  void zipsForWhoTakesIt() throws Exception {
    // When
    HttpResponse<byte[]> zipped = bytes("gzip, deflate, br");
    HttpResponse<byte[]> plain = bytes("gzip;q=0");

    // Then
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain.body());
  }

  @Test
  void sendsAgainOnlyWhatHasChanged() {
    // Given
    String tag = get(BUNDLE).header("ETag");

    // When
    Answer same =
        Customer.call(HttpRequest.newBuilder(ingress.uri(BUNDLE)).header("If-None-Match", tag));

    // Then
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
  }

  @Test
  void isNotHeldUpByReadersThatDoNotRead() {
    // Given: more of them than there are workers, and more for each than a socket holds
    Customer customer = ingress.customer();
    List<RawSocket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        RawSocket socket = RawSocket.open(ingress.port());
        idle.add(socket);
        socket.send("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(BUNDLE).repeat(3));
      }

      // When
      long start = System.nanoTime();
      Answer answer = customer.send("{\"msisdn\":\"6281234567890\"}");
      Duration taken = Duration.ofNanos(System.nanoTime() - start);

      // Then
      assertThat(answer.status()).isEqualTo(201);
      assertThat(taken).isLessThan(Duration.ofSeconds(3));
    } finally {
      idle.forEach(RawSocket::close);
    }
  }

  @Test
  void canBeSwitchedOff() {
    // When
    try (Ingress without =
        Ingress.start(Infrastructure.shared(), Map.of("sandi.ingress.docs", "false"))) {

      // Then
      assertThat(List.of("/docs", BUNDLE, "/v3/api-docs", "/v3/api-docs/admin"))
          .allSatisfy(
              path ->
                  assertThat(Customer.call(HttpRequest.newBuilder(without.uri(path))).text("error"))
                      .isEqualTo("not_found"));
    }
  }

  private static Answer get(String path) {
    return Customer.call(HttpRequest.newBuilder(ingress.uri(path)));
  }

  private static HttpResponse<byte[]> bytes(String accepted)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(ingress.uri(BUNDLE)).header("Accept-Encoding", accepted).build(),
            BodyHandlers.ofByteArray());
  }
}
