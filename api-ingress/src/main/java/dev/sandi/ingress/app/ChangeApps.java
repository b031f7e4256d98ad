package dev.sandi.ingress.app;

import dev.sandi.event.Envelope;
import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.Failures;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.TraceParent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Changes apps: in one transaction the change, what the other services are told of it, and what is
 * on record of the call. Changes of one app come one by one; other copies know them within a
 * second.
 */
@Component
class ChangeApps {

  private static final Logger log = LoggerFactory.getLogger(ChangeApps.class);

  private final StoredApps apps;
  private final KnownApps known;
  private final Outbox outbox;
  private final TransactionOperations transactions;
  private final Clock clock;

  ChangeApps(
      StoredApps apps,
      KnownApps known,
      Outbox outbox,
      TransactionOperations transactions,
      Clock clock) {
    this.apps = apps;
    this.known = known;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A change.
   *
   * @param what for the record of the call, without secrets
   */
  record Change(StoredApp after, Map<String, ?> what) {}

  /** Reads the id of an app in a path: what can be none is not found. */
  static AppId id(String text) {
    try {
      return new AppId(text);
    } catch (InvalidValueException e) {
      throw notFound();
    }
  }

  static Refusal notFound() {
    return Fault.APP_NOT_FOUND.refusal();
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Adds an app.
   *
   * @param also what else belongs into the transaction
   * @throws Refusal 409 if there is one of this id
   */
  StoredApp add(StoredApp app, AdminCall call, Map<String, ?> what, Runnable also) {
    return commit(
        () -> {
          if (!apps.add(app)) {
            throw Fault.APP_EXISTS.refusal();
          }
          also.run();
          return told(app.id(), call, what);
        });
  }

  /**
   * Changes an app. A change that leaves it as it is has no effect, and is not told.
   *
   * @throws Refusal 404 if there is none
   */
  StoredApp change(AppId id, AdminCall call, Function<StoredApp, Change> change) {
    return commit(
        () -> {
          StoredApp before = apps.lock(id).orElseThrow(ChangeApps::notFound);
          Change made = change.apply(before);
          if (made.after().equals(before)) {
            return before;
          }
          apps.save(made.after(), clock.instant());
          return told(id, call, made.what());
        });
  }

  /**
   * Changes what belongs to an app and is no setting of it, so that nobody is told.
   *
   * @throws Refusal 404 if there is none
   */
  <T> T within(AppId id, Function<StoredApp, T> change) {
    return commit(() -> change.apply(apps.lock(id).orElseThrow(ChangeApps::notFound)));
  }

  private StoredApp told(AppId id, AdminCall call, Map<String, ?> what) {
    StoredApp after = apps.find(id).orElseThrow(ChangeApps::notFound);
    outbox.append(List.of(Envelope.of(after.told(), after.changedAt(), TraceParent.start())));
    call.changes(what);
    return after;
  }

  private <T> T commit(Supplier<T> work) {
    T result = Objects.requireNonNull(transactions.execute(status -> work.get()));
    try {
      // Whoever asks this copy next sees the change; the others poll.
      known.refresh();
    } catch (DataAccessException e) {
      log.debug("The change is seen with the next poll: {}", Failures.describe(e));
    }
    return result;
  }
}
