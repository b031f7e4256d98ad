package dev.sandi.processor.sending;

import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.trace.SessionLog;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Records how claims ended, a batch in one transaction. An outcome stays here until it is recorded:
 * while the database is away, the window fills and nothing more is submitted. One whose commit was
 * made but not heard is recorded once more, to no effect.
 */
@Component
class RecordOutcomes {

  private static final Logger log = LoggerFactory.getLogger(RecordOutcomes.class);
  private static final int BATCH = 1000;
  private static final long NANOS_LATE = 5_000_000_000L;

  private final WriteOutcomes write;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean behind;
  private volatile Runnable wake = () -> {};

  RecordOutcomes(WriteOutcomes write) {
    this.write = write;
  }

  void onAdded(Runnable listener) {
    this.wake = listener;
  }

  /**
   * Whether outcomes wait that could not be recorded: their leases may run out, and whoever claimed
   * those messages now would submit again what is known here as sent.
   */
  boolean isBehind() {
    Waiting oldest = waiting.peek();
    return behind || (oldest != null && System.nanoTime() - oldest.addedAt() > NANOS_LATE);
  }

  private record Waiting(Outcome outcome, Runnable recorded, long addedAt) {}

  /**
   * Records an outcome, soon.
   *
   * @param recorded is told when it is in the database
   */
  void add(Outcome outcome, Runnable recorded) {
    waiting.add(new Waiting(outcome, recorded, System.nanoTime()));
    wake.run();
  }

  /** Records one batch. Only the recorder's loop calls it. */
  Next recordWaiting() {
    List<Waiting> batch = waiting.stream().limit(BATCH).toList();
    if (batch.isEmpty()) {
      behind = false;
      return Next.WHEN_WOKEN;
    }
    try {
      recordAll(batch);
    } catch (DataIntegrityViolationException e) {
      recordOneByOne(batch);
    } catch (RuntimeException e) {
      behind = true;
      throw e;
    }
    for (Waiting done : batch) {
      waiting.remove();
      done.recorded().run();
    }
    return Next.AT_ONCE;
  }

  private void recordAll(List<Waiting> batch) {
    write.write(batch.stream().map(Waiting::outcome).toList());
  }

  /** One that cannot be recorded holds up nobody else; its claim ends as if nobody had answered. */
  private void recordOneByOne(List<Waiting> batch) {
    for (Waiting one : batch) {
      try {
        recordAll(List.of(one));
      } catch (DataIntegrityViolationException e) {
        SessionLog.about(log.atError(), one.outcome().session(), null)
            .log(
                "What became of session {} cannot be recorded: {}",
                one.outcome().session(),
                Failures.describeWithoutData(e));
      }
    }
  }

  /** Records what waits, as far as the database lets it. For the end, when no loop does it. */
  void recordRest() {
    try {
      while (recordWaiting() == Next.AT_ONCE) {
        // Batch by batch.
      }
    } catch (RuntimeException e) {
      log.warn("The last answers are not on record: {}", Failures.describe(e));
    }
  }
}
