package dev.sandi.bench.crash;

import dev.sandi.bench.sending.Order;
import dev.sandi.bench.sending.RunClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
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
  private static final int MOST_TRIES = 200;
  private static final long TICK_MILLIS = 10;
  private static final int VERIFIED_ONE_OF = 3;

  private final CustomerCalls calls;
  private final CrashGuesses guesses;
  private final IntFunction<String> callbackUrl;
  private final int timeLimit;
  private final Duration lastGuess;
  private final RunClock clock;
  private final SplittableRandom random;
  private final Set<String> numbers = ConcurrentHashMap.newKeySet();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
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
    this.calls = new CustomerCalls(ingresses, headers);
    this.guesses = new CrashGuesses(calls);
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
        calls.every(
            TICK_MILLIS,
            () -> {
              double since = clock.millis() - begun;
              double atFullRate =
                  since < rising ? since * since / (2 * rising) : since - rising / 2;
              long due = (long) (perSecond * atFullRate / 1_000);
              while (ordered.get() < due) {
                ordered.incrementAndGet();
                order();
              }
            });
  }

  /** What a handset shows. */
  void received(String msisdn, String text) {
    guesses.received(msisdn, text);
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
    ask(msisdn, body, random.nextInt(calls.copies()), 1);
  }

  private void ask(String msisdn, String body, int copy, int nth) {
    HttpRequest request =
        calls.post(copy, "/v2/otp/send", body).header("Idempotency-Key", "of-" + msisdn).build();
    var unused =
        calls
            .send(request)
            .whenComplete((answer, failure) -> answered(msisdn, body, copy, nth, answer));
  }

  private void answered(
      String msisdn, String body, int copy, int nth, @Nullable HttpResponse<String> answer) {
    Matcher session = SESSION.matcher(answer == null ? "" : answer.body());
    if (answer != null && answer.statusCode() == 201 && session.find()) {
      orders.add(new Order(msisdn, session.group(1), clock.millis()));
      open.remove(msisdn);
      if (Math.floorMod(msisdn.hashCode(), VERIFIED_ONE_OF) == 0) {
        Instant end = Instant.parse(CrashClient.first(END, answer.body())).minus(lastGuess);
        guesses.begin(msisdn, session.group(1), end, copy);
      }
    } else if (nth < MOST_TRIES) {
      retries.incrementAndGet();
      calls.later(nth, () -> ask(msisdn, body, copy + 1, nth + 1));
    }
  }

  /** Orders nothing new, and waits a while for what has no 201, or no verdict yet. */
  void end() throws InterruptedException {
    if (ordering != null) {
      ordering.cancel(false);
    }
    for (int i = 0; i < 600 && (!open.isEmpty() || guesses.isAnyOpen()); i++) {
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
    return guesses.verifications();
  }

  /** Orders that were made once more with the same key. */
  int retries() {
    return retries.get();
  }

  @Override
  public void close() {
    calls.close();
  }
}
