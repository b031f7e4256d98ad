package dev.sandi.bench.callbacks;

import dev.sandi.bench.callbacks.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds what receivers saw against what happened and who died: an attempt may follow one that its
 * receiver took only if the copy that made that one died before it can have written the result.
 *
 * @param flaky whether a receiver refuses the first attempt of a callback
 * @param atMostOnce receivers whose app wants nothing twice
 * @param unwritten how long after an attempt its result may not be written yet
 * @param takenOver how long after a copy died what it had may wait until another has it: the lease,
 *     and until one lives that looks for it
 */
record CallbackLedger(
    BiPredicate<Integer, UUID> flaky,
    IntPredicate atMostOnce,
    Duration unwritten,
    Duration takenOver) {

  /** Times are taken on both sides of a socket. */
  private static final long CLOCKS_MILLIS = 100;

  /**
   * What is compared.
   *
   * @param events every event that was published, and its receiver
   * @param requests in the order in which they came
   * @param succeeded when each attempt ended that is on record as a success, in milliseconds since
   *     1970
   * @param undelivered the deliveries that are not delivered
   * @param told deliveries whose end an event tells of
   */
  record Evidence(
      Map<UUID, Integer> events,
      List<Request> requests,
      List<Death> deaths,
      Map<UUID, List<Long>> succeeded,
      Map<UUID, Standing> undelivered,
      Set<UUID> told) {}

  /**
   * What became of a delivery.
   *
   * @param endReason null unless it is exhausted
   * @param endedAt as {@link System#nanoTime}; without a meaning unless it has ended
   */
  record Standing(String state, @Nullable String endReason, long endedAt) {}

  /**
   * What came of it.
   *
   * @param extra attempts that followed one that the receiver had taken
   */
  record Findings(int events, int requests, int extra, List<Fault> faults) {}

  Findings compare(Evidence evidence) {
    List<Fault> faults = new ArrayList<>();
    Map<UUID, List<Request>> requests = new HashMap<>();
    for (Request request : evidence.requests()) {
      if (evidence.events().containsKey(request.id())) {
        requests.computeIfAbsent(request.id(), id -> new ArrayList<>()).add(request);
      } else {
        faults.add(new Fault(Kind.UNKNOWN_ID, request.id().toString()));
      }
    }
    Map<String, Death> deaths = new HashMap<>();
    evidence.deaths().forEach(death -> deaths.put(death.address(), death));
    int extra = 0;
    for (Map.Entry<UUID, Integer> event : evidence.events().entrySet()) {
      UUID id = event.getKey();
      List<Request> its = requests.getOrDefault(id, List.of());
      extra += repetitions(id, event.getValue(), its, deaths, faults);
      if (its.stream().map(Request::body).distinct().count() > 1) {
        faults.add(new Fault(Kind.OTHER_BODY, id.toString()));
      }
      if (isRepeatedAfter(evidence.succeeded().getOrDefault(id, List.of()), its)) {
        faults.add(new Fault(Kind.REPEATED_AFTER_SUCCESS, id.toString()));
      }
      end(id, event.getValue(), its, deaths, evidence, faults);
    }
    return new Findings(evidence.events().size(), evidence.requests().size(), extra, faults);
  }

  /** By the first success: the repetition may itself be on record as another. */
  private static boolean isRepeatedAfter(List<Long> succeeded, List<Request> its) {
    return succeeded.stream()
        .min(Comparator.naturalOrder())
        .filter(first -> its.stream().anyMatch(r -> r.millis() > first + CLOCKS_MILLIS))
        .isPresent();
  }

  private int repetitions(
      UUID id, int receiver, List<Request> its, Map<String, Death> deaths, List<Fault> faults) {
    int extra = 0;
    Set<String> excused = new HashSet<>();
    for (int i = 0; i + 1 < its.size(); i++) {
      boolean refused = i == 0 && flaky.test(receiver, id);
      if (refused) {
        continue;
      }
      extra++;
      Request taken = its.get(i);
      boolean died = diedOf(taken, deaths.get(taken.from())) && excused.add(taken.from());
      if (atMostOnce.test(receiver)) {
        faults.add(new Fault(Kind.REPEATED_ALTHOUGH_FORBIDDEN, id.toString()));
      } else if (!died) {
        faults.add(
            new Fault(
                Kind.REPEATED,
                "%s, attempt %d, the one before from %s, whose copy died %s"
                    .formatted(id, i + 2, taken.from(), after(taken, deaths.get(taken.from())))));
      }
    }
    return extra;
  }

  private static String after(Request taken, @Nullable Death death) {
    return death == null
        ? "never"
        : (death.nanos() - taken.nanos()) / 1_000_000 + " ms after it, of: " + death.of();
  }

  private boolean diedOf(Request taken, @Nullable Death death) {
    if (death == null) {
      return false;
    }
    long after = (death.nanos() - taken.nanos()) / 1_000_000;
    return after >= -CLOCKS_MILLIS && after <= unwritten.toMillis();
  }

  private void end(
      UUID id,
      int receiver,
      List<Request> its,
      Map<String, Death> deaths,
      Evidence evidence,
      List<Fault> faults) {
    Standing standing = evidence.undelivered().get(id);
    boolean taken = its.size() > (flaky.test(receiver, id) ? 1 : 0);
    if (standing != null && standing.state().equals("pending")) {
      faults.add(new Fault(Kind.NOT_SETTLED, id.toString()));
    } else if (standing == null ? !taken : !isInterrupted(receiver, standing, its, deaths)) {
      faults.add(new Fault(Kind.LOST, id + ", " + standing + ", " + its.size() + " requests"));
    } else if (!evidence.told().contains(id)) {
      faults.add(new Fault(Kind.NOT_TOLD, id.toString()));
    }
  }

  /**
   * Whether a delivery of an app that wants nothing twice ended because a copy died with it. If
   * there was a request, its copy died of that one; since whoever takes over may die, too, before
   * it has written the end, the last to die may be another.
   */
  private boolean isInterrupted(
      int receiver, Standing standing, List<Request> its, Map<String, Death> deaths) {
    return atMostOnce.test(receiver)
        && "interrupted".equals(standing.endReason())
        && its.stream().allMatch(request -> diedOf(request, deaths.get(request.from())))
        && deaths.values().stream().anyMatch(death -> leadsTo(standing, death));
  }

  private boolean leadsTo(Standing standing, Death death) {
    long after = (standing.endedAt() - death.nanos()) / 1_000_000;
    return after >= -CLOCKS_MILLIS && after <= takenOver.toMillis();
  }
}
