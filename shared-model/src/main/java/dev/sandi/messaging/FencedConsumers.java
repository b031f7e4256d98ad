package dev.sandi.messaging;

import dev.sandi.runtime.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Consumers whose name in their group the broker gave to another one (KIP-345), which ends them.
 * That is so while two copies have one name; and a broker that comes back with much to load may
 * forget half of a join, and take its repetition for somebody else's. So they are started again: of
 * two copies with one name, one after the other has its partitions, and both say so.
 */
final class FencedConsumers implements ApplicationListener<ApplicationEvent>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FencedConsumers.class);

  /** What is fenced more often is not fenced by a broker that came back. */
  private static final Duration RARELY = Duration.ofMinutes(1);

  /** A process in which a start fails so often is not to be trusted. */
  private static final int MOST_FAILURES = 12;

  private final Duration pause;
  private final Map<Object, Waiting> waiting = new ConcurrentHashMap<>();

  /** Containers that have stopped, and since when that was seen; by {@link System#nanoTime()}. */
  private final Map<Object, Long> seenStopped = new ConcurrentHashMap<>();

  private final Map<Object, Long> lastFenced = new ConcurrentHashMap<>();

  private final ScheduledExecutorService timer = Timers.named("fenced-consumers");

  /**
   * @param pause until a consumer starts again, and until one that has stopped must have said that
   *     it was fenced: it is closed before, which may take a while
   */
  FencedConsumers(Duration pause) {
    this.pause = pause;
  }

  /**
   * Until a container starts again.
   *
   * @param rare whether it was not fenced in the minute before
   * @param failures how many starts have failed
   */
  private record Waiting(boolean rare, int failures) {}

  @Override
  public void onApplicationEvent(ApplicationEvent event) {
    if (event instanceof ConsumerStoppedEvent fenced
        && fenced.getReason() == ConsumerStoppedEvent.Reason.FENCED) {
      MessageListenerContainer container = fenced.getContainer(MessageListenerContainer.class);
      if (begins(container)) {
        log.warn(
            "{}: the broker gave its name in the group to another consumer. It starts again in {} s;"
                + " two copies must not have one SANDI_INSTANCE",
            container.getListenerId(),
            pause.toSeconds());
        startLater(container);
      }
    } else if (event instanceof ConsumerStartedEvent started) {
      seenStopped.remove(started.getContainer(MessageListenerContainer.class));
    } else if (event instanceof ContextClosedEvent) {
      close();
    }
  }

  /** Consumers of one container may be fenced together: the first counts. */
  private synchronized boolean begins(MessageListenerContainer container) {
    if (waiting.containsKey(container)) {
      return false;
    }
    long now = System.nanoTime();
    Long before = lastFenced.put(container, now);
    waiting.put(container, new Waiting(before == null || now - before > RARELY.toNanos(), 0));
    return true;
  }

  private void startLater(MessageListenerContainer container) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(() -> start(container), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void start(MessageListenerContainer container) {
    // Before: it may be fenced again at once.
    Waiting waited = waiting.remove(container);
    int failures = waited == null ? 0 : waited.failures();
    seenStopped.remove(container);
    try {
      container.start();
    } catch (RuntimeException | Error e) {
      log.warn("{} does not start; it is tried again: {}", container.getListenerId(), e.toString());
      waiting.put(container, new Waiting(false, failures + 1));
      // It counts as running, and would not be started any more; nobody wanted it to stop.
      container.stopAbnormally(() -> {});
      startLater(container);
    }
  }

  /** Whether a container that has stopped is about to start again, for all that is known. */
  boolean startsAgain(MessageListenerContainer container) {
    Waiting waits = waiting.get(container);
    return waits == null ? hasJustStopped(container) : waits.failures() < MOST_FAILURES;
  }

  /** Whether that is a pause as a broker that comes back may bring about, and not the rule. */
  boolean pauses(MessageListenerContainer container) {
    Waiting waits = waiting.get(container);
    return waits == null ? hasJustStopped(container) : waits.rare();
  }

  private boolean hasJustStopped(MessageListenerContainer container) {
    long now = System.nanoTime();
    return now - seenStopped.computeIfAbsent(container, stopped -> now) < pause.toNanos();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
