package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.app.KnownApps;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.CallbackRequest;
import dev.sandi.dispatcher.http.Timing;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** What one copy has in memory; its loops turn when they are told, and its attempts go nowhere. */
final class TestedCopy {

  private static final Duration ATTEMPT = Duration.ofSeconds(20);
  private static final int SLOTS = 2;
  private static final RandomGenerator NO_JITTER = () -> 0L;

  final Settlements settlements = new Settlements();
  final Lanes lanes;
  final List<Call> calls = new ArrayList<>();
  private final Clock clock;
  private final SendCallbacks sending;
  private final Map<UUID, Claim> claims = new HashMap<>();
  private final AtomicLong seconds = new AtomicLong();

  /** An attempt that was begun. */
  record Call(TestedCopy copy, BiConsumer<AttemptResult, Timing> then) {}

  /**
   * @param begun is told what is begun under which claim
   */
  TestedCopy(KnownApps apps, Clock clock, BiConsumer<UUID, UUID> begun) {
    this.clock = clock;
    lanes = new Lanes(10_000, 100, new Paces(SLOTS, 10_000, this::nanoTime));
    sending =
        new SendCallbacks(
            lanes,
            settlements,
            apps,
            (request, then) -> call(request, then, begun),
            new JudgeAttempt(
                new RetrySchedule(ReferenceDelivery.PAUSES, NO_JITTER),
                Map.of("otp.sent", ReferenceDelivery.MAX_AGE)),
            new AttemptSpans(Tracing.OFF),
            clock,
            ATTEMPT);
  }

  /** So much passes between two looks that no pace is ever in the way. */
  private long nanoTime() {
    return Duration.ofSeconds(seconds.incrementAndGet()).toNanos();
  }

  private void call(
      CallbackRequest request,
      BiConsumer<AttemptResult, Timing> then,
      BiConsumer<UUID, UUID> begun) {
    begun.accept(request.id(), Objects.requireNonNull(claims.get(request.id())).id());
    calls.add(new Call(this, then));
  }

  void holds(Collection<Delivery> deliveries) {
    deliveries.forEach(delivery -> claims.put(delivery.eventId(), delivery.claim()));
  }

  /** Gives back what waits too long or in vain. */
  void tidy() {
    lanes
        .takeOverdue(clock.instant(), ATTEMPT)
        .forEach(delivery -> settlements.add(Settlement.givenBack(delivery)));
    lanes.takeShut().forEach(delivery -> settlements.add(Settlement.givenBack(delivery)));
  }

  /** Begins what may begin now; false if there is nothing. */
  boolean send() {
    lanes.retryEarly();
    return sending.send() == Next.AT_ONCE;
  }

  List<Settlement> results() {
    try {
      List<Settlement> results = settlements.take(1000, Duration.ZERO);
      settlements.written(results.size());
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
