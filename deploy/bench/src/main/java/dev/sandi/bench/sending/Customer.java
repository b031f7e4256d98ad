package dev.sandi.bench.sending;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks for codes at a steady rate, however long the answers take, and keeps record of each 201.
 * Every request has a key and a number of its own, and is asked again with both until it has one.
 */
final class Customer implements AutoCloseable {

  private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([0-9a-f-]{36})\"");
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 60;
  private static final long RETRY_MILLIS = 1_100;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final URI send;
  private final Map<String, String> headers;
  private final RunClock clock;
  private final Random random;
  private final Set<String> numbers = ConcurrentHashMap.newKeySet();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
  private final AtomicInteger retries = new AtomicInteger();
  private @Nullable ScheduledFuture<?> ordering;

  Customer(URI ingress, Map<String, String> headers, RunClock clock, long seed) {
    this.send = ingress.resolve("/v2/otp/send");
    this.headers = headers;
    this.clock = clock;
    this.random = new Random(seed);
  }

  void begin(int perSecond) {
    ordering =
        timer.scheduleAtFixedRate(this::order, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  private void order() {
    String msisdn;
    do {
      msisdn = "62812%08d".formatted(random.nextInt(100_000_000));
    } while (!numbers.add(msisdn));
    open.add(msisdn);
    ask(msisdn, 1);
  }

  private void ask(String msisdn, int nth) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(send)
            .timeout(LONGEST_ANSWER)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "of-" + msisdn)
            .POST(BodyPublishers.ofString("{\"msisdn\":\"" + msisdn + "\"}"));
    headers.forEach(request::header);
    var unused =
        http.sendAsync(request.build(), BodyHandlers.ofString())
            .whenComplete((answer, failure) -> answered(msisdn, nth, answer));
  }

  private void answered(String msisdn, int nth, @Nullable HttpResponse<String> answer) {
    Matcher session = SESSION.matcher(answer == null ? "" : answer.body());
    if (answer != null && answer.statusCode() == 201 && session.find()) {
      orders.add(new Order(msisdn, session.group(1), clock.millis()));
      open.remove(msisdn);
    } else if (nth < MOST_TRIES && !timer.isShutdown()) {
      retries.incrementAndGet();
      var unused = timer.schedule(() -> ask(msisdn, nth + 1), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Asks for nothing new, and waits a while for what has no 201 yet. */
  void end() throws InterruptedException {
    if (ordering != null) {
      ordering.cancel(false);
    }
    for (int i = 0; i < 100 && !open.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  int accepted() {
    return orders.size();
  }

  List<Order> orders() {
    return List.copyOf(orders);
  }

  /** Numbers that have no 201. */
  Set<String> unheard() {
    return Set.copyOf(open);
  }

  /** Requests that were made once more with the same key. */
  int retries() {
    return retries.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
