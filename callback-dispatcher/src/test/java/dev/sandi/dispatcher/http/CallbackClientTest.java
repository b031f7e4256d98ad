package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

class CallbackClientTest {

  private static final Duration DEADLINE = Duration.ofMillis(700);
  private static final List<SigningKey> KEYS =
      List.of(SigningKey.of(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

  private final HttpConfiguration configuration = new HttpConfiguration();
  private final DispatcherProperties properties =
      new DispatcherProperties(
          List.of(Duration.ofSeconds(5)),
          DEADLINE,
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          100,
          16,
          16,
          Duration.ofDays(30));
  private final ConnectionProvider connections = configuration.callbackConnections(properties);
  private final LoopResources threads = configuration.callbackThreads();

  @AfterEach
  void dispose() {
    connections.dispose();
    threads.dispose();
  }

  @Test
  void sendsTheBytesWithTheirLength() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // When
      AttemptResult result = call(local(), receiver.url("/é?b=c%20d"));

      // Then
      assertThat(result).isEqualTo(new Answered(200, "", null));
      assertThat(receiver.requests())
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.path()).isEqualTo("/%C3%A9?b=c%20d");
                assertThat(request.body()).isEqualTo("{}");
                assertThat(request.header("Content-length")).isEqualTo("2");
                assertThat(request.headers())
                    .doesNotContainKeys("Transfer-encoding", "Accept-encoding", "Cookie");
              });
    }
  }

  @Test
  void usesAConnectionAgain() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // Given
      CallbackClient client = client(local());

      // When
      for (int i = 0; i < 10; i++) {
        call(client, receiver.url("/"));
      }

      // Then: a connection may come back a moment after its answer, when another was made already.
      assertThat(receiver.requests().stream().map(Received::port).distinct())
          .hasSizeLessThanOrEqualTo(3);
      assertThat(receiver.requests()).hasSize(10);
    }
  }

  @Test
  void waitsForTheFinalAnswer() throws Exception {
    try (RawServer hinting =
        RawServer.start(
            out -> {
              out.write("HTTP/1.1 102 Processing\r\n\r\n".getBytes(US_ASCII));
              out.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".getBytes(US_ASCII));
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
              out.flush();
              Thread.currentThread().join();
            })) {
      // When
      AttemptResult result = call(local(), hinting.url("/"));

      // Then
      assertThat(result).isEqualTo(new Answered(200, "ok", null));
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (Receiver receiver = Receiver.start();
        Receiver elsewhere = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(302).with("Location", elsewhere.url("/")));

      // When
      AttemptResult result = call(local(), receiver.url("/"));

      // Then
      assertThat(result).isEqualTo(new Answered(302, "", null));
      assertThat(receiver.requests()).hasSize(1);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void keepsTheHeadOfAnAnswerAndWhatItAsksFor() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(new Reply(503, Map.of("Retry-After", "120"), "é".repeat(2000)));

      // When
      AttemptResult result = call(local(), receiver.url("/"));

      // Then
      assertThat(result).isEqualTo(new Answered(503, "é".repeat(512), "120"));
    }
  }

  @Test
  void readsNoMoreThan64KiBOfAnAnswer() throws Exception {
    // Given
    CompletableFuture<Long> written = new CompletableFuture<>();
    try (RawServer endless =
        RawServer.start(
            out -> {
              long count = 0;
              try {
                out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n".getBytes(US_ASCII));
                while (true) {
                  out.write(new byte[8192]);
                  count += 8192;
                }
              } finally {
                written.complete(count);
              }
            })) {
      // When
      AttemptResult result = call(local(), endless.url("/"));

      // Then
      assertThat(result)
          .isInstanceOfSatisfying(Answered.class, a -> assertThat(a.status()).isEqualTo(200));
      // The rest is what the system's buffers hold of a connection that was dropped.
      assertThat(written.get(5, TimeUnit.SECONDS)).isLessThan(16L << 20);
    }
  }

  @Test
  void endsAnExchangeThatDripsAtTheDeadline() throws Exception {
    try (RawServer dripping =
        RawServer.start(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII));
              while (true) {
                out.write('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
              }
            })) {
      assertTimesOut(dripping.url("/"));
    }
  }

  @Test
  void endsAnExchangeWithoutAnAnswerAtTheDeadline() throws Exception {
    try (RawServer blackHole = RawServer.blackHole()) {
      assertTimesOut(blackHole.url("/"));
    }
  }

  @Test
  void endsEndlessInterimAnswersAtTheDeadline() throws Exception {
    try (RawServer interim =
        RawServer.start(
            out -> {
              while (true) {
                out.write("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(US_ASCII));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
              }
            })) {
      assertTimesOut(interim.url("/"));
    }
  }

  private void assertTimesOut(String url) throws Exception {
    // When
    long start = System.nanoTime();
    AttemptResult result = call(local(), url);

    // Then
    assertThat(result).isEqualTo(new Failed(Failure.TIMEOUT));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(DEADLINE, DEADLINE.plusMillis(500));
  }

  @Test
  void refusesAHeadThatIsTooLong() throws Exception {
    try (RawServer server =
        RawServer.start(
            out -> {
              out.write(("HTTP/1.1 200 OK\r\nA: " + "x".repeat(20_000)).getBytes(US_ASCII));
              out.flush();
              Thread.currentThread().join();
            })) {
      assertThat(call(local(), server.url("/"))).isEqualTo(new Failed(Failure.INVALID_ANSWER));
    }
  }

  @Test
  void refusesWhatIsNotHttp() throws Exception {
    try (RawServer server =
        RawServer.start(out -> out.write("220 smtp\r\n\r\n".getBytes(US_ASCII)))) {
      assertThat(call(local(), server.url("/"))).isEqualTo(new Failed(Failure.INVALID_ANSWER));
    }
  }

  @Test
  void tellsFailuresApart() throws Exception {
    try (RawServer closing = RawServer.start(out -> {});
        RawServer plain = RawServer.start(out -> out.write("hello\r\n\r\n".getBytes(US_ASCII)))) {
      int nobody = portOfNobody();

      assertThat(call(local(), "http://127.0.0.1:" + nobody))
          .isEqualTo(new Failed(Failure.CONNECTION_FAILED));
      assertThat(call(local(), closing.url("/"))).isEqualTo(new Failed(Failure.CONNECTION_CLOSED));
      assertThat(call(local(), "https://127.0.0.1:" + plain.port()))
          .isEqualTo(new Failed(Failure.TLS_FAILED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "localhost.",
        "127.1.2.3",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "0.0.0.0",
        "[::]",
        "169.254.169.254",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "255.255.255.255",
        "10.0.0.1"
      })
  void connectsToNoForbiddenAddress(String host) throws Exception {
    try (RawServer server = RawServer.blackHole()) {
      // When
      AttemptResult result = call(TestClient.PUBLIC, "http://" + host + ":" + server.port() + "/");

      // Then
      assertThat(result).isEqualTo(new Failed(Failure.FORBIDDEN_ADDRESS));
      assertThat(server.connections()).isZero();
    }
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private AddressRule local() {
    return TestClient.LOCAL;
  }

  private CallbackClient client(AddressRule rule) {
    return configuration.callbackClient(
        configuration.callbackTransports(
            connections, threads, rule, properties, EgressProperties.none()),
        properties);
  }

  private AttemptResult call(AddressRule rule, String url) throws Exception {
    return call(client(rule), url);
  }

  private static AttemptResult call(CallbackClient client, String url) throws Exception {
    CompletableFuture<AttemptResult> result = new CompletableFuture<>();
    client.call(
        new CallbackRequest(
            UuidV7.at(Instant.now()),
            new CallbackUrl(url),
            Body.of("{}".getBytes(US_ASCII)),
            Instant.now(),
            KEYS),
        (came, timing) -> result.complete(came));
    return result.get(5, TimeUnit.SECONDS);
  }
}
