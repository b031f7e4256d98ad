package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.submit;
import static dev.sandi.processor.http.RawProvider.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Ambiguous;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HostileProviderTest {

  private static final Duration TIMEOUT = Duration.ofMillis(700);

  private final Opened opened = new Opened().with("SANDI_SECRET_KEY", "s3cret");

  @AfterEach
  void close() {
    opened.close();
  }

  private SmsGateway openAt(String url) {
    return opened.open(
        """
        request: {url: "%s", json: {text: "{text}"}}
        authentication: {bearer: "${SANDI_SECRET_KEY}"}
        timeout: %s
        answers: [{status: 2xx, result: accepted, message_id: {pointer: /id}}]
        """
            .formatted(url, TIMEOUT));
  }

  private SubmitResult answeredBy(RawProvider.Behaviour behaviour) {
    try (RawProvider provider = new RawProvider(behaviour)) {
      SubmitResult result = submit(openAt(provider.url()));
      assertThat(provider.requests()).isEqualTo(1);
      return result;
    }
  }

  @Test
  void knowsThatNothingWasSentWhereNobodyListens() throws IOException {
    // Given
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    // When
    SubmitResult result = submit(openAt("http://127.0.0.1:" + port));

    // Then
    assertThat(result).isEqualTo(new Unavailable("the connection failed"));
  }

  @Test
  void knowsThatNothingWasSentWhereTheHostIsNotKnown() {
    assertThat(submit(openAt("https://sms.invalid/"))).isInstanceOf(Unavailable.class);
  }

  @Test
  void knowsThatNothingWasSentWithoutTls() {
    // Given: a server that speaks no TLS, and is asked for it
    try (RawProvider provider =
        new RawProvider(out -> out.write(bytes("HTTP/1.1 200 OK\r\n\r\n")))) {
      // When
      SubmitResult result = submit(openAt(provider.url().replace("http:", "https:")));

      // Then
      assertThat(result).isEqualTo(new Unavailable("TLS failed"));
    }
  }

  @Test
  void knowsThatNothingWasSentWhereTheHandshakeIsNotAnswered() {
    try (RawProvider provider = new RawProvider(out -> Thread.currentThread().join())) {
      // When
      SubmitResult result = submit(openAt(provider.url().replace("http:", "https:")));

      // Then
      assertThat(result).isEqualTo(new Unavailable("no answer in time"));
    }
  }

  @Test
  void doesNotKnowWhatASilentProviderDid() {
    assertThat(answeredBy(out -> Thread.currentThread().join()))
        .isEqualTo(new Ambiguous("no answer in time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"1\"}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\""
      })
  void doesNotKnowWhatAProviderDidThatHungUp(String beginning) {
    assertThat(answeredBy(out -> out.write(bytes(beginning))))
        .isEqualTo(new Ambiguous("the connection was closed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage\r\n\r\n", "\u0016\u0003\u0001", "HTTP/1.1 abc\r\n\r\n"})
  void doesNotKnowWhatSomethingElseDid(String garbage) {
    assertThat(answeredBy(out -> out.write(bytes(garbage)))).isInstanceOf(Ambiguous.class);
  }

  @Test
  void waitsForNoAnswerLongerThanTheWholeExchangeMayTake() {
    // Given
    long start = System.nanoTime();

    // When
    SubmitResult result =
        answeredBy(
            out -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
              while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(100);
              }
            });

    // Then
    assertThat(result).isEqualTo(new Ambiguous("no answer in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(4));
  }

  @Test
  void readsNoMoreThan64KiB() {
    // Given
    AtomicLong written = new AtomicLong();

    // When
    SubmitResult result =
        answeredBy(
            out -> {
              out.write(bytes("HTTP/1.1 200 OK\r\n\r\n{\"id\":\"1\",\"x\":\""));
              byte[] part = bytes("x".repeat(8192));
              while (true) {
                out.write(part);
                written.addAndGet(part.length);
              }
            });

    // Then
    assertThat(result).isEqualTo(new Ambiguous("answered 200 without a message id"));
    assertThat(written.get()).isLessThan(20L * 1024 * 1024);
  }

  @Test
  void unzipsNoMoreThan64KiB() throws IOException {
    // Given: 20 MiB in 20 KiB
    byte[] bomb = zipped("{\"id\":\"1\",\"x\":\"" + "x".repeat(20 * 1024 * 1024) + "\"}");

    // When
    SubmitResult result = answeredBy(out -> write(out, "gzip", bomb));

    // Then
    assertThat(bomb.length).isLessThan(64 * 1024);
    assertThat(result).isEqualTo(new Ambiguous("answered 200 without a message id"));
  }

  @Test
  void readsWhatIsZippedWithoutBeingAsked() throws IOException {
    // Given
    byte[] zipped = zipped("{\"id\":\"1\"}");

    // Then
    assertThat(answeredBy(out -> write(out, "gzip", zipped))).isEqualTo(new Accepted("1"));
    assertThat(answeredBy(out -> write(out, "br", zipped))).isInstanceOf(Ambiguous.class);
    assertThat(answeredBy(out -> write(out, "gzip", bytes("no zip"))))
        .isInstanceOf(Ambiguous.class);
  }

  private static void write(OutputStream out, String encoding, byte[] body) throws IOException {
    out.write(
        bytes(
            "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(encoding, body.length)));
    out.write(body);
    out.flush();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(bytes(text));
    }
    return bytes.toByteArray();
  }

  @Test
  void waitsForTheFinalAnswer() {
    assertThat(
            answeredBy(
                out ->
                    out.write(
                        bytes(
                            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}"))))
        .isEqualTo(new Accepted("1"));
  }

  @Test
  void carriesNothingToWhereItIsRedirected() {
    try (FakeProvider elsewhere = FakeProvider.answering(200, "{\"id\":\"1\"}");
        FakeProvider provider =
            new FakeProvider(
                request ->
                    Reply.of(307, "")
                        .with("Location", elsewhere.url())
                        .with("Set-Cookie", "a=b"))) {
      // Given
      SmsGateway gateway = openAt(provider.url());

      // When
      SubmitResult result = submit(gateway);
      submit(gateway);

      // Then
      assertThat(result).isEqualTo(new Unavailable("answered 307"));
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(provider.requests())
          .hasSize(2)
          .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("cookie"));
    }
  }

  @Test
  void isNotHeldUpByTextThatAnExpressionTakesForEverOn() {
    // Given
    try (FakeProvider provider = FakeProvider.answering(200, "a".repeat(60_000) + "!")) {
      SmsGateway gateway =
          opened.open(
              """
              request: {url: "%s"}
              answers:
                - {when: {matches: "^(a+)+$"}, result: refused}
                - {when: {matches: "^(a|b)*c"}, result: refused}
                - {status: 200, result: accepted}
              """
                  .formatted(provider.url()));
      long start = System.nanoTime();

      // When
      SubmitResult result = submit(gateway);

      // Then
      assertThat(result).isInstanceOf(Accepted.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
