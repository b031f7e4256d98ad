package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Claims.Round;
import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.delivery.Sessions.Sorted;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Claims what is due in the table: retries, first attempts that found no room in memory, and what a
 * copy that died had claimed. One claimer on each copy.
 */
final class DispatchDueCallbacks {

  /** Of one claim: each row is written, which is most of what a claim takes. */
  private static final int MOST = 500;

  private static final long BETWEEN_TAKE_OVERS = TimeUnit.MILLISECONDS.toNanos(900);

  /**
   * A row is there long before its lease has run out. What ended meanwhile is stepped over, and
   * under an old snapshot again with each look: this is as long as it must be, and no longer.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

  /**
   * Every so many a look is taken at all, whenever their leases ran out: a commit that waited for a
   * standby shows rows whose leases are long over.
   */
  private static final int TAKE_OVERS_OF_ALL = 60;

  /** Of one endpoint, in bulk: less than of the usual, so that its lane is never full of them. */
  private static final int BULK_PART = 4;

  /** Where nothing is replayed, it is looked for no more often. */
  private static final long BULK_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final Claims claims;
  private final Sessions sessions;
  private final Lanes lanes;
  private final Settlements settlements;
  private final SettleAttempts settling;
  private final Clock clock;
  private final Timing timing;
  private final int mostOfEndpoint;
  private final int mostInBulk;
  private final Timer timer;
  private Instant takenOverUntil = Instant.EPOCH;
  private long takenOverAt = System.nanoTime() - BETWEEN_TAKE_OVERS;
  private long takeOvers;
  private long after;
  private long afterBulk;

  /** In a walk over all endpoints, so far. */
  private int found;

  private int foundInBulk;
  private long restUntil = System.nanoTime();
  private long bulkNotBefore = System.nanoTime();
  private volatile boolean moreIsDue;
  private volatile Runnable wake = () -> {};

  /**
   * @param mostOfEndpoint what is held of an endpoint before nothing more is claimed for it
   * @param timer of claims
   */
  DispatchDueCallbacks(
      Claims claims,
      Lanes lanes,
      Settlements settlements,
      SettleAttempts settling,
      Clock clock,
      Timing timing,
      int mostOfEndpoint,
      Timer timer) {
    this.claims = claims;
    this.sessions = new Sessions(claims);
    this.lanes = lanes;
    this.settlements = settlements;
    this.settling = settling;
    this.clock = clock;
    this.timing = timing;
    this.mostOfEndpoint = mostOfEndpoint;
    this.mostInBulk = Math.max(1, mostOfEndpoint / BULK_PART);
    this.timer = timer;
  }

  /** Sets who calls {@link #dispatch}. */
  void whenDue(Runnable listener) {
    wake = listener;
  }

  /** Notes that something waits in the table, for when there is room. */
  void moreIsDue() {
    moreIsDue = true;
  }

  void roomAppeared() {
    if (moreIsDue) {
      wake.run();
    }
  }

