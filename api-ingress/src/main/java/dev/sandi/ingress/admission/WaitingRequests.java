package dev.sandi.ingress.admission;

import dev.sandi.ingress.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The requests that wait for a decision, in the order in which they came. */
final class WaitingRequests {

  private final Queue<One> waiting = new ConcurrentLinkedQueue<>();

  /** Those whom the last round could not tell; they go first. */
  private final Queue<One> deferred = new ConcurrentLinkedQueue<>();

  /**
   * A request that waits.
   *
   * @param inTime whether a decision would still be of use
   * @param looks how often its key was found running
   * @param found what was found then; null if nobody has looked
   */
  record One(
      Candidate candidate,
      BooleanSupplier inTime,
      CompletableFuture<Decision> decision,
      int looks,
      @Nullable Decision found) {

    /** To be looked at again, under another name: that of its batch must be new. */
    One again(Decision running) {
      return new One(candidate.again(), inTime, decision, looks + 1, running);
    }

    void refuse() {
      if (found == null) {
        decision.completeExceptionally(Refusal.unavailable());
      } else {
        decision.complete(found);
      }
    }
  }

  /**
   * What a round takes.
   *
   * @param asked those that the round asks about
   * @param followers those that it may tell by the others
   * @param late those that nobody waits for any more
   */
  record Taken(List<One> asked, List<One> followers, List<One> late) {

    static final Taken NONE = new Taken(List.of(), List.of(), List.of());
  }

  CompletableFuture<Decision> add(Candidate candidate, BooleanSupplier inTime) {
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    waiting.add(new One(candidate, inTime, decision, 0, null));
    return decision;
  }

  void add(One one) {
    waiting.add(one);
  }

  /** Whether it waited still. */
  boolean remove(One one) {
    return waiting.remove(one);
  }

  void defer(One one) {
    deferred.add(one);
  }

  /** Fills a round, with those first that the last one could not tell. */
  Taken take(Round round, int most) {
    Taken taken = new Taken(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (One next = deferred.poll(); next != null; next = deferred.poll()) {
      take(next, round, taken);
    }
    int mostFollowers = taken.followers().size() + most;
    One next;
    while (taken.asked().size() < most
        && taken.followers().size() < mostFollowers
        && (next = waiting.poll()) != null) {
      take(next, round, taken);
    }
    return taken;
  }

  private static void take(One next, Round round, Taken taken) {
    if (!next.inTime().getAsBoolean()) {
      taken.late().add(next);
    } else if (round.add(next.candidate())) {
      taken.asked().add(next);
    } else {
      taken.followers().add(next);
    }
  }

  void refuseAll() {
    for (Queue<One> queue : List.of(deferred, waiting)) {
      for (One next = queue.poll(); next != null; next = queue.poll()) {
        next.refuse();
      }
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty() && deferred.isEmpty();
  }

  int size() {
    return waiting.size() + deferred.size();
  }
}
