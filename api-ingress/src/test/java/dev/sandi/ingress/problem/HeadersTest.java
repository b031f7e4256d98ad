package dev.sandi.ingress.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told of answers that are no pages: to make none of them. */
@RequiresInfrastructure
class HeadersTest {

  private static Ingress ingress;

  @BeforeAll
  static void startIngress() {
    ingress = Ingress.shared();
  }

  @Test
  void areOnAnAcceptedRequest() {
    // When
    Answer answer = ingress.customer().send("{\"msisdn\":\"6281234567890\"}");

    // Then
    assertThat(answer.status()).isEqualTo(201);
    assertThatItIsNoPage(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/otp",
        "/v2/otp/unknown",
        "/admin/v1/apps",
        "/v2/reports/nobody",
        "/v3/api-docs",
        "/console/unknown.js",
        "/docs/unknown.js",
        "/actuator/health/readiness",
        "/%zz"
      })
  void areOnWhateverElseIsAsked(String path) {
    // When
    Answer answer =
        Answer.parse(
            RawSocket.exchange(
                ingress.port(),
                "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path)));

    // Then
    assertThatItIsNoPage(answer);
  }

  @Test
  void areReplacedByThoseOfAPage() {
    // When
    Answer page = Customer.call(HttpRequest.newBuilder(ingress.uri("/console")));

    // Then
    assertThat(page.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("script-src 'self'");
  }

  private static void assertThatItIsNoPage(Answer answer) {
    assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .containsExactly("default-src 'none'; frame-ancestors 'none'");
  }
}