  /**
   * One round: gives back what has waited too long or in vain, and claims what there is room for.
   *
   * <p>The more endpoints something waits for, the longer it is looked for: see {@link Rest}.
   */
  Next dispatch() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(restUntil - System.nanoTime());
    Instant now = clock.instant();
    for (Delivery overdue : lanes.takeOverdue(now, timing.attempt())) {
      settlements.add(Settlement.givenBack(overdue));
    }
    lanes.takeShut().forEach(delivery -> settlements.add(Settlement.givenBack(delivery)));
    takeOver(now);
    // Until it is known for which lanes nothing is looked for, any room is worth a look.
    moreIsDue = true;
    Room room = lanes.room(mostOfEndpoint);
    // What this copy could not write about is leased to it, and would be claimed a second time.
    if (room.total() == 0 || settling.isBehind()) {
      return Next.WHEN_WOKEN;
    }
    moreIsDue = someAreFull(room);
    return claim(room, Math.min(MOST, room.total()), now);
  }

  private Next claim(Room room, int most, Instant now) {
    long began = after;
    long beganBulk = afterBulk;
    Claim claim = Claim.at(now, timing.lease());
    long start = System.nanoTime();
    Round round = claims.claim(began, most, room, mostOfEndpoint, now, claim);
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    take(round.claimed(), now);
    after = next(round);
    int claimed = round.claimed().size();
    found = claimed + (began > 0 ? found : 0);
    if (bulkHasTurn(claimed < most, start)) {
      claimed += claimBulk(now, claim);
    }
    long end = System.nanoTime();
    restUntil = end + Rest.after(end - start, claimed);
    boolean more = goesOn(began, after, found) || bulkGoesOn(beganBulk);
    return more ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  /** After a walk of several steps, there is another one if it found something. */
  private static boolean goesOn(long began, long after, int found) {
    return after > 0 || (began > 0 && found > 0);
  }

  /**
   * Once begun it goes on beside a look for the usual, which may take a hundred steps, unless there
   * is plenty of that.
   */
  private boolean bulkHasTurn(boolean usualIsFew, long now) {
    return (after == 0 || (afterBulk > 0 && usualIsFew)) && now - bulkNotBefore >= 0;
  }

  /** If there is no room for more of it, whoever makes some is heard. */
  private boolean bulkGoesOn(long began) {
    return goesOn(began, afterBulk, foundInBulk) && lanes.bulkRoom(mostInBulk).total() > 0;
  }

  /** Of a lane that is full nothing is looked for, so that more of it may be due. */
  private static boolean someAreFull(Room room) {
    return room.ofLanes().containsValue(0);
  }

  /** What is replayed in bulk begins when nothing else is left to be claimed. */
  private int claimBulk(Instant now, Claim claim) {
    Room room = lanes.bulkRoom(mostInBulk);
    if (room.total() == 0) {
      moreIsDue = true;
      return 0;
    }
    if (someAreFull(room)) {
      moreIsDue = true;
    }
    int most = Math.min(MOST, room.total());
    long began = afterBulk;
    Round round = claims.claimBulk(began, most, room, mostInBulk, now, claim);
    afterBulk = next(round);
    foundInBulk = round.claimed().size() + (began > 0 ? foundInBulk : 0);
    if (round.claimed().isEmpty() && afterBulk == 0 && lanes.bulkHeld() == 0) {
      bulkNotBefore = System.nanoTime() + BULK_PAUSE;
    }
    if (afterBulk > 0) {
      moreIsDue = true;
    }
    take(round.claimed(), now);
    return round.claimed().size();
  }

  /** Each endpoint gets its turn, though the scan begins with the oldest. */
  private static long next(Round round) {
    return round.isEnd() ? 0 : round.last();
  }

  private void take(List<Delivery> claimed, Instant now) {
    if (!claimed.isEmpty()) {
      moreIsDue = true;
      Sorted sorted;
      try {
        sorted = sessions.sort(claimed, now);
      } catch (RuntimeException | Error e) {
        // Claimed and in no lane, they would wait for their lease, and then count as begun.
        List<Settlement> back = claimed.stream().map(Settlement::givenBack).toList();
        lanes.hold(back);
        back.forEach(settlements::add);
        throw e;
      }
      lanes.addClaimed(sorted.ready());
      lanes.hold(sorted.heldBack());
      sorted.heldBack().forEach(settlements::add);
    }
  }

  /** Looks for what copies held that died. */
  private void takeOver(Instant now) {
    if (System.nanoTime() - takenOverAt >= BETWEEN_TAKE_OVERS) {
      boolean all = takeOvers++ % TAKE_OVERS_OF_ALL == 0;
      claims.takeOver(all ? Instant.EPOCH : takenOverUntil.minus(CLOCKS_DIFFER), now);
      takenOverUntil = now;
      takenOverAt = System.nanoTime();
    }
  }

  /**
   * How long things take.
   *
   * @param lease how long a claim lasts
   * @param attempt what must be left of it to begin an attempt
   */
  record Timing(Duration lease, Duration attempt) {}
}
