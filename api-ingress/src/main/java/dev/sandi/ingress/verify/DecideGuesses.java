package dev.sandi.ingress.verify;

import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Has the processor decide about all guesses that wait in one request: a batch is what came while
 * the last one was decided, so nobody waits for a batch to fill.
 *
 * <p>A batch that is late does not hold up what comes after it: the next one goes beside it, the
 * later the more there are, and up to a bound, so that a processor that hangs is not asked without
 * end.
 */
final class DecideGuesses {

  private static final int LARGEST_BATCH = 200;
  static final int MOST_AT_ONCE = 8;

  /** A request costs as much as some guesses in it: there is none for each where there are many. */
  private static final long GATHER_MILLIS = 4;

  private static final long LATE_MILLIS = 10;

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(Processor.class), "The processor did not verify a code");

  private final Processor processor;
  private final Duration timeout;
  private final DistributionSummary batches;
  private final ScheduledExecutorService reminders;
  private final Object lock = new Object();

  /** This and what follows only with the lock. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private int underWay;
  private long lastLeft = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
  private boolean isReminded;
  private long remindedAt;

  /**
   * @param timer on which those are sent that have gathered
   * @param timeout from a guess to its verdict, the wait for its batch included
   */
  DecideGuesses(
      Processor processor,
      ScheduledExecutorService timer,
      Duration timeout,
      MeterRegistry metrics) {
    this.processor = processor;
    this.reminders = timer;
    this.timeout = timeout;
    this.batches = metrics.summary("sandi.ingress.verify.batch");
  }

  private record Waiting(String question, CompletableFuture<Verdict> verdict) {}

  /**
   * Decides about a guess.
   *
   * @param simulated whether it is at a code that was sent to the simulated handset
   * @return completes with the verdict, or fails with a {@link Refusal} 503
   */
  CompletableFuture<Verdict> decide(AppId app, Guess guess, boolean simulated) {
    Waiting one = new Waiting(Processor.question(app, guess, simulated), new CompletableFuture<>());
    synchronized (lock) {
      waiting.add(one);
    }
    sendWaiting();
    return one.verdict()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure -> {
              outages.tell(failure);
              return CompletableFuture.failedFuture(Refusal.unavailable());
            });
  }

  private void sendWaiting() {
    for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
      send(batch);
    }
  }

  /** What is to go now; empty if nothing is. */
  private List<Waiting> next() {
    List<Waiting> batch = new ArrayList<>();
    synchronized (lock) {
      long patience =
          TimeUnit.MILLISECONDS.toNanos(underWay == 0 ? GATHER_MILLIS : LATE_MILLIS * underWay);
      long rest = lastLeft + patience - System.nanoTime();
      if (rest > 0 || underWay == MOST_AT_ONCE) {
        remind(rest);
        return batch;
      }
      for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
        // Whoever was told 503 is not asked about: it would count.
        if (!one.verdict().isDone()) {
          batch.add(one);
        }
        if (batch.size() == LARGEST_BATCH) {
          break;
        }
      }
      if (!batch.isEmpty()) {
        underWay++;
        lastLeft = System.nanoTime();
      }
    }
    return batch;
  }

  private void remind(long nanos) {
    long at = System.nanoTime() + nanos;
    // At the bound an answer reminds.
    if (nanos > 0 && !waiting.isEmpty() && (!isReminded || at - remindedAt < 0)) {
      isReminded = true;
      remindedAt = at;
      var unused = reminders.schedule(this::reminded, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void reminded() {
    synchronized (lock) {
      isReminded = false;
    }
    sendWaiting();
  }

  private void send(List<Waiting> batch) {
    batches.record(batch.size());
    var unused =
        verdicts(batch)
            .whenComplete(
                (verdicts, failure) -> {
                  synchronized (lock) {
                    underWay--;
                  }
                  answer(batch, verdicts, failure);
                  sendWaiting();
                });
  }

  private CompletableFuture<List<Verdict>> verdicts(List<Waiting> batch) {
    try {
      return processor.verify(batch.stream().map(Waiting::question).toList());
    } catch (RuntimeException | Error e) {
      // A batch that counts as under way for ever would hold up all others.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void answer(
      List<Waiting> batch, @Nullable List<Verdict> verdicts, @Nullable Throwable failure) {
    for (int i = 0; i < batch.size(); i++) {
      CompletableFuture<Verdict> one = batch.get(i).verdict();
      if (verdicts == null) {
        one.completeExceptionally(
            failure == null ? new IllegalStateException("no verdicts") : failure);
      } else if (verdicts.get(i) instanceof Verdict.Undecided) {
        one.completeExceptionally(new IllegalStateException("it could not decide"));
      } else {
        one.complete(verdicts.get(i));
      }
    }
  }
}
