package dev.sandi.processor.simulator;

import dev.sandi.processor.report.DeliveryReport;
import dev.sandi.processor.report.RecordDeliveryReports;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.stereotype.Component;

/**
 * The delivery reports of simulated handsets whose outcome nobody chose: the handset gets every
 * message. Like those of a real operator, one may be lost: they do not survive a restart, and are
 * bounded, so that they cost no more than they are worth where the simulator stands in for a
 * gateway.
 */
@Component
class HandsetReports {

  private static final int BATCH = 1000;
  private static final int TRIES = 50;
  private static final int MOST = 50_000;

  private final RecordDeliveryReports record;
  private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MOST);

  HandsetReports(RecordDeliveryReports record) {
    this.record = record;
  }

  private record Waiting(DeliveryReport report, int tries) {}

  void add(DeliveryReport report) {
    waiting.offer(new Waiting(report, 1));
  }

  /** Tells one batch; what came before the answer to its submit was recorded is told again. */
  Next tellWaiting() {
    List<Waiting> batch = new ArrayList<>();
    waiting.drainTo(batch, BATCH);
    if (batch.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    Set<SessionId> taken = record.record(batch.stream().map(Waiting::report).toList());
    batch.stream()
        .filter(w -> !taken.contains(w.report().session()) && w.tries() < TRIES)
        .forEach(w -> waiting.offer(new Waiting(w.report(), w.tries() + 1)));
    return Next.WHEN_WOKEN;
  }
}
