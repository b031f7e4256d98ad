package dev.sandi.ingress.problem;

import dev.sandi.runtime.Failures;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Tells of an outage once a second, not once a request: a log must not fill while it lasts. */
public final class OutageLog {

  private static final long QUIET_NANOS = 1_000_000_000L;

  private final Logger log;
  private final String sentence;
  private final AtomicLong last = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  /**
   * @param sentence what does not work, without a full stop
   */
  public OutageLog(Logger log, String sentence) {
    this.log = log;
    this.sentence = sentence;
  }

  public void tell(Throwable failure) {
    long now = System.nanoTime();
    long before = last.get();
    if (now - before >= QUIET_NANOS && last.compareAndSet(before, now)) {
      log.warn("{}: {}", sentence, Failures.describe(failure));
    }
  }
}
