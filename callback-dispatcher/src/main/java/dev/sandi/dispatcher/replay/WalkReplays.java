package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.replay.EndedDeliveries.Match;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.InvalidValueException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Goes through the deliveries that replays find. A batch is one transaction, in which the replay's
 * row is locked, deliveries become due, and the cursor moves past them: whichever copy dies,
 * another goes on where the last batch ended.
 */
final class WalkReplays {

  private static final Logger log = LoggerFactory.getLogger(WalkReplays.class);

  /** Another copy may be of the version that began it. */
  private static final Duration UNDERSTOOD_LATER = Duration.ofMinutes(1);

  private static final Duration TICK = Duration.ofMillis(200);
  private static final long BETWEEN_TICKS_MILLIS = 50;

  /** While one runs, turns follow each other closely; another copy needs no more than that. */
  private static final long WATCHED = TimeUnit.SECONDS.toNanos(2);

  private static final int MOST_AT_ONCE = 500;
  private static final int ROWS_OF_A_STEP = 5_000;
  private static final int ROWS_OF_A_COUNT = 20_000;

  private final Replays replays;
  private final EndedDeliveries deliveries;
  private final TransactionOperations transactions;
  private final Clock clock;
  private long watchedUntil = System.nanoTime();

  WalkReplays(
      Replays replays,
      EndedDeliveries deliveries,
      TransactionOperations transactions,
      Clock clock) {
    this.replays = replays;
    this.deliveries = deliveries;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** One batch of the replay whose turn it is. Rests as long as it took: it is in no hurry. */
  Next walk() throws InterruptedException {
    long start = System.nanoTime();
    if (Boolean.TRUE.equals(transactions.execute(status -> takeTurn()))) {
      long end = System.nanoTime();
      watchedUntil = end + WATCHED;
      TimeUnit.NANOSECONDS.sleep(end - start);
      return Next.AT_ONCE;
    }
    if (watchedUntil - start <= 0) {
      return Next.WHEN_WOKEN;
    }
    TimeUnit.MILLISECONDS.sleep(BETWEEN_TICKS_MILLIS);
    return Next.AT_ONCE;
  }

  private boolean takeTurn() {
    Instant now = clock.instant();
    @Nullable Replay replay = replays.takeTurn(now).orElse(null);
    if (replay == null) {
      return false;
    }
    if (!isUnderstood(replay)) {
      replays.advance(replay, now.plus(UNDERSTOOD_LATER));
      return true;
    }
    Replay counted = count(replay);
    int allowed = new ReplayRate(replay.rate()).allowed(replay.usedUntil(), now);
    Replay walked = allowed == 0 ? counted : walk(counted, Math.min(allowed, MOST_AT_ONCE), now);
    // What looks at many to find few goes on at once.
    boolean tired = walked.matched() > replay.matched() || allowed == 0;
    replays.advance(walked, tired && allowed < MOST_AT_ONCE ? now.plus(TICK) : now);
    return true;
  }

  private static boolean isUnderstood(Replay replay) {
    try {
      replay.filter();
      return true;
    } catch (InvalidValueException e) {
      log.warn("Replay {} waits for a copy that understands it: {}", replay.id(), e.getMessage());
      return false;
    }
  }

  /** Counts ahead, so that progress can be told; what was made due before is not found any more. */
  private Replay count(Replay replay) {
    if (replay.isCounted()) {
      return replay;
    }
    UUID until = deliveries.step(replay, replay.counted(), ROWS_OF_A_COUNT);
    return replay.counted(until, deliveries.count(replay, replay.counted(), until));
  }

  private Replay walk(Replay replay, int most, Instant now) {
    UUID until = deliveries.step(replay, replay.cursor(), ROWS_OF_A_STEP);
    List<Match> matches = deliveries.lock(replay, until, most);
    int count = deliveries.replayInBulk(matches, now);
    UUID cursor = matches.size() < most ? until : matches.get(most - 1).id();
    Instant usedUntil = new ReplayRate(replay.rate()).use(replay.usedUntil(), now, count);
    return replay.walked(cursor, usedUntil, matches.size(), count, now);
  }
}
