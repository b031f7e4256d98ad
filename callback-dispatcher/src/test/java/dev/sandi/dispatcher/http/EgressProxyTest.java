package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.EgressProperties.Proxy;
import dev.sandi.dispatcher.http.EgressProperties.Tls;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressProxyTest {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String answer = "200 OK";

  @Test
  void goesThroughTheProxyWhichIsGivenTheName() throws Exception {
    try (RawServer proxy = RawServer.converse(this::connect);
        TestClient client = through(proxy.url(""))) {
      // When
      AttemptResult result = client.call("http://receiver.example/hook");

      // Then
      assertThat(result).isEqualTo(new Answered(200, "ok", null));
      assertThat(asked).hasSize(2);
      assertThat(asked.get(0))
          .startsWith("CONNECT receiver.example:80 HTTP/1.1")
          // jdoe:secret
          .containsIgnoringCase("proxy-authorization: Basic amRvZTpzZWNyZXQ=");
      assertThat(asked.get(1))
          .startsWith("POST /hook HTTP/1.1")
          .doesNotContainIgnoringCase("proxy-authorization");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, PROXY_FAILED",
    "500 Internal Server Error, PROXY_FAILED",
    "503 Service Unavailable, PROXY_FAILED",
    "403 Forbidden, FORBIDDEN_ADDRESS",
    "502 Bad Gateway, CONNECTION_FAILED",
    "504 Gateway Timeout, TIMEOUT"
  })
  void tellsTheProxysFailuresFromTheCustomers(String status, Failure failure) throws Exception {
    // Given
    answer = status;
    try (RawServer proxy = RawServer.converse(this::connect);
        TestClient client = through(proxy.url(""))) {
      assertThat(client.call("http://receiver.example/")).isEqualTo(new Failed(failure));
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void tellsThatTheProxyIsAway() throws Exception {
    try (TestClient client = through("http://127.0.0.1:1")) {
      assertThat(client.call("http://receiver.example/"))
          .isEqualTo(new Failed(Failure.PROXY_FAILED));
    }
  }

  @Test
  void tellsThatTheProxyHangsUp() throws Exception {
    try (RawServer proxy = RawServer.start(out -> {});
        TestClient client = through(proxy.url(""))) {
      assertThat(client.call("http://receiver.example/"))
          .isEqualTo(new Failed(Failure.PROXY_FAILED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[fd00:ec2::254]",
        "[fe80::1%25lo]",
        "localhost",
        "LOCALHOST.",
        "a.localhost"
      })
  void asksTheProxyForNothingThatIsForbidden(String host) throws Exception {
    try (RawServer proxy = RawServer.converse(this::connect);
        TestClient client = through(proxy.url(""))) {
      assertThat(client.call("http://" + host + "/"))
          .isEqualTo(new Failed(Failure.FORBIDDEN_ADDRESS));
      assertThat(asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy:3128",
        "https://proxy:3128",
        "http://proxy",
        "http://user:hunter2@proxy:3128",
        "http://proxy:3128/path",
        "http://pro xy:3128"
      })
  void refusesAUrlThatIsNoProxys(String url) {
    assertThatThrownBy(() -> through(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SANDI_DISPATCHER_PROXY")
        .hasMessageNotContaining("hunter2");
  }

  /** A proxy that plays the receivers as well. */
  private void connect(InputStream in, OutputStream out) throws IOException {
    asked.add(head(in));
    out.write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(US_ASCII));
    out.flush();
    if (answer.startsWith("200")) {
      asked.add(head(in));
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
      out.flush();
      in.read();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static TestClient through(String url) {
    return TestClient.of(
        TestClient.PUBLIC,
        null,
        new EgressProperties(
            List.of(), new Proxy(url, "jdoe", Secret.of("secret")), new Tls("", "", "")));
  }
}
