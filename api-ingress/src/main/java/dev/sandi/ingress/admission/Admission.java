package dev.sandi.ingress.admission;

import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.Failures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
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
  private static final int THREADS = 2;
  private static final long RETRY_MILLIS = 250;
  private static final long STOP_MILLIS = 3000;

  /** What waits to be settled while the database is away; beyond it, the newest is forgotten. */
  private static final int MOST_SETTLEMENTS = 100_000;

  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final OutageLog outages = new OutageLog(log, "Requests cannot be admitted");

  private final Admissions admissions;
  private final int phase;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /** Those whom the last round could not tell; they are few, and go first. */
  private final Queue<Waiting> deferred = new ConcurrentLinkedQueue<>();

  private final Queue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unsettledCount = new AtomicInteger();
  private final Semaphore work = new Semaphore(0);
  private final ReentrantLock turn = new ReentrantLock();
  private final DistributionSummary batches;
  private final Counter forgotten;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  Admission(Admissions admissions, MeterRegistry metrics, int phase) {
    this.admissions = admissions;
    this.phase = phase;
    this.batches = metrics.summary("sandi.ingress.admission.batch");
    this.forgotten = metrics.counter("sandi.ingress.admission.forgotten");
  }

  private record Waiting(Candidate candidate, CompletableFuture<Decision> decision) {}

  private record Unsettled(Settlement settlement, CompletableFuture<Void> settled) {}

  /** Completes with the decision, or fails with a {@link Refusal} 503. */
  public CompletableFuture<Decision> decide(Candidate candidate) {
    if (candidate.key() == null && candidate.blocked()) {
      return CompletableFuture.completedFuture(new Decision.Blocked());
    }
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    waiting.add(new Waiting(candidate, decision));
    work.release();
    return decision;
  }

  /**
   * Notes that a request was published. From now on its key is answered as it was.
   *
   * @return completes when it is noted, or cannot be for now; never fails
   */
  public CompletableFuture<Void> done(Decision.Ticket ticket) {
    CompletableFuture<Void> noted = new CompletableFuture<>();
    if (ticket.candidate().key() == null) {
      noted.complete(null);
    } else {
      settle(new Settlement.Done(ticket), noted);
    }
    return noted;
  }

  /** Gives back what a request took that was not published. */
  public void giveBack(Decision.Ticket ticket) {
    settle(new Settlement.GivenBack(ticket), new CompletableFuture<>());
  }

  private void settle(Settlement settlement, CompletableFuture<Void> settled) {
    if (unsettledCount.incrementAndGet() > MOST_SETTLEMENTS) {
      unsettledCount.decrementAndGet();
      forgotten.increment();
      settled.complete(null);
    } else {
      unsettled.add(new Unsettled(settlement, settled));
      work.release();
    }
  }

  private void loop() {
    while (running || isAnyWaiting()) {
      try {
        // What could not be settled is tried again by itself; new requests take it along.
        if (unsettledCount.get() == 0) {
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
    List<Waiting> asked = new ArrayList<>();
    List<Waiting> followers = new ArrayList<>();
    List<Waiting> decided = new ArrayList<>();
    List<Optional<Decision>> decisions = new ArrayList<>();
    List<Unsettled> settling = new ArrayList<>();
    RuntimeException failure = null;
    turn.lock();
    try {
      Round round = new Round(admissions.lease());
      take(round, asked, followers);
      takeUnsettled(settling);
      if (asked.isEmpty() && settling.isEmpty()) {
        return;
      }
      batches.record(asked.size());
      decisions.addAll(ask(round.asked(), settling.stream().map(Unsettled::settlement).toList()));
      unsettledCount.addAndGet(-settling.size());
      decided.addAll(asked);
      List<Optional<Decision>> first = List.copyOf(decisions);
      for (Waiting follower : followers) {
        Optional<Decision> decision = round.follow(follower.candidate(), first);
        if (decision.isPresent()) {
          decided.add(follower);
          decisions.add(decision);
        } else {
          deferred.add(follower);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      turn.unlock();
    }
    if (failure == null) {
      settling.forEach(done -> done.settled().complete(null));
      for (int i = 0; i < decided.size(); i++) {
        CompletableFuture<Decision> answer = decided.get(i).decision();
        decisions
            .get(i)
            .ifPresentOrElse(
                answer::complete, () -> answer.completeExceptionally(Refusal.unavailable()));
      }
    } else {
      outages.tell(failure);
      settleLater(settling);
      refuse(asked, followers, failure);
    }
    if (isAnyWaiting()) {
      work.release();
    }
  }

  /** Empty is what the database cannot take, whatever it is: nobody else has to suffer from it. */
  private List<Optional<Decision>> ask(List<Candidate> asked, List<Settlement> settled) {
    try {
      return admissions.decide(asked, settled).stream().map(Optional::of).toList();
    } catch (DataIntegrityViolationException e) {
      if (asked.isEmpty()) {
        throw e;
      }
      if (asked.size() == 1) {
        log.error("A request cannot be admitted: {}", Failures.describeWithoutData(e));
        ask(List.of(), settled);
        return List.of(Optional.empty());
      }
      int half = asked.size() / 2;
      List<Optional<Decision>> decisions = new ArrayList<>(ask(asked.subList(0, half), settled));
      decisions.addAll(ask(asked.subList(half, asked.size()), List.of()));
      return decisions;
    }
  }

  /** Fills a round, with those first that the last one could not tell. */
  private void take(Round round, List<Waiting> asked, List<Waiting> followers) {
    for (Waiting next = deferred.poll(); next != null; next = deferred.poll()) {
      (round.add(next.candidate()) ? asked : followers).add(next);
    }
    int most = followers.size() + LARGEST_BATCH;
    Waiting next;
    while (asked.size() < LARGEST_BATCH
        && followers.size() < most
        && (next = waiting.poll()) != null) {
      (round.add(next.candidate()) ? asked : followers).add(next);
    }
  }

  private void takeUnsettled(List<Unsettled> settling) {
    Unsettled next;
    while (settling.size() < LARGEST_BATCH && (next = unsettled.poll()) != null) {
      settling.add(next);
    }
  }

  private boolean isAnyWaiting() {
    return !waiting.isEmpty() || !deferred.isEmpty();
  }

  private void settleLater(List<Unsettled> settling) {
    for (Unsettled each : settling) {
      unsettled.add(new Unsettled(each.settlement(), new CompletableFuture<>()));
      each.settled().complete(null);
    }
  }

  /**
   * With the batch goes what waits behind it: it would not get an answer in time either. Whether a
   * batch that was on its way to the database is committed, or will be, is not known.
   */
  private void refuse(List<Waiting> batch, List<Waiting> followers, RuntimeException failure) {
    for (Waiting each : batch) {
      if (!(failure instanceof CannotGetJdbcConnectionException)) {
        settle(new Settlement.GivenUp(each.candidate()), new CompletableFuture<>());
      }
      each.decision().completeExceptionally(Refusal.unavailable());
    }
    for (Waiting follower : followers) {
      follower.decision().completeExceptionally(Refusal.unavailable());
    }
    for (Queue<Waiting> queue : List.of(deferred, waiting)) {
      for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
        next.decision().completeExceptionally(Refusal.unavailable());
      }
    }
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
    return waiting.size() + deferred.size() + unsettled.size();
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
