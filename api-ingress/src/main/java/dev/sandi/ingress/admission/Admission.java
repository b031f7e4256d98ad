package dev.sandi.ingress.admission;

import dev.sandi.ingress.admission.WaitingRequests.One;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Decides about all requests that wait in one round trip: a batch is what came while the last one
 * ran, so nobody waits for a batch to fill.
 *
 * <p>Two threads take turns: while one asks the database about its batch, the other publishes what
 * the last one admitted.
 */
public final class Admission implements SmartLifecycle {

  private static final int LARGEST_BATCH = 500;

  /** More than a batch can leave, so that none is behind for long. */
  private static final int MOST_SETTLED = 2_000;

  private static final int THREADS = 2;
  private static final long RETRY_MILLIS = 250;
  private static final long STOP_MILLIS = 3000;

  /** A note waits for requests that take it along. */
  private static final Executor GATHERED =
      CompletableFuture.delayedExecutor(25, TimeUnit.MILLISECONDS, Runnable::run);

  private final OutageLog outages =
      new OutageLog(LoggerFactory.getLogger(Admission.class), "Requests cannot be admitted");

  private final Admissions admissions;
  private final int phase;
  private final WaitingRequests waiting = new WaitingRequests();
  private final LookAgain lookAgain;
  private final Semaphore work = new Semaphore(0);
  private final ReentrantLock turn = new ReentrantLock();
  private final DistributionSummary batches;
  private final Timer rounds;
  private final Unsettled unsettled;
  private final Floods floods;
  private final AtomicBoolean reminded = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  Admission(Admissions admissions, MeterRegistry metrics, int phase) {
    this.admissions = admissions;
    this.floods = new Floods(admissions::moment);
    this.phase = phase;
    this.lookAgain =
        new LookAgain(waiting, admissions.lease(), () -> running, () -> work.release());
    this.batches = metrics.summary("sandi.ingress.admission.batch");
    this.rounds = metrics.timer("sandi.ingress.admission.round");
    this.unsettled = new Unsettled(metrics.counter("sandi.ingress.admission.forgotten"));
  }

  /** Completes with the decision, or fails with a {@link Refusal} 503. */
  public CompletableFuture<Decision> decide(Candidate candidate) {
    return decide(candidate, () -> true);
  }

  /**
   * The same, of a request that is refused unseen if it has waited too long: where more comes than
   * can be decided, work on what nobody waits for would keep all others waiting, too.
   *
   * @param inTime asked when its turn comes
   */
  public CompletableFuture<Decision> decide(Candidate candidate, BooleanSupplier inTime) {
    if (candidate.key() == null && candidate.blocked()) {
      return CompletableFuture.completedFuture(new Decision.Blocked());
    }
    Optional<Decision> refused = floods.refuse(candidate);
    if (refused.isPresent()) {
      return CompletableFuture.completedFuture(refused.get());
    }
    CompletableFuture<Decision> decision = waiting.add(candidate, inTime);
    work.release();
    return decision;
  }

  /**
   * Notes that a request was published, with the next batch or a moment later: nobody waits for it.
   * This copy notes before it looks, so that it answers its key as it was from now on; others do
   * when it is noted. A note that is lost with this process is made up for by what is heard of the
   * session ({@code is_heard_of} in {@code R__admit.sql}).
   */
  public void done(Decision.Admitted admitted) {
    if (admitted.ticket().candidate().key() != null) {
      unsettled.add(new Settlement.Done(admitted));
      if (!reminded.getAndSet(true)) {
        GATHERED.execute(
            () -> {
              reminded.set(false);
              work.release();
            });
      }
    }
  }

  /** Gives back what a request took that was not published. */
  public void giveBack(Decision.Ticket ticket) {
    settle(new Settlement.GivenBack(ticket));
  }

  private void settle(Settlement settlement) {
    unsettled.add(settlement);
    work.release();
  }

  private void loop() {
    while (running || !waiting.isEmpty()) {
      try {
        // What could not be settled is tried again by itself; new requests take it along.
        if (unsettled.isEmpty()) {
          work.acquire();
        } else {
          work.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        work.drainPermits();
        if (!running) {
          // At a stop this took the other thread's permit, too.
          work.release();
        }
        decideWaiting();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) {
        // Nobody would notice a thread that is gone.
        outages.tell(e);
      }
    }
  }

  private void decideWaiting() {
    Round round = new Round(admissions.lease());
    WaitingRequests.Taken taken = WaitingRequests.Taken.NONE;
    List<Settlement> settling = List.of();
    Instant before;
    List<Optional<Decision>> decisions;
    turn.lock();
    try {
      taken = waiting.take(round, LARGEST_BATCH);
      settling = unsettled.take(MOST_SETTLED, LARGEST_BATCH);
      if (taken.asked().isEmpty() && settling.isEmpty()) {
        return;
      }
      batches.record(taken.asked().size());
      before = admissions.moment();
      long start = System.nanoTime();
      decisions = admissions.decideEach(round.asked(), settling, this::endTurn);
      rounds.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      outages.tell(e);
      unsettled.putBack(settling);
      refuse(taken, e);
      wakeForMore();
      return;
    } finally {
      endTurn();
      taken.late().forEach(One::refuse);
    }
    // What is decided here must not be given back for a failure that comes after.
    unsettled.settled(settling);
    for (int i = 0; i < taken.asked().size(); i++) {
      answer(taken.asked().get(i), decisions.get(i), before);
    }
    List<One> untold = new ArrayList<>();
    for (One follower : taken.followers()) {
      Optional<Decision> decision = round.follow(follower.candidate(), decisions);
      if (decision.isPresent()) {
        answer(follower, decision, before);
      } else {
        untold.add(follower);
      }
    }
    waiting.defer(untold);
    wakeForMore();
  }

  /** The next batch may go to the database while the answer about this one is read. */
  private void endTurn() {
    if (turn.isHeldByCurrentThread()) {
      turn.unlock();
    }
  }

  private void answer(One one, Optional<Decision> decision, Instant before) {
    decision.ifPresentOrElse(
        decided -> {
          if (!lookAgain.takes(one, decided)) {
            floods.note(one.candidate(), decided, before);
            one.decision().complete(decided);
          }
        },
        one::refuse);
  }

  private void wakeForMore() {
    if (!waiting.isEmpty()) {
      work.release();
    }
  }

  /**
   * With the batch goes what waits behind it: it would not get an answer in time either. Whether a
   * batch that was on its way to the database is committed, or will be, is not known.
   */
  private void refuse(WaitingRequests.Taken taken, RuntimeException failure) {
    for (One each : taken.asked()) {
      if (!(failure instanceof CannotGetJdbcConnectionException)) {
        settle(new Settlement.GivenUp(each.candidate()));
      }
      each.refuse();
    }
    taken.followers().forEach(One::refuse);
    waiting.refuseAll();
  }

  @Override
  public void start() {
    running = true;
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::loop, "ingress-admission-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Decides what waits, and settles what can be, for at most three seconds. */
  @Override
  public void stop() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    running = false;
    work.release(THREADS);
    try {
      for (Thread thread : threads) {
        thread.join(STOP_MILLIS / THREADS);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.clear();
    // Batch by batch, as long as each leaves less than there was.
    int before;
    do {
      before = left();
      decideWaiting();
    } while (left() > 0 && left() < before && System.nanoTime() < end);
  }

  private int left() {
    return waiting.size() + unsettled.size();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
