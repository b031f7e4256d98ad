package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.testing.DnsServer;
import dev.sandi.dispatcher.testing.RawServer;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.resources.LoopResources;

/** Servers that do what no server should, over real sockets. */
class HostileReceiversTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String POISON = "HTTP/1.1 500 Poison\r\nContent-Length: 6\r\n\r\npoison";
  private static final Answered ACCEPTED = new Answered(200, "ok", null);
  private static final Duration TOLERANCE = Duration.ofMillis(250);

  private final TestClient client = TestClient.local();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void endsEveryExchangeAtTheDeadline() throws Exception {
    try (RawServer drippingHead = dripping("HTTP/1.1 200 OK\r\nA: ");
        RawServer drippingBody = dripping("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n");
        RawServer drippingChunks =
            dripping("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n");
        RawServer blackHole = RawServer.blackHole();
        RawServer interim = repeating("HTTP/1.1 103 Early Hints\r\n\r\n", 50);
        DnsServer silent = DnsServer.silent();
        TestClient nameless =
            TestClient.of(
                TestClient.LOCAL, 16, new HttpConfiguration().callbackThreads(), silent)) {
      List<String> urls =
          List.of(
              drippingHead.url("/"),
              drippingBody.url("/"),
              drippingChunks.url("/"),
              blackHole.url("/"),
              blackHole.url("/").replace("http:", "https:"),
              interim.url("/"));

      // When: three times, since one late answer may be the machine's.
      List<List<Duration>> rounds = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Stream<CompletableFuture<Duration>> exchanges =
            Stream.concat(
                urls.stream().map(url -> timeOut(client, url)),
                Stream.of(timeOut(nameless, "http://silent" + i + ".example/")));
        rounds.add(exchanges.toList().stream().map(CompletableFuture::join).toList());
      }

      // Then
      for (int url = 0; url <= urls.size(); url++) {
        int at = url;
        Duration median = rounds.stream().map(round -> round.get(at)).sorted().toList().get(1);
        assertThat(median).as("exchange %d", url).isLessThanOrEqualTo(TOLERANCE);
      }
      assertThat(silent.queries()).isPositive();
    }
  }

  /** How far from the deadline it timed out. */
  private static CompletableFuture<Duration> timeOut(TestClient client, String url) {
    long start = System.nanoTime();
    return client
        .begin(url)
        .thenApply(
            result -> {
              Duration time = Duration.ofNanos(System.nanoTime() - start);
              assertThat(result).as(url).isEqualTo(new Failed(Failure.TIMEOUT));
              return time.minus(TestClient.DEADLINE).abs();
            });
  }

  private static RawServer dripping(String beginning) {
    return RawServer.start(
        out -> {
          write(out, beginning);
          while (true) {
            write(out, "x");
            TimeUnit.SECONDS.sleep(1);
          }
        });
  }

  private static RawServer repeating(String text, long pauseMillis) {
    return RawServer.start(
        out -> {
          while (true) {
            write(out, text);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
          }
        });
  }

  @Test
  void endsInterimAnswersThatComeTooFastToCount() throws Exception {
    try (RawServer interim = repeating("HTTP/1.1 100 Continue\r\n\r\n".repeat(100), 0)) {
      assertThat(client.call(interim.url("/"))).isEqualTo(new Failed(Failure.INVALID_ANSWER));
    }
  }

  @Test
  void inflatesNothing() throws Exception {
    // Given: 64 MiB of zeros, in some 64 KiB
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 1024; i++) {
        gzip.write(new byte[65_536]);
      }
    }
    for (String coding : List.of("gzip", "deflate", "gzip, gzip")) {
      try (RawServer bomb =
          RawServer.start(
              out -> {
                write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(coding, packed.size()));
                out.write(packed.toByteArray());
                out.flush();
                Thread.currentThread().join();
              })) {
        // When
        AttemptResult result = client.call(bomb.url("/"));

        // Then: the gzip header is still there.
        assertThat(result)
            .isInstanceOfSatisfying(
                Answered.class, answer -> assertThat(answer.head()).startsWith("\u001f"));
      }
    }
  }

  @Test
  void countsWhatAnAnswerIsOnTheWireAndNotWhatItIsWorth() throws Exception {
    // Given: one byte of content in chunks of a kilobyte
    AtomicLong written = new AtomicLong();
    CountDownLatch hungUp = new CountDownLatch(1);
    byte[] chunk = ("1;" + "x".repeat(1000) + "\r\nx\r\n").getBytes(US_ASCII);
    try (RawServer wasteful =
        RawServer.start(
            out -> {
              write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              try {
                while (true) {
                  out.write(chunk);
                  written.addAndGet(chunk.length);
                }
              } finally {
                hungUp.countDown();
              }
            })) {
      // When
      AttemptResult result = client.call(wasteful.url("/"));

      // Then
      assertThat(result)
          .isInstanceOfSatisfying(
              Answered.class,
              answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.head()).matches("x{1,66}");
              });
      assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
      // The rest is what the system's buffers hold of a connection that was dropped.
      assertThat(written.get()).isLessThan(16L << 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"A: b\r\n", "A: \r\n", ": x\r\n", "A:\r\n b\r\n"})
  void refusesTenThousandHeaders(String header) throws Exception {
    try (RawServer server =
        RawServer.start(
            out -> {
              write(out, "HTTP/1.1 200 OK\r\n" + header.repeat(10_000) + "\r\n");
              Thread.currentThread().join();
            })) {
      assertThat(client.call(server.url("/"))).isEqualTo(new Failed(Failure.INVALID_ANSWER));
    }
  }

  @Test
  void refusesTenThousandTrailers() throws Exception {
    try (RawServer server =
        RawServer.start(
            out -> {
              write(
                  out,
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                      + "A: b\r\n".repeat(10_000)
                      + "\r\n");
              Thread.currentThread().join();
            })) {
      assertThat(client.call(server.url("/"))).isEqualTo(new Failed(Failure.INVALID_ANSWER));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 -200 OK\r\n\r\n",
        "HTTP/9.9.9 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab",
        "<html><body>HTTP/0.9</body></html>\n",
        "\u0016\u0003\u0001 TLS where nobody asked for it\r\n\r\n",
      })
  void refusesWhatIsNoAnswer(String answer) throws Exception {
    try (RawServer server =
        RawServer.start(
            out -> {
              write(out, answer);
              Thread.currentThread().join();
            })) {
      assertThat(client.call(server.url("/"))).isEqualTo(new Failed(Failure.INVALID_ANSWER));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\nA: b",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort",
        "HTTP/1.1 103 Early Hints\r\n\r\n"
      })
  void tellsOfAnAnswerThatBreaksOff(String answer) throws Exception {
    try (RawServer server =
        RawServer.converse(
            (in, out) -> {
              RawServer.readRequest(in);
              write(out, answer);
            })) {
      assertThat(client.call(server.url("/"))).isEqualTo(new Failed(Failure.CONNECTION_CLOSED));
    }
  }

  @Test
  void tellsOfAResetInTheBody() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> reset(listener));
      thread.start();
      assertThat(client.call("http://127.0.0.1:" + listener.getLocalPort() + "/"))
          .isEqualTo(new Failed(Failure.CONNECTION_CLOSED));
      thread.join();
    }
  }

  private static void reset(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      RawServer.readRequest(socket.getInputStream());
      write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesAnAnswerThatComesBeforeTheRequestWasRead() throws Exception {
    try (RawServer hasty =
        RawServer.start(
            out -> {
              write(out, OK);
              TimeUnit.MILLISECONDS.sleep(200);
            })) {
      assertThat(client.call(hasty.url("/"))).isEqualTo(ACCEPTED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        POISON,
        "HTTP/1.1 500 Poison\r\nA: ",
        "HTTP/1.1 500 Poison\r\nContent-Length: 900\r\n\r\n",
        "HTTP/1.1 50",
        "H",
        "poison",
        "\r\n\r\nHTTP/1.1 500 Poison\r\nA: "
      })
  void givesNoRequestAnAnswerThatCameBeforeIt(String excess) throws Exception {
    try (RawServer atOnce = RawServer.converse((in, out) -> poison(in, out, excess, 0));
        RawServer later = RawServer.converse((in, out) -> poison(in, out, excess, 20));
        TestClient one =
            TestClient.of(TestClient.LOCAL, 1, LoopResources.create("one", 1, true), null)) {
      // When: calls wait for the one connection, or find it idle.
      List<CompletableFuture<AttemptResult>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(one.begin(atOnce.url("/")));
        calls.add(one.begin(atOnce.url("/")));
        calls.get(calls.size() - 1).get(5, TimeUnit.SECONDS);
      }
      for (int i = 0; i < 5; i++) {
        calls.add(CompletableFuture.completedFuture(one.call(later.url("/"))));
        TimeUnit.MILLISECONDS.sleep(80);
      }

      // Then: a connection may be closed just when a request is on its way.
      assertThat(calls.stream().map(CompletableFuture::join))
          .allSatisfy(
              result -> assertThat(result).isIn(ACCEPTED, new Failed(Failure.CONNECTION_CLOSED)));
      assertThat(calls.get(0).join()).isEqualTo(ACCEPTED);
      assertThat(calls.get(calls.size() - 1).join()).isEqualTo(ACCEPTED);
    }
  }

  /** Answers a request properly, and then once more, at once or after a pause. */
  private static void poison(InputStream in, OutputStream out, String excess, long pauseMillis)
      throws IOException, InterruptedException {
    while (RawServer.readRequest(in)) {
      if (pauseMillis == 0) {
        write(out, OK + excess);
      } else {
        write(out, OK);
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        write(out, excess);
      }
    }
  }

  @Test
  void holdsNoMoreOfAnswersThan64KiBEach() throws Exception {
    // Given
    int calls = 256;
    CountDownLatch written = new CountDownLatch(calls);
    byte[] part = new byte[60_000];
    Arrays.fill(part, (byte) 'x');
    InetAddress here = InetAddress.getLoopbackAddress();
    try (RawServer server =
            RawServer.start(
                out -> {
                  write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n");
                  out.write(part);
                  out.flush();
                  written.countDown();
                  Thread.currentThread().join();
                });
        DnsServer dns = DnsServer.start((name, v6) -> List.of(here));
        TestClient many =
            TestClient.of(
                TestClient.LOCAL,
                calls,
                new HttpConfiguration().callbackThreads(),
                dns,
                Duration.ofSeconds(8))) {
      many.call("http://closed.example:1/");
      long before = memory();

      // When
      List<CompletableFuture<AttemptResult>> results =
          IntStream.range(0, calls)
              .mapToObj(i -> many.begin("http://h" + i % 8 + ".example:" + server.port() + "/"))
              .toList();
      assertThat(written.await(7, TimeUnit.SECONDS)).isTrue();
      long during = memory();

      // Then
      assertThat(results.stream().filter(CompletableFuture::isDone)).isEmpty();
      assertThat(during - before).isLessThan(calls * 65_536L);
    }
  }

  /** Bytes of the heap that are in use, and of Netty's buffers outside of it. */
  private static long memory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + Math.max(0, PlatformDependent.usedDirectMemory());
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }
}
