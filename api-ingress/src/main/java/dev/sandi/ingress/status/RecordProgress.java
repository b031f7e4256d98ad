package dev.sandi.ingress.status;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.SessionEvent;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings the read model up to date with a batch of events: two statements, whatever its size.
 *
 * <p>Idempotent, and the same in any order. A callback's outcome is part of a timeline and changes
 * no state. Events of sessions past the retention are left out: their day is gone.
 */
final class RecordProgress {

  private final Requests requests;
  private final Timelines timelines;
  private final TransactionOperations transactions;
  private final Clock clock;
  private final Duration retention;

  RecordProgress(
      Requests requests,
      Timelines timelines,
      TransactionOperations transactions,
      Clock clock,
      Duration retention) {
    this.requests = requests;
    this.timelines = timelines;
    this.transactions = transactions;
    this.clock = clock;
    this.retention = retention;
  }

  void record(List<Envelope> batch) {
    Instant oldest = clock.instant().minus(retention);
    Map<SessionId, Progress> progress = new LinkedHashMap<>();
    List<Timelines.Entry> entries = new ArrayList<>(batch.size());
    for (Envelope envelope : batch) {
      if (envelope.event() instanceof SessionEvent event
          && event.sessionId().startedAt().isAfter(oldest)) {
        entries.add(new Timelines.Entry(event, envelope));
        if (event instanceof OtpRequested requested) {
          add(progress, Progress.of(requested, envelope.time()));
        } else if (event instanceof LifecycleEvent lifecycle) {
          add(progress, Progress.of(lifecycle, envelope.time()));
        }
      }
    }
    if (entries.isEmpty()) {
      return;
    }
    transactions.executeWithoutResult(
        status -> {
          if (!progress.isEmpty()) {
            requests.advance(List.copyOf(progress.values()));
          }
          timelines.append(entries);
        });
  }

  private static void add(Map<SessionId, Progress> all, Progress progress) {
    all.merge(progress.session().id(), progress, Progress::merge);
  }
}
