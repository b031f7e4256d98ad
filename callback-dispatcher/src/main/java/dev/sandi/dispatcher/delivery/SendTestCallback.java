package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.app.App;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.http.CallbackRequest;
import dev.sandi.dispatcher.http.ShownRequest;
import dev.sandi.dispatcher.http.Timing;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls an app back at once for a test, as it is called in earnest, and waits for what comes of it.
 * It is no delivery: nothing is stored, nothing repeated, and its endpoint is not judged by it.
 */
public final class SendTestCallback {

  /** Each takes a thread of the server until it ends. */
  static final int AT_ONCE = 4;

  /** So many at once, and one a second in the long run: nobody is flooded by tests. */
  static final int BURST = 20;

  private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1);

  private final SendCallbacks sending;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Duration longest;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private long paidUntil;

  /**
   * @param nanos a clock that runs evenly
   * @param longest what an attempt can take, and a little more
   */
  SendTestCallback(SendCallbacks sending, Clock clock, LongSupplier nanos, Duration longest) {
    this.sending = sending;
    this.clock = clock;
    this.nanos = nanos;
    this.longest = longest;
    this.paidUntil = nanos.getAsLong();
  }

  /**
   * What came of it.
   *
   * @param request as it was sent, or would have been; null if no key of the app can sign
   * @param error class of the failure in a stable slug; null after a success
   * @param phase what it failed in
   */
  public record Sent(
      @Nullable ShownRequest request,
      Instant startedAt,
      Duration duration,
      Timing timing,
      @Nullable String phase,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String answerHead) {}

  /** As many are under way, or were sent lately, as may be. */
  public static final class TooManyException extends Exception {

    private static final long serialVersionUID = 1L;

    private TooManyException() {
      super("too many test callbacks", null, false, false);
    }
  }

  /**
   * Sends one.
   *
   * @param type what the body says, which tells the number of the legacy style
   * @throws TooManyException if it was not sent
   */
  public Sent send(App app, SessionId session, String type, CallbackUrl url, Body body)
      throws TooManyException, InterruptedException {
    if (!slots.tryAcquire()) {
      throw new TooManyException();
    }
    try {
      pay();
      return attempt(app, session, type, url, body);
    } finally {
      slots.release();
    }
  }

  private synchronized void pay() throws TooManyException {
    long now = nanos.getAsLong();
    long from = paidUntil - now < 0 ? now : paidUntil;
    if (from - now > (BURST - 1) * NANOS_EACH) {
      throw new TooManyException();
    }
    paidUntil = from + NANOS_EACH;
  }

  private Sent attempt(App app, SessionId session, String type, CallbackUrl url, Body body)
      throws InterruptedException {
    Instant now = clock.instant();
    CallbackRequest request =
        SendCallbacks.request(Delivery.trial(app.id(), session, type, url, body, now), app, now);
    ShownRequest shown = request == null ? null : request.shown();
    long start = System.nanoTime();
    CompletableFuture<Sent> sent = new CompletableFuture<>();
    sending.attempt(
        request,
        app,
        (result, timing) -> {
          Duration duration =
              Duration.ofNanos(System.nanoTime() - start).truncatedTo(ChronoUnit.MILLIS);
          sent.complete(sent(shown, new Attempt(1, now, duration, result, timing)));
        });
    try {
      return sent.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("An attempt ends at its deadline, with a result", e);
    }
  }

  private static Sent sent(@Nullable ShownRequest request, Attempt attempt) {
    return new Sent(
        request,
        attempt.startedAt(),
        attempt.duration(),
        attempt.timing(),
        attempt.phase(),
        attempt.status(),
        attempt.error(),
        attempt.head());
  }
}
