package dev.sandi.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.testing.DnsServer;
import dev.sandi.dispatcher.testing.KernelSockets;
import dev.sandi.value.InvalidValueException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The corpus of addresses, and of ways to write them, that no callback may reach. Three witnesses:
 * the sockets' own count of {@code connect(2)}, a listener on every local address, and the kernel's
 * table of sockets.
 */
class ForbiddenTargetsTest {

  /** Nothing here waits for an answer but the first name, until the resolver is ready. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static KernelSockets kernel;
  private static DnsServer dns;
  private static Connects sockets;
  private static Connects pretended;
  private static TestClient client;
  private static TestClient pretending;

  @BeforeAll
  static void start() throws Exception {
    kernel = KernelSockets.watchAll();
    dns = DnsServer.start((name, v6) -> List.of(LOOPBACK));
    sockets = Connects.real();
    pretended = Connects.pretended();
    client = TestClient.of(TestClient.PUBLIC, 16, sockets, dns, PATIENCE);
    pretending = TestClient.of(TestClient.PUBLIC, 16, pretended, dns, PATIENCE);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    pretending.close();
    dns.close();
    kernel.close();
  }

  @Test
  void connectsToNoForbiddenAddressHoweverItIsWritten() throws Exception {
    // Given
    dns.says((name, v6) -> List.of(LOOPBACK));
    List<String> urls = lines("forbidden-urls.txt");

    // When
    Map<String, String> wrong = new LinkedHashMap<>();
    for (String url : urls) {
      String outcome = outcome(url.contains("/") ? url : hostUrl(url));
      if (!outcome.matches("invalid|forbidden_address|unknown_host")) {
        wrong.put(url, outcome);
      }
    }

    // Then
    assertThat(wrong).isEmpty();
    assertThat(urls).hasSizeGreaterThanOrEqualTo(200);
    assertNothingWasCalled();
  }

  @Test
  void connectsToNoForbiddenAddress() throws Exception {
    // Given: what is not read as an address is asked for as a name.
    dns.says((name, v6) -> List.of(LOOPBACK));

    // When
    Map<String, String> wrong = new LinkedHashMap<>();
    for (String address : lines("forbidden-addresses.txt")) {
      String outcome = outcome(literalUrl(address));
      if (!outcome.equals("forbidden_address")) {
        wrong.put(address, outcome);
      }
    }

    // Then
    assertThat(wrong).isEmpty();
    assertNothingWasCalled();
  }

  @Test
  void connectsToNoNameOfAForbiddenAddress() throws Exception {
    // When
    Map<String, String> wrong = new LinkedHashMap<>();
    for (String address : lines("forbidden-addresses.txt")) {
      InetAddress target = InetAddress.getByName(address);
      dns.says((name, v6) -> List.of(target));
      String outcome = outcome(hostUrl(nextName()));
      if (!outcome.equals("forbidden_address")) {
        wrong.put(address, outcome);
      }
    }

    // Then
    assertThat(wrong).isEmpty();
    assertNothingWasCalled();
  }

  @Test
  void callsPublicAddressesAndTheirNames() throws Exception {
    for (String address : lines("public-addresses.txt")) {
      InetAddress target = InetAddress.getByName(address);
      dns.says((name, v6) -> List.of(target));
      for (String url : List.of(literalUrl(address), hostUrl(nextName()))) {
        pretended.forget();
        assertThat(pretending.call(url)).isEqualTo(new Failed(Failure.CONNECTION_FAILED));
        assertThat(pretended.attempts()).as(url).containsExactly(target);
      }
    }
  }

  @Test
  void connectsToPublicAddressesOnlyWhileANameFlips() throws Exception {
    // Given: each query is answered with the other one, the first of a call with either.
    InetAddress open = InetAddress.getByName("8.8.8.8");
    AtomicInteger turn = new AtomicInteger();
    dns.says(
        (name, v6) -> v6 ? List.of() : List.of(turn.getAndIncrement() % 2 == 0 ? open : LOOPBACK));
    pretended.forget();

    // When
    List<AttemptResult> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(pretending.call("http://flipping.example:" + kernel.port() + "/"));
    }

    // Then
    assertThat(results)
        .containsOnly(new Failed(Failure.CONNECTION_FAILED), new Failed(Failure.FORBIDDEN_ADDRESS));
    assertThat(pretended.attempts()).isNotEmpty().containsOnly(open);
  }

  @Test
  void choosesThePublicOneAmongTheAddressesOfAName() throws Exception {
    // Given
    InetAddress open = InetAddress.getByName("8.8.8.8");
    dns.says((name, v6) -> List.of(LOOPBACK, open, InetAddress.getLoopbackAddress()));
    pretended.forget();

    // When
    for (int i = 0; i < 20; i++) {
      pretending.call(hostUrl(nextName()));
    }

    // Then
    assertThat(pretended.attempts()).hasSize(20).containsOnly(open);
  }

  @Test
  void isWatchedByWitnessesWhoSeeAConnection() throws Exception {
    try (KernelSockets watched = KernelSockets.watchAll();
        Connects counted = Connects.real();
        TestClient open = TestClient.of(address -> true, 16, counted, null)) {
      // When
      open.call("http://127.0.0.1:" + watched.port() + "/");

      // Then
      assertThat(counted.attempts()).containsExactly(LOOPBACK);
      assertThat(watched.accepted()).isEqualTo(1);
      if (Files.exists(Path.of("/proc/self/net/tcp"))) {
        await().untilAsserted(() -> assertThat(watched.seen()).isNotEmpty());
      }
    }
  }

  private static void assertNothingWasCalled() {
    assertThat(sockets.attempts()).isEmpty();
    assertThat(kernel.accepted()).isZero();
    assertThat(kernel.seen()).isEmpty();
  }

  private static String outcome(String template) throws Exception {
    try {
      AttemptResult result =
          client.call(template.replace("{port}", Integer.toString(kernel.port())));
      return result instanceof Failed failed ? failed.failure().slug() : "answered";
    } catch (InvalidValueException e) {
      return "invalid";
    }
  }

  private static String hostUrl(String host) {
    return "http://" + host + ":" + kernel.port() + "/";
  }

  private static String literalUrl(String address) {
    return hostUrl(address.contains(":") ? "[" + address + "]" : address);
  }

  private static final AtomicInteger NAMES = new AtomicInteger();

  private static String nextName() {
    return "t" + NAMES.incrementAndGet() + ".example";
  }

  private static List<String> lines(String file) throws IOException {
    URL resource =
        Objects.requireNonNull(ForbiddenTargetsTest.class.getResource("/targets/" + file));
    return Files.readAllLines(Path.of(resource.getPath())).stream()
        .filter(line -> !line.startsWith("#"))
        .map(ForbiddenTargetsTest::unescape)
        .toList();
  }

  private static String unescape(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) != '\\') {
        text.append(line.charAt(i));
      } else if (line.charAt(++i) == 'u') {
        text.append((char) Integer.parseInt(line.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        text.append("\t\n\r\0\\".charAt("tnr0\\".indexOf(line.charAt(i))));
      }
    }
    return text.toString();
  }
}
