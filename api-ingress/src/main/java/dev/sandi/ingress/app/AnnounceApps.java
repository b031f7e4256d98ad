package dev.sandi.ingress.app;

import dev.sandi.event.AppChanged;
import dev.sandi.event.Envelope;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.value.TraceParent;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells the settings of every app to the other services, once at each start.
 *
 * <p>Through the outbox, so that the broker may be away. Several copies tell the same: the topic
 * keeps one record of an app, and {@code changed_at} is the time of the change and not of telling.
 */
@Component
class AnnounceApps {

  private static final int BATCH = 500;

  private final Apps apps;
  private final Outbox outbox;
  private final TransactionOperations transactions;

  AnnounceApps(Apps apps, Outbox outbox, TransactionOperations transactions) {
    this.apps = apps;
    this.outbox = outbox;
    this.transactions = transactions;
  }

  WakeableLoop.Next announce() {
    String last = "";
    while (true) {
      String after = last;
      List<AppChanged> batch =
          java.util.Objects.requireNonNull(
              transactions.execute(
                  status -> {
                    List<AppChanged> settings = apps.settingsAfter(after, BATCH);
                    outbox.append(
                        settings.stream()
                            .map(app -> Envelope.of(app, app.changedAt(), TraceParent.start()))
                            .toList());
                    return settings;
                  }));
      if (batch.size() < BATCH) {
        return WakeableLoop.Next.WHEN_WOKEN;
      }
      last = batch.get(batch.size() - 1).key();
    }
  }
}
