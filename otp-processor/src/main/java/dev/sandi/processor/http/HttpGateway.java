package dev.sandi.processor.http;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.http.JudgeAnswer.Judgement;
import dev.sandi.runtime.Failures;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One provider. */
final class HttpGateway implements SmsGateway {

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final String name;
  private final HttpSettings settings;
  private final ComposeRequest compose;
  private final ProviderClient client;
  private final JudgeAnswer judge;
  private final HttpMetrics metrics;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final Room room;
  private final AtomicBoolean waking = new AtomicBoolean();
  private final Consumer<HttpGateway> onClosed;
  private volatile Runnable listener = () -> {};

  /**
   * @param onClosed told once it takes nothing more
   */
  HttpGateway(
      String name,
      HttpSettings settings,
      ComposeRequest compose,
      ProviderClient client,
      HttpMetrics metrics,
      ScheduledExecutorService timer,
      Clock clock,
      Consumer<HttpGateway> onClosed) {
    this.name = name;
    this.settings = settings;
    this.compose = compose;
    this.client = client;
    this.judge = new JudgeAnswer(settings);
    this.metrics = metrics;
    this.timer = timer;
    this.clock = clock;
    this.room = new Room(settings.window(), settings.perSecond(), clock);
    this.onClosed = onClosed;
  }

  @Override
  public String name() {
    return name;
  }

  HttpSettings settings() {
    return settings;
  }

  int inFlight() {
    return room.inFlight();
  }

  @Override
  public int room() {
    return room.free();
  }

  @Override
  public void onRoom(Runnable told) {
    listener = told;
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    if (!room.take()) {
      return CompletableFuture.completedFuture(new SubmitResult.Unavailable("no room", true));
    }
    if (room.free() < 1) {
      // The rate may allow more long before this is answered.
      wakeLater();
    }
    long begun = System.nanoTime();
    CompletableFuture<SubmitResult> answer = new CompletableFuture<>();
    var unused =
        exchange(sms)
            .thenApply(exchange -> judge(exchange, sms))
            .exceptionally(
                failure ->
                    Judgement.of(new SubmitResult.Ambiguous(Failures.describeWithoutData(failure))))
            .thenAccept(judgement -> finish(judgement, begun, answer));
    return answer;
  }

  private CompletableFuture<Exchange> exchange(Sms sms) {
    ProviderRequest request;
    try {
      request = compose.of(sms);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(
          new Exchange.NotSent("no request: " + Failures.describeWithoutData(e)));
    }
    return client.call(request);
  }

  private Judgement judge(Exchange exchange, Sms sms) {
    if (exchange instanceof Exchange.Answered answered) {
      return judge.judge(answered.answer(), sms, clock.instant());
    }
    return Judgement.of(
        exchange instanceof Exchange.NotSent failed
            ? new SubmitResult.Unavailable(failed.detail())
            : new SubmitResult.Ambiguous(((Exchange.Unanswered) exchange).detail()));
  }

  /** Whoever waits for the last place to be given back has every answer by then. */
  private void finish(Judgement judgement, long begun, CompletableFuture<SubmitResult> answer) {
    metrics.submitted(judgement.result(), System.nanoTime() - begun);
    if (judgement.pause() != null) {
      room.pause(judgement.pause());
    }
    answer.complete(judgement.result());
    room.giveBack();
    tell();
  }

  /** Tells that there is room, or has it told when the clock brings some. */
  private void tell() {
    if (room.free() > 0) {
      listener.run();
    } else {
      wakeLater();
    }
  }

  private void wakeLater() {
    Duration wait = room.untilMore();
    if (wait != null && waking.compareAndSet(false, true)) {
      try {
        // The pool's own handle is of no use: what wakes in vain only looks.
        var unused = timer.schedule(this::wake, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        waking.set(false);
      }
    }
  }

  private void wake() {
    waking.set(false);
    tell();
  }

  @Override
  public boolean reportsDelivery() {
    return settings.reports() != null;
  }

  @Override
  public GatewayStatus status() {
    boolean paused = room.isPaused();
    return new GatewayStatus(
        !paused,
        paused ? "told to slow down" : "to " + settings.request().origin(),
        Map.of("in_flight", (long) room.inFlight(), "room", (long) room.free()));
  }

  @Override
  public void close() {
    closeWithin(LAST_ANSWERS);
  }

  @Override
  public void retire() {
    closeWithin(settings.timeout().plusSeconds(1));
  }

  private void closeWithin(Duration lastAnswers) {
    try {
      room.closeWithin(lastAnswers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onClosed.accept(this);
    client.close();
  }

  @Override
  public String toString() {
    return "HttpGateway[" + name + "]";
  }
}
