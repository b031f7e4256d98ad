package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.app.App;
import dev.sandi.dispatcher.app.KnownApps;
import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Released;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.CallbackRequest;
import dev.sandi.dispatcher.http.Failure;
import dev.sandi.dispatcher.http.SigningKey;
import dev.sandi.dispatcher.http.Timing;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.CallbackPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Begins attempts as slots come free, and takes their results. Never waits for a customer. */
final class SendCallbacks {

  /** A lifecycle event may overtake its app's settings, which come by another topic. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);

  /** Makes one attempt, as {@link dev.sandi.dispatcher.http.CallbackClient} does. */
  @FunctionalInterface
  interface Caller {
    void call(CallbackRequest request, BiConsumer<AttemptResult, Timing> then);
  }

  private final Lanes lanes;
  private final Settlements settlements;
  private final KnownApps apps;
  private final Caller http;
  private final JudgeAttempt judge;
  private final AttemptSpans spans;
  private final Clock clock;
  private final Duration attemptTime;

  SendCallbacks(
      Lanes lanes,
      Settlements settlements,
      KnownApps apps,
      Caller http,
      JudgeAttempt judge,
      AttemptSpans spans,
      Clock clock,
      Duration attemptTime) {
    this.lanes = lanes;
    this.settlements = settlements;
    this.apps = apps;
    this.http = http;
    this.judge = judge;
    this.spans = spans;
    this.clock = clock;
    this.attemptTime = attemptTime;
  }

  /** Begins all that may begin now. */
  Next send() {
    List<Delivery> started = settlements.areMany() ? List.of() : lanes.start();
    if (started.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    KnownApps.Found found = apps.find(started.stream().map(Delivery::appId).toList());
    for (Delivery delivery : started) {
      if (found.unread().contains(delivery.appId())) {
        finish(Settlement.released(delivery, clock.instant().plus(SHORT_PAUSE)));
      } else {
        begin(delivery, found.apps().get(delivery.appId()));
      }
    }
    return Next.AT_ONCE;
  }

  private void begin(Delivery delivery, @Nullable App app) {
    Instant now = clock.instant();
    CallbackPolicy policy = app == null ? CallbackPolicy.DEFAULT : app.policy();
    CallbackRequest request = app == null ? null : request(delivery, app, now);
    if (delivery.takenOver() && policy.atMostOnce()) {
      finish(interrupted(delivery, now));
    } else if (!delivery.claim().lasts(now, attemptTime)) {
      finish(Settlement.released(delivery, now));
    } else if (request == null && now.isBefore(delivery.createdAt().plus(PATIENCE))) {
      finish(Settlement.released(delivery, now.plus(SHORT_PAUSE)));
    } else {
      long start = System.nanoTime();
      attempt(
          request, app, (result, timing) -> complete(delivery, policy, now, start, result, timing));
    }
  }

  /** Makes one attempt as the app wants to be called, whatever becomes of it. */
  void attempt(
      @Nullable CallbackRequest request,
      @Nullable App app,
      BiConsumer<AttemptResult, Timing> then) {
    if (app == null || request == null) {
      then.accept(new Failed(Failure.NO_SIGNING_KEY), Timing.NONE);
    } else if (!request.url().secure() && !app.plainHttp()) {
      then.accept(new Failed(Failure.INSECURE_URL), Timing.NONE);
    } else {
      http.call(request, then);
    }
  }

  /** Null if it cannot be signed. */
  static @Nullable CallbackRequest request(Delivery delivery, App app, Instant now) {
    CallbackPolicy.Style style = app.policy().style();
    if (style != CallbackPolicy.Style.STANDARD) {
      return CallbackRequest.legacy(
              delivery.eventId(),
              delivery.url(),
              now,
              style == CallbackPolicy.Style.LEGACY_POST,
              delivery.sessionId(),
              LegacyStatus.of(delivery.type(), delivery.body()))
          .by(app.tls());
    }
    List<SigningKey> keys = app.signingKeys(now);
    return keys.isEmpty()
        ? null
        : new CallbackRequest(delivery.eventId(), delivery.url(), delivery.body(), now, keys)
            .by(app.tls());
  }

  /** Nobody knows whether its attempt was begun. */
  private static Settlement interrupted(Delivery delivery, Instant now) {
    return new Settlement(
        delivery,
        new Attempt(delivery.attempts() + 1, now, Duration.ZERO, new Failed(Failure.INTERRUPTED)),
        new Exhausted("interrupted", End.INTERRUPTED));
  }

  private void complete(
      Delivery delivery,
      CallbackPolicy policy,
      Instant startedAt,
      long start,
      AttemptResult result,
      Timing timing) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start).truncatedTo(ChronoUnit.MILLIS);
    Attempt attempt = new Attempt(delivery.attempts() + 1, startedAt, duration, result, timing);
    Outcome outcome = judge.judge(delivery, attempt, policy);
    finish(new Settlement(delivery, attempt, outcome));
    spans.ended(delivery, attempt, outcome, start);
  }

  private void finish(Settlement settlement) {
    settlements.add(settlement);
    lanes
        .finished(settlement)
        .forEach(
            later ->
                settlements.add(
                    new Settlement(later, null, new Released(settlement.nextAttemptAt()))));
  }
}
