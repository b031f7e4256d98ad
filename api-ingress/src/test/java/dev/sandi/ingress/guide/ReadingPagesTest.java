package dev.sandi.ingress.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class ReadingPagesTest {

  private static Ingress ingress;

  @BeforeAll
  static void startIngress() {
    ingress = Ingress.shared();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/guides",
        "/docs/guides/first-otp",
        "/docs/gateways/smpp",
        "/docs/capacity",
        "/docs/runbooks/SandiDeadLetters",
        "/docs/events"
      })
  void isAPageThatRunsAndReachesNothing(String path) {
    // When
    Answer page = get(path);

    // Then
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("script-src", "unsafe");
    assertThat(page.body())
        .contains("<h1", "guides\">Guides</a>", "<main")
        .doesNotContain("{root}", "{title}")
        .doesNotContainPattern("<script|<style|\\sstyle=|\\son[a-z]+=");
  }

  @Test
  void isLinkedFromTheReferenceAndTheConsole() {
    assertThat(get("/docs").body()).contains("href=\"docs/guides\"", "href=\"docs/events\"");
    assertThat(get("/console/views/login.js").body()).contains("'docs/guides'");
    assertThat(get("/docs/guides").body()).contains("href=\"../console\"");
  }

  @Test
  void servesTheEventsForMachinesToo() {
    // When
    Answer document = get("/docs/asyncapi.json");

    // Then
    assertThat(document.header("Content-Type")).isEqualTo("application/json");
    assertThat(document.text("asyncapi")).isEqualTo("3.0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/guides/",
        "/docs/guides/unknown",
        "/docs/guides/first-otp.md",
        "/docs/guides/README",
        "/docs/pages/guides/first-otp",
        "/docs/asyncapi.yaml",
        "/docs/page.html",
        "/docs/../api-ingress.yml",
        "/docs/%2e%2e/api-ingress.yml"
      })
  void servesNothingElse(String path) {
    // When
    Answer answer = get(path);

    // Then
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text("error")).isIn("not_found", "invalid_request");
  }

  @Test
  void canBeSwitchedOff() {
    // When
    try (Ingress without =
        Ingress.start(Infrastructure.shared(), Map.of("sandi.ingress.docs", "false"))) {

      // Then
      assertThat(List.of("/docs/guides", "/docs/guides/first-otp", "/docs/asyncapi.json"))
          .allSatisfy(
              path ->
                  assertThat(Customer.call(HttpRequest.newBuilder(without.uri(path))).text("error"))
                      .isEqualTo("not_found"));
    }
  }

  private static Answer get(String path) {
    return Customer.call(HttpRequest.newBuilder(ingress.uri(path)));
  }
}
