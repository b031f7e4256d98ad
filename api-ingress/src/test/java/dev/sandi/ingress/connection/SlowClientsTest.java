package dev.sandi.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresInfrastructure
class SlowClientsTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\"}";

  /** More than there are workers. */
  private static final int CROWD = 300;

  private static Customer customer;

  private final Queue<RawSocket> sockets = new ConcurrentLinkedQueue<>();
  private final Queue<Future<?>> tasks = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @BeforeAll
  static void startIngress() {
    customer = Ingress.shared().customer();
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
    sockets.forEach(RawSocket::close);
  }

  static Stream<String> slow() {
    return Stream.of(
        // A body of which one byte comes, or none
        post("Content-Length: 1000", "{"),
        post("Content-Length: 1000", ""),
        post("Transfer-Encoding: chunked", "3e8\r\n{"),
        post("Transfer-Encoding: chunked", "3"),
        post("Content-Length: 1000\r\nExpect: 100-continue", ""),
        // Bodies that nobody will read
        post("Content-Length: 1000", "").replace(Customer.SEND, "/nowhere"),
        post("Transfer-Encoding: chunked", "").replace(Customer.SEND, "/nowhere"),
        post("Content-Length: 1000", "{").replace(customer().key(), "wrong"),
        post("Content-Length: 100000", "{"),
        post("Content-Length: 1000", "{").replace("application/json", "text/plain"),
        post("Content-Length: 1000", "{").replace("POST", "PUT"),
        // Heads
        post("Content-Length: 1000", "").replace("\r\n\r\n", ""),
        "POST /v2/o",
        "P");
  }

  @ParameterizedTest
  @MethodSource("slow")
  void aCrowdOfSlowClientsDelaysNobody(String beginning) {
    // Given
    for (int i = 0; i < CROWD; i++) {
      RawSocket socket = connect();
      socket.send(beginning);
    }

    // When
    long start = System.nanoTime();
    Answer answer = customer.send(BODY);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    // Then
    assertThat(answer.status()).isEqualTo(201);
    assertThat(taken).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aCrowdThatAsksAndAsksAndReadsNoAnswerDelaysNobody() {
    // Given
    String asked = "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3000);
    ExecutorService clients = Executors.newCachedThreadPool();
    for (int i = 0; i < 64; i++) {
      RawSocket socket = connect();
      tasks.add(clients.submit(() -> socket.send(asked)));
    }

    // When
    List<Duration> taken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertThat(customer.send(BODY.replace("890", "8%02d".formatted(i))).status()).isEqualTo(201);
      taken.add(Duration.ofNanos(System.nanoTime() - start));
    }

    // Then
    assertThat(taken).allSatisfy(each -> assertThat(each).isLessThan(Duration.ofSeconds(2)));
    clients.shutdown();
  }

  @Test
  void closesAConnectionAfterAHundredRequestsThatDidNotWaitForAnswersAndSaysSo() {
    // Given
    RawSocket asking = connect();
    RawSocket waiting = connect();
    String request = "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n";

    // When
    asking.send(request.repeat(100));
    String answers = asking.readToEnd();

    // Then
    assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(101);
    assertThat(answers.split("Connection: close", -1)).hasSize(2);
    for (int i = 0; i < 120; i++) {
      waiting.send(request);
      assertThat(waiting.readUntil("}")).doesNotContain("close");
    }
  }

  static Stream<Arguments> endless() {
    return Stream.of(
        arguments("a body that drips", post("Content-Length: 1000", "{"), " "),
        arguments(
            "chunks that drip", post("Transfer-Encoding: chunked", "1\r\n{\r\n"), "1\r\n \r\n"),
        arguments("a chunk's head that drips", post("Transfer-Encoding: chunked", "1;"), "a"),
        arguments("a body that stops to come", post("Content-Length: 1000", "{"), ""),
        arguments("a body that never comes", post("Content-Length: 1000", ""), ""),
        arguments("headers that drip", "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\n", "X: y\r\n"),
        arguments("a line that drips", "P", "O"),
        arguments("a head that stops to come", "POST /v2/otp/send HTTP/1.1\r\nHos", ""));
  }

  /** All at the same time, since each takes its seconds. */
  @Test
  void refusesWhatDoesNotArriveInTime() {
    // Given
    Map<String, CompletableFuture<Refused>> refused = new LinkedHashMap<>();
    ExecutorService clients = Executors.newCachedThreadPool();

    // When
    endless()
        .map(Arguments::get)
        .forEach(
            slow ->
                refused.put(
                    (String) slow[0],
                    CompletableFuture.supplyAsync(
                        () -> refused((String) slow[1], (String) slow[2]), clients)));

    // Then
    assertThat(refused)
        .allSatisfy(
            (name, answer) -> {
              assertThat(answer.join().text())
                  .startsWith("HTTP/1.1 408")
                  .containsIgnoringCase("connection: close")
                  .contains("{\"code\":408,")
                  .contains("\"error\":\"request_timeout\"");
              assertThat(answer.join().after())
                  .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
            });
    clients.shutdown();
  }

  private record Refused(String text, Duration after) {}

  private Refused refused(String beginning, String drop) {
    RawSocket socket = connect();
    long start = System.nanoTime();
    socket.send(beginning);
    if (!drop.isEmpty()) {
      drip(socket, drop);
    }
    String text = socket.readUntil("}");
    return new Refused(text, Duration.ofNanos(System.nanoTime() - start));
  }

  @Test
  void closesAConnectionWhoseUnreadBodyDrips() {
    // Given
    RawSocket dripping = connect();
    dripping.send(post("Content-Length: 1000", "{").replace(customer.key(), "wrong"));

    // When
    long start = System.nanoTime();
    drip(dripping, " ");
    String answer = dripping.readToEnd();

    // Then
    assertThat(answer).startsWith("HTTP/1.1 401").containsIgnoringCase("connection: close");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void takesABodyThatComesInPieces() {
    // Given
    RawSocket inPieces = connect();
    RawSocket inChunks = connect();
    inPieces.send(post("Content-Length: " + BODY.length(), "{\"msis"));
    inChunks.send(post("Transfer-Encoding: chunked", "6\r\n{\"ms"));

    // When
    after(300, () -> inPieces.send(BODY.substring(6)));
    after(300, () -> inChunks.send("is\r\n14\r\n" + BODY.substring(6) + "\r\n0\r\n\r\n"));

    // Then
    assertThat(inPieces.readUntil("expires_at")).startsWith("HTTP/1.1 201");
    assertThat(inChunks.readUntil("expires_at")).startsWith("HTTP/1.1 201");
  }

  @Test
  void countsTheTimeForAnAnswerFromTheEndOfTheBody() {
    // Given: a client that takes longer to send its body than we may take to answer
    RawSocket slow = connect();
    slow.send(post("Content-Length: " + BODY.length(), "{"));

    // When
    after(3500, () -> slow.send(BODY.substring(1)));

    // Then
    assertThat(slow.readUntil("\r\n")).startsWith("HTTP/1.1 201");
  }

  @Test
  void listsARequestThatWasTooSlow() {
    // Given
    Customer listed = Ingress.shared().customer();
    RawSocket stalled = connect();

    // When
    stalled.send(
        post("Content-Length: 1000", "{")
            .replace(customer.app(), listed.app())
            .replace(customer.key(), listed.key()));
    stalled.readUntil("}");

    // Then
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(listed.get("/v2/otp").json().get("data").valueStream().toList())
                    .singleElement()
                    .satisfies(
                        row -> assertThat(row.get("http_status").intValue()).isEqualTo(408)));
  }

  @Test
  void keepsTheConnectionAfterARefusalWhoseBodyHasArrived() {
    // Given
    RawSocket socket = connect();
    String refused = post("Content-Length: " + BODY.length(), BODY);

    // When
    socket.send(refused.replace(customer.key(), "wrong"));
    String first = socket.readUntil("}");
    socket.send(refused);
    String second = socket.readUntil("}");

    // Then
    assertThat(first).startsWith("HTTP/1.1 401").doesNotContainIgnoringCase("connection: close");
    assertThat(second).startsWith("HTTP/1.1 201");
  }

  private static Customer customer() {
    return customer;
  }

  private static String post(String length, String body) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nApp-ID: %s\r\nAPI-Key: %s\r\n"
            .formatted(Customer.SEND, customer.app(), customer.key())
        + "Content-Type: application/json\r\n"
        + length
        + "\r\n\r\n"
        + body;
  }

  private RawSocket connect() {
    RawSocket socket = RawSocket.open(Ingress.shared().port());
    sockets.add(socket);
    return socket;
  }

  /** A little, again and again, so that no timeout between two bytes ends it. */
  private void drip(RawSocket socket, String drop) {
    tasks.add(
        timer.scheduleWithFixedDelay(() -> socket.send(drop), 500, 500, TimeUnit.MILLISECONDS));
  }

  private void after(int millis, Runnable action) {
    tasks.add(timer.schedule(action, millis, TimeUnit.MILLISECONDS));
  }
}
