package dev.sandi.ingress.status;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Finds a session and its timeline.
 *
 * <p>What other systems publish is listed a moment later. Whoever asks for it right away gets it
 * all the same: for a young id it is looked again, for up to a second.
 */
final class FindSession {

  private static final Duration YOUNG = Duration.ofSeconds(5);
  private static final int MOST_LOOKS = 11;
  private static final long PAUSE_MILLIS = 100;

  private final RecentRequests requests;
  private final Timelines timelines;
  private final Clock clock;
  private final Executor later;

  /**
   * @param later takes the looks after the first, so that no worker waits
   */
  FindSession(RecentRequests requests, Timelines timelines, Clock clock, Executor later) {
    this.requests = requests;
    this.timelines = timelines;
    this.clock = clock;
    this.later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, later);
  }

  /** Completes with the session; with nothing if it is unknown, or another app's. */
  CompletableFuture<Optional<SessionView>> find(AppId app, SessionId session) {
    Duration age = Duration.between(session.startedAt(), clock.instant()).abs();
    return look(app, session, age.compareTo(YOUNG) < 0 ? MOST_LOOKS : 1);
  }

  private CompletableFuture<Optional<SessionView>> look(AppId app, SessionId session, int looks) {
    Optional<SessionView> found =
        requests.find(app, session).map(view -> view.with(timelines.of(app, session)));
    return found.isPresent() || looks == 1
        ? CompletableFuture.completedFuture(found)
        : CompletableFuture.supplyAsync(() -> looks - 1, later)
            .thenCompose(left -> look(app, session, left));
  }
}
