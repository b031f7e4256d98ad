package dev.sandi.ingress.admission;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a decision. Apps take turns, so that one that asks for more than can
 * be decided makes nobody wait but itself; those of an app are in the order in which they came.
 */
final class WaitingRequests {

  /** By app, first the one whose turn it is. None of them is empty. */
  private final Map<AppId, Deque<One>> waiting = new LinkedHashMap<>();

  private int size;

  /** How many the last rounds could not tell; they are first among those of their apps. */
  private int deferred;

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
    add(new One(candidate, inTime, decision, 0, null));
    return decision;
  }

  synchronized void add(One one) {
    of(one).addLast(one);
    size++;
  }

  /** Whether it waited still. */
  synchronized boolean remove(One one) {
    AppId app = one.candidate().app();
    Deque<One> ofApp = waiting.get(app);
    if (ofApp == null || !ofApp.remove(one)) {
      return false;
    }
    if (ofApp.isEmpty()) {
      waiting.remove(app);
    }
    size--;
    return true;
  }

  /** Puts back what a round could not tell, in the order in which it was taken. */
  synchronized void defer(List<One> followers) {
    for (int i = followers.size() - 1; i >= 0; i--) {
      of(followers.get(i)).addFirst(followers.get(i));
    }
    size += followers.size();
    deferred += followers.size();
  }

  private Deque<One> of(One one) {
    return waiting.computeIfAbsent(one.candidate().app(), app -> new ArrayDeque<>());
  }

  /** Fills a round. */
  Taken take(Round round, int most) {
    Taken taken = new Taken(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    // A storm on one number is put back again and again, and must not hide what is behind it.
    int mostFollowers = most + takeDeferred();
    Map<AppId, Integer> followers = new HashMap<>();
    One next;
    while (taken.asked().size() < most
        && (next = poll(app -> followers.getOrDefault(app, 0) < mostFollowers)) != null) {
      AppId app = next.candidate().app();
      if (!next.inTime().getAsBoolean()) {
        taken.late().add(next);
      } else if (round.add(next.candidate())) {
        taken.asked().add(next);
        endTurn(app);
      } else {
        taken.followers().add(next);
        followers.merge(app, 1, Integer::sum);
      }
    }
    return taken;
  }

  private synchronized int takeDeferred() {
    int all = deferred;
    deferred = 0;
    return all;
  }

  /** The next of the first app that may have a turn. */
  private synchronized @Nullable One poll(Predicate<AppId> hasTurns) {
    Iterator<Map.Entry<AppId, Deque<One>>> turns = waiting.entrySet().iterator();
    while (turns.hasNext()) {
      Map.Entry<AppId, Deque<One>> turn = turns.next();
      if (hasTurns.test(turn.getKey())) {
        One next = turn.getValue().removeFirst();
        if (turn.getValue().isEmpty()) {
          turns.remove();
        }
        size--;
        return next;
      }
    }
    return null;
  }

  private synchronized void endTurn(AppId app) {
    Deque<One> ofApp = waiting.remove(app);
    if (ofApp != null) {
      waiting.put(app, ofApp);
    }
  }

  void refuseAll() {
    for (One next = poll(app -> true); next != null; next = poll(app -> true)) {
      next.refuse();
    }
  }

  boolean isEmpty() {
    return size() == 0;
  }

  synchronized int size() {
    return size;
  }
}
