package dev.sandi.ingress.admission;

import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.runtime.WakeableLoop;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;

/**
 * Notes which requests with a key are published, beside the admission of others: it takes no lock
 * that an admission waits for, and so no turn.
 */
final class AnsweredKeys {

  private static final int LARGEST_BATCH = 500;
  private static final Duration RETRY = Duration.ofMillis(250);

  private final OutageLog outages =
      new OutageLog(LoggerFactory.getLogger(AnsweredKeys.class), "Answers cannot be remembered");

  private final Admissions admissions;
  private final Unsettled<Decision.Ticket> unsettled;
  private final WakeableLoop loop;

  AnsweredKeys(Admissions admissions, Counter forgotten, int phase) {
    this.admissions = admissions;
    this.unsettled = new Unsettled<>(forgotten);
    this.loop = new WakeableLoop("ingress-answered-keys", RETRY, phase, this::write);
  }

  /**
   * Notes that a request was published.
   *
   * @return completes when it is noted, or cannot be for now; never fails
   */
  CompletableFuture<Void> add(Decision.Ticket ticket) {
    CompletableFuture<Void> noted = new CompletableFuture<>();
    unsettled.add(ticket, noted);
    loop.wake();
    return noted;
  }

  private WakeableLoop.Next write() {
    List<Unsettled.One<Decision.Ticket>> batch = unsettled.take(LARGEST_BATCH);
    if (batch.isEmpty()) {
      return WakeableLoop.Next.WHEN_WOKEN;
    }
    try {
      admissions.answered(batch.stream().map(Unsettled.One::settlement).toList());
    } catch (RuntimeException e) {
      outages.tell(e);
      unsettled.putBack(batch);
      return WakeableLoop.Next.WHEN_WOKEN;
    }
    unsettled.settled(batch);
    return WakeableLoop.Next.AT_ONCE;
  }

  void start() {
    loop.start();
  }

  /** Notes what can be noted at once. */
  void stop() {
    loop.stop();
    int left;
    do {
      left = unsettled.size();
      write();
    } while (unsettled.size() > 0 && unsettled.size() < left);
  }
}
