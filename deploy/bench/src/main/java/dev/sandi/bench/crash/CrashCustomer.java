package dev.sandi.bench.crash;

import dev.sandi.bench.sending.Order;
import dev.sandi.bench.sending.RunClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Orders codes at a steady rate, however long the answers take, and has some of them verified: by
 * several right guesses at once. Every order has a key and a number of its own, goes to either copy
 * of the ingress, and is repeated, at the other one, until it has its 201.
 */
final class CrashCustomer implements AutoCloseable {

  private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([0-9a-f-]{36})\"");
  private static final Pattern END = Pattern.compile("\"expires_at\":\"([^\"]+)\"");
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 200;
  private static final long RETRY_MILLIS = 700;
  private static final long LONGEST_RETRY_MILLIS = 8_000;

  /** Connections of this process; an order that finds none free waits, and is none the less due. */
  private static final int MOST_AT_ONCE = 2_000;

  private static final int HTTP_THREADS = 2;
  private static final long TICK_MILLIS = 10;

  private static final int VERIFIED_ONE_OF = 3;
  private static final int GUESSES_AT_ONCE = 3;

  /** Few: by default the client starts a thread for each step of each request that overlap. */
  private final ExecutorService httpThreads = Executors.newFixedThreadPool(HTTP_THREADS);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST_ANSWER)
          .executor(httpThreads)
          .build();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final List<URI> ingresses;
  private final Map<String, String> headers;
  private final IntFunction<String> callbackUrl;
  private final int timeLimit;
  private final Duration lastGuess;
  private final RunClock clock;
  private final SplittableRandom random;
  private final Set<String> numbers = ConcurrentHashMap.newKeySet();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final Map<String, Verification> verifications = new ConcurrentHashMap<>();
  private final Set<String> guessing = ConcurrentHashMap.newKeySet();
  private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
  private final Semaphore connections = new Semaphore(MOST_AT_ONCE);
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger retries = new AtomicInteger();
  private @Nullable ScheduledFuture<?> ordering;

  /**
   * @param headers of the app
   * @param timeLimit of codes, in seconds
   * @param lastGuess how long before its end a code is guessed for the last time: of one whose SMS
   *     comes too late nobody can say whether it is right
   * @param callbackUrl where the n-th order is to be told of
   */
  CrashCustomer(
      List<URI> ingresses,
      Map<String, String> headers,
      IntFunction<String> callbackUrl,
      int timeLimit,
      Duration lastGuess,
      RunClock clock,
      long seed) {
    this.ingresses = List.copyOf(ingresses);
    this.headers = headers;
    this.callbackUrl = callbackUrl;
    this.timeLimit = timeLimit;
    this.lastGuess = lastGuess;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Orders from now on.
   *
   * @param warmUp for how long the rate rises from nothing: JVMs that all compile at once on few
   *     cores do not keep up with what they can do later
   */
  void begin(int perSecond, Duration warmUp) {
    double begun = clock.millis();
    double rising = Math.max(1, warmUp.toMillis());
    AtomicLong ordered = new AtomicLong();
    ordering =
        timer.scheduleAtFixedRate(
            () -> {
              double since = clock.millis() - begun;
              double atFullRate =
                  since < rising ? since * since / (2 * rising) : since - rising / 2;
              long due = (long) (perSecond * atFullRate / 1_000);
              while (ordered.get() < due) {
                ordered.incrementAndGet();
                order();
              }
            },
            0,
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** What a handset shows. */
  void received(String msisdn, String text) {
    codes.put(msisdn, text.replaceAll("\\D", ""));
  }

  private void order() {
    String msisdn;
    do {
      msisdn = "62812%08d".formatted(random.nextInt(100_000_000));
    } while (!numbers.add(msisdn));
    open.add(msisdn);
    String body =
        "{\"msisdn\":\"%s\",\"time_limit\":%d,\"callback_url\":\"%s\"}"
            .formatted(msisdn, timeLimit, callbackUrl.apply(random.nextInt(1 << 20)));
    ask(msisdn, body, random.nextInt(ingresses.size()), 1);
  }

  private void ask(String msisdn, String body, int copy, int nth) {
    HttpRequest request =
        post(copy, "/v2/otp/send", body).header("Idempotency-Key", "of-" + msisdn).build();
    waiting.add(
        () -> {
          var unused =
              http.sendAsync(request, BodyHandlers.ofString())
                  .whenComplete(
                      (answer, failure) -> {
                        connections.release();
                        try {
                          answered(msisdn, body, copy, nth, answer);
                        } finally {
                          proceed();
                        }
                      });
        });
    proceed();
  }

  private void proceed() {
    while (connections.tryAcquire()) {
      Runnable next = waiting.poll();
      if (next == null) {
        connections.release();
        return;
      }
      next.run();
    }
  }

  private HttpRequest.Builder post(int copy, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ingresses.get(copy % ingresses.size()).resolve(path))
            .timeout(LONGEST_ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request;
  }

  private void answered(
      String msisdn, String body, int copy, int nth, @Nullable HttpResponse<String> answer) {
    Matcher session = SESSION.matcher(answer == null ? "" : answer.body());
    if (answer != null && answer.statusCode() == 201 && session.find()) {
      orders.add(new Order(msisdn, session.group(1), clock.millis()));
      open.remove(msisdn);
      if (Math.floorMod(msisdn.hashCode(), VERIFIED_ONE_OF) == 0) {
        guessing.add(msisdn);
        Instant end = Instant.parse(CrashClient.first(END, answer.body())).minus(lastGuess);
        later(1, () -> guess(msisdn, session.group(1), end, copy, 1));
      }
    } else if (nth < MOST_TRIES) {
      retries.incrementAndGet();
      later(nth, () -> ask(msisdn, body, copy + 1, nth + 1));
    }
  }

  /** After a pause that doubles, as a client should make it: else a stumble becomes a storm. */
  private void later(int nth, Runnable task) {
    long pause = Math.min(LONGEST_RETRY_MILLIS, RETRY_MILLIS << Math.min(nth - 1, 10));
    if (!timer.isShutdown()) {
      long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
      var unused = timer.schedule(task, jittered, TimeUnit.MILLISECONDS);
    }
  }

  /** Guesses when the SMS is there, until something is known of its code, or it ends. */
  private void guess(String msisdn, String session, Instant end, int copy, int nth) {
    String code = codes.get(msisdn);
    if (Instant.now().isAfter(end)) {
      guessing.remove(msisdn);
      return;
    } else if (code == null) {
      later(1, () -> guess(msisdn, session, end, copy, nth));
      return;
    }
    String body = "{\"msisdn\":\"%s\",\"otp\":\"%s\"}".formatted(msisdn, code);
    List<CompletableFuture<?>> guesses = new ArrayList<>();
    for (int i = 0; i < GUESSES_AT_ONCE; i++) {
      guesses.add(
          http.sendAsync(post(copy + i, "/v2/otp/verify", body).build(), BodyHandlers.discarding())
              .handle(
                  (answer, failure) ->
                      verifications.merge(
                          session,
                          Verification.NONE.and(answer == null ? 0 : answer.statusCode()),
                          CrashCustomer::sum)));
    }
    var unused =
        CompletableFuture.allOf(guesses.toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (all, failure) -> {
                  Verification known = verifications.getOrDefault(session, Verification.NONE);
                  if (known.ok() + known.refused() == 0) {
                    later(nth, () -> guess(msisdn, session, end, copy + 1, nth + 1));
                  } else {
                    guessing.remove(msisdn);
                  }
                });
  }

  private static Verification sum(Verification a, Verification b) {
    return new Verification(a.ok() + b.ok(), a.refused() + b.refused(), a.unheard() + b.unheard());
  }

  /** Orders nothing new, and waits a while for what has no 201, or no verdict yet. */
  void end() throws InterruptedException {
    if (ordering != null) {
      ordering.cancel(false);
    }
    for (int i = 0; i < 600 && !(open.isEmpty() && guessing.isEmpty()); i++) {
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

  /** By session. */
  Map<String, Verification> verifications() {
    return Map.copyOf(verifications);
  }

  /** Orders that were made once more with the same key. */
  int retries() {
    return retries.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    httpThreads.shutdownNow();
  }
}
