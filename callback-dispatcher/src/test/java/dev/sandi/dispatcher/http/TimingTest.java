package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.EgressProperties.Proxy;
import dev.sandi.dispatcher.http.EgressProperties.Tls;
import dev.sandi.dispatcher.http.TestClient.Timed;
import dev.sandi.dispatcher.testing.DnsServer;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.TlsServer;
import dev.sandi.testing.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingTest {

  private static final String HOST = "receiver.example";
  private static final int DEADLINE = (int) TestClient.DEADLINE.toMillis();

  /** Long enough to be told from what a loaded machine takes for nothing. */
  private static final int LONG = 150;

  @Test
  void notesWhatANewConnectionTook() throws Exception {
    try (DnsServer dns = DnsServer.start((name, v6) -> loopback());
        Receiver receiver = Receiver.start();
        TestClient client = local(dns)) {
      // When
      Timed timed = client.time("http://" + HOST + ":" + receiver.port() + "/");

      // Then
      assertThat(timed.result()).isEqualTo(new Answered(200, "", null));
      assertThat(timed.timing().dnsMs()).isNotNull();
      assertThat(timed.timing().connectMs()).isNotNull();
      assertThat(timed.timing().tlsMs()).isNull();
      assertThat(timed.timing().firstByteMs()).isNotNull();
      assertThat(timed.timing().reused()).isFalse();
      assertThat(timed.timing().phase()).isNull();
    }
  }

  @Test
  void notesOfAConnectionThatWasThereNothingButTheAnswer() throws Exception {
    try (DnsServer dns = DnsServer.start((name, v6) -> loopback());
        Receiver receiver = Receiver.start();
        TestClient client = local(dns)) {
      // Given
      String url = "http://" + HOST + ":" + receiver.port() + "/";
      client.time(url);

      // When: a connection may come back a moment after its answer.
      Timing timing = client.time(url).timing();
      for (int i = 0; i < 10 && !timing.reused(); i++) {
        timing = client.time(url).timing();
      }

      // Then
      assertThat(timing.reused()).isTrue();
      assertThat(timing.firstByteMs()).isNotNull();
      assertThat(timing).isEqualTo(new Timing(null, null, null, timing.firstByteMs(), true, null));
    }
  }

  @Test
  void resolvesNoAddress() throws Exception {
    try (Receiver receiver = Receiver.start();
        TestClient client = TestClient.local()) {
      // When
      Timing timing = client.time(receiver.url("/")).timing();

      // Then
      assertThat(timing.dnsMs()).isNull();
      assertThat(timing.connectMs()).isNotNull();
    }
  }

  @Test
  void tellsASlowNameServerFromASlowReceiver() throws Exception {
    try (DnsServer dns =
            DnsServer.start(
                (name, v6) -> {
                  pause();
                  return loopback();
                });
        RawServer slow = RawServer.converse(TimingTest::answerSlowly);
        Receiver quick = Receiver.start();
        TestClient client = local(dns)) {
      // When
      Timing slowName = client.time("http://" + HOST + ":" + quick.port() + "/").timing();
      Timing slowAnswer = client.time(slow.url("/")).timing();

      // Then
      assertThat(slowName.dnsMs()).isGreaterThanOrEqualTo(LONG);
      assertThat(slowName.connectMs()).isLessThan(LONG);
      assertThat(slowName.firstByteMs()).isLessThan(LONG);
      assertThat(slowAnswer.connectMs()).isLessThan(LONG);
      assertThat(slowAnswer.firstByteMs()).isGreaterThanOrEqualTo(LONG);
    }
  }

  @Test
  void notesTheHandshake(@TempDir Path dir) throws Exception {
    // Given
    Certificates certificates = new Certificates(dir);
    certificates.makeAuthority("authority");
    certificates.make("good", HOST, "authority");
    Tls trusting = new Tls(certificates.pem("authority").toString(), "", "");
    try (DnsServer dns = DnsServer.start((name, v6) -> loopback());
        TlsServer server = TlsServer.start(certificates.server("good", "authority"), false);
        TestClient client =
            TestClient.of(
                TestClient.LOCAL,
                dns,
                new EgressProperties(List.of(), new Proxy("", "", null), trusting));
        TestClient stranger = local(dns)) {
      // When
      Timed trusted = client.time(server.url(HOST));
      Timed refused = stranger.time(server.url(HOST));

      // Then
      assertThat(trusted.result()).isEqualTo(new Answered(200, "", null));
      assertThat(trusted.timing().tlsMs()).isGreaterThan(0);
      assertThat(trusted.timing().firstByteMs()).isNotNull();
      assertThat(refused.result()).isEqualTo(new Failed(Failure.CERTIFICATE_UNTRUSTED));
      assertThat(refused.timing().phase()).isEqualTo(Phase.TLS);
      assertThat(refused.timing().firstByteMs()).isNull();
    }
  }

  @Test
  void recognisesANameServerThatIsSilent() throws Exception {
    try (DnsServer dns = DnsServer.silent();
        TestClient client = local(dns)) {
      // When
      Timed timed = client.time("http://" + HOST + "/");

      // Then
      assertHung(timed, Phase.DNS, timed.timing().dnsMs());
      assertThat(timed.timing().connectMs()).isNull();
    }
  }

  @Test
  void recognisesAServerThatTakesNoConnection() throws Exception {
    List<Socket> full = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TestClient client = TestClient.local()) {
      // Given
      fill(server, full);

      // When
      Timed timed = client.time("http://127.0.0.1:" + server.getLocalPort() + "/");

      // Then
      assertHung(timed, Phase.CONNECT, timed.timing().connectMs());
      assertThat(timed.timing().firstByteMs()).isNull();
    } finally {
      for (Socket socket : full) {
        socket.close();
      }
    }
  }

  @Test
  void recognisesAServerThatDoesNotShakeHands() throws Exception {
    try (RawServer blackHole = RawServer.blackHole();
        TestClient client = TestClient.local()) {
      // When
      Timed timed = client.time("https://127.0.0.1:" + blackHole.port() + "/");

      // Then
      assertHung(timed, Phase.TLS, timed.timing().tlsMs());
      assertThat(timed.timing().connectMs()).isLessThan(DEADLINE / 2);
      assertThat(timed.timing().firstByteMs()).isNull();
    }
  }

  @Test
  void recognisesAServerThatDoesNotAnswer() throws Exception {
    try (RawServer blackHole = RawServer.blackHole();
        TestClient client = TestClient.local()) {
      // When
      Timed timed = client.time(blackHole.url("/"));

      // Then
      assertHung(timed, Phase.FIRST_BYTE, timed.timing().firstByteMs());
      assertThat(timed.timing().connectMs()).isLessThan(DEADLINE / 2);
    }
  }

  @Test
  void recognisesAnAnswerWithoutAnEnd() throws Exception {
    try (RawServer hanging =
            RawServer.start(
                out -> {
                  out.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx".getBytes(US_ASCII));
                  out.flush();
                  Thread.currentThread().join();
                });
        TestClient client = TestClient.local()) {
      // When
      Timed timed = client.time(hanging.url("/"));

      // Then
      assertThat(timed.result()).isEqualTo(new Failed(Failure.TIMEOUT));
      assertThat(timed.timing().phase()).isEqualTo(Phase.BODY);
      assertThat(timed.timing().firstByteMs()).isLessThan(DEADLINE / 2);
    }
  }

  @Test
  void recognisesWhereOtherFailuresHappened() throws Exception {
    try (DnsServer dns = DnsServer.start((name, v6) -> List.of());
        RawServer hangingUp = RawServer.start(out -> {});
        TestClient client = local(dns);
        TestClient guarded = TestClient.of(TestClient.PUBLIC, dns, EgressProperties.none())) {
      assertFailed(client.time("http://" + HOST + "/"), Failure.UNKNOWN_HOST, Phase.DNS);
      assertFailed(client.time("http://127.0.0.1:1/"), Failure.CONNECTION_FAILED, Phase.CONNECT);
      assertFailed(guarded.time("http://127.0.0.1:1/"), Failure.FORBIDDEN_ADDRESS, Phase.CONNECT);
      assertFailed(client.time(hangingUp.url("/")), Failure.CONNECTION_CLOSED, Phase.FIRST_BYTE);
    }
  }

  @Test
  void goesOnWithTheSecondAddressOfAName() throws Exception {
    // Given: nobody listens at the first.
    List<InetAddress> addresses =
        List.of(
            InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), InetAddress.getLoopbackAddress());
    try (DnsServer dns = DnsServer.start((name, v6) -> addresses);
        Receiver receiver = Receiver.start();
        TestClient client = local(dns)) {
      // When
      Timed timed = client.time("http://" + HOST + ":" + receiver.port() + "/");

      // Then
      assertThat(timed.result()).isEqualTo(new Answered(200, "", null));
      assertThat(timed.timing().connectMs()).isNotNull();
      assertThat(timed.timing().firstByteMs()).isNotNull();
      assertThat(timed.timing().reused()).isFalse();
    }
  }

  @Test
  void countsTheProxysWayToTheReceiverAsConnecting() throws Exception {
    try (RawServer slow =
            RawServer.converse(
                (in, out) -> {
                  readHead(in);
                  pause();
                  say(out, "HTTP/1.1 200 OK\r\n\r\n");
                  answer(in, out);
                });
        RawServer silent = RawServer.blackHole();
        RawServer half =
            RawServer.converse(
                (in, out) -> {
                  readHead(in);
                  say(out, "HTTP/1.1 200 OK\r\n\r\n");
                  Thread.currentThread().join();
                });
        TestClient client = through(slow);
        TestClient hanging = through(silent);
        TestClient encrypted = through(half)) {
      // When
      Timed timed = client.time("http://" + HOST + "/");
      Timed hung = hanging.time("http://" + HOST + "/");
      Timed unencrypted = encrypted.time("https://" + HOST + "/");

      // Then
      assertThat(timed.result()).isEqualTo(new Answered(200, "ok", null));
      assertThat(timed.timing().dnsMs()).isNull();
      assertThat(timed.timing().connectMs()).isGreaterThanOrEqualTo(LONG);
      assertThat(timed.timing().firstByteMs()).isLessThan(LONG);
      assertHung(hung, Phase.CONNECT, hung.timing().connectMs());
      assertThat(hung.timing().firstByteMs()).isNull();
      assertHung(unencrypted, Phase.TLS, unencrypted.timing().tlsMs());
    }
  }

  @Test
  void waitsForAConnectionUntilAnythingIsBegun() {
    assertThat(new Stopwatch(true).read(true))
        .isEqualTo(new Timing(null, null, null, null, false, Phase.WAITING));
  }

  private static void assertHung(Timed timed, Phase phase, Integer millis) {
    assertFailed(timed, Failure.TIMEOUT, phase);
    assertThat(millis).isBetween(DEADLINE / 2, DEADLINE + 500);
  }

  private static void assertFailed(Timed timed, Failure failure, Phase phase) {
    assertThat(timed.result()).isEqualTo(new Failed(failure));
    assertThat(timed.timing().phase()).isEqualTo(phase);
  }

  private static void fill(ServerSocket server, List<Socket> full) throws IOException {
    for (int i = 0; i < 100; i++) {
      Socket socket = new Socket();
      full.add(socket);
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), LONG);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new AssertionError("it takes any number of connections");
  }

  private static void answerSlowly(InputStream in, OutputStream out) throws IOException {
    RawServer.readRequest(in);
    pause();
    say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    in.read();
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    RawServer.readRequest(in);
    say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    in.read();
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.indexOf("\r\n\r\n") >= 0) {
        return;
      }
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<InetAddress> loopback() {
    return List.of(InetAddress.getLoopbackAddress());
  }

  private static TestClient local(DnsServer dns) {
    return TestClient.of(TestClient.LOCAL, dns, EgressProperties.none());
  }

  private static TestClient through(RawServer proxy) {
    return TestClient.of(
        TestClient.PUBLIC,
        null,
        new EgressProperties(List.of(), new Proxy(proxy.url(""), "", null), new Tls("", "", "")));
  }
}
