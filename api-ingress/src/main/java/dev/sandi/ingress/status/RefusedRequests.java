package dev.sandi.ingress.status;

import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Refused requests on their way into the read model: written in batches, behind the answers.
 *
 * <p>They are a courtesy to whoever looks for a mistake, so they never cost a request its time:
 * when more come than can be written, or the database is away for long, they are dropped and
 * counted ({@code sandi.ingress.refused.dropped}).
 */
public final class RefusedRequests implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RefusedRequests.class);
  private static final int MOST_WAITING = 10_000;
  private static final int BATCH = 500;

  private final BlockingQueue<RefusedRequest> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Requests requests;
  private final Counter dropped;

  /** Taken from the queue and not yet stored: only the loop's thread, then the closing one. */
  private final List<RefusedRequest> batch = new ArrayList<>(BATCH);

  RefusedRequests(Requests requests, MeterRegistry metrics) {
    this.requests = requests;
    this.dropped = metrics.counter("sandi.ingress.refused.dropped");
  }

  /** Returns at once. */
  public void add(RefusedRequest request) {
    if (!waiting.offer(request)) {
      dropped.increment();
    }
  }

  /** Writes what waits, up to a batch. What cannot be written now stays for the next time. */
  WakeableLoop.Next write() {
    synchronized (batch) {
      waiting.drainTo(batch, BATCH - batch.size());
      if (batch.isEmpty()) {
        return WakeableLoop.Next.WHEN_WOKEN;
      }
      try {
        requests.refused(batch);
      } catch (DataIntegrityViolationException e) {
        dropped.increment(batch.size());
        log.warn("Dropped {} refused requests: {}", batch.size(), Failures.describeWithoutData(e));
      }
      batch.clear();
      return waiting.isEmpty() ? WakeableLoop.Next.WHEN_WOKEN : WakeableLoop.Next.AT_ONCE;
    }
  }

  /** Writes what still waits, if the database is there. */
  @Override
  public void close() {
    try {
      while (write() == WakeableLoop.Next.AT_ONCE) {
        log.debug("Refused requests are still waiting");
      }
    } catch (RuntimeException e) {
      log.warn("Some refused requests were not recorded: {}", Failures.describeWithoutData(e));
    }
  }
}
