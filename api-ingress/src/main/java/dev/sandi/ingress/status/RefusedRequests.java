package dev.sandi.ingress.status;

import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.value.AppId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Refused requests on their way into the read model: written in batches, behind the answers.
 *
 * <p>They are a courtesy to whoever looks for a mistake, so they never cost a request its time:
 * when an app has more than {@value #MOST_A_SECOND} in a second, or more come than can be written,
 * or the database is away for long, they are dropped and counted ({@code
 * sandi.ingress.refused.dropped}).
 */
public final class RefusedRequests implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RefusedRequests.class);
  private static final int MOST_WAITING = 10_000;
  private static final int BATCH = 500;

  /** Of one app, by one copy: a loop that is refused a thousand times a second says no more. */
  private static final int MOST_A_SECOND = 100;

  private final BlockingQueue<RefusedRequest> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Requests requests;
  private final Counter dropped;
  private volatile Second second = new Second(0, Map.of());

  /** How often each app was refused in a second. */
  private record Second(long at, Map<AppId, Integer> refused) {}

  /** Taken from the queue and not yet stored: only the loop's thread, then the closing one. */
  private final List<RefusedRequest> batch = new ArrayList<>(BATCH);

  RefusedRequests(Requests requests, MeterRegistry metrics) {
    this.requests = requests;
    this.dropped = metrics.counter("sandi.ingress.refused.dropped");
  }

  /** Returns at once. */
  public void add(RefusedRequest request) {
    if (!isAmongTheFirst(request) || !waiting.offer(request)) {
      dropped.increment();
    }
  }

  private boolean isAmongTheFirst(RefusedRequest request) {
    Second now = second;
    if (now.at() != request.at().getEpochSecond()) {
      now = new Second(request.at().getEpochSecond(), new ConcurrentHashMap<>());
      second = now;
    }
    return now.refused().merge(request.appId(), 1, Integer::sum) <= MOST_A_SECOND;
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
