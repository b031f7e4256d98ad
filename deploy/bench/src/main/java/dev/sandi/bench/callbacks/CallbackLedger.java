package dev.sandi.bench.callbacks;

import dev.sandi.bench.callbacks.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
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
 */
record CallbackLedger(
    BiPredicate<Integer, UUID> flaky, IntPredicate atMostOnce, Duration unwritten) {

  /** Times are taken on both sides of a socket. */
  private static final long CLOCKS_MILLIS = 100;

  /**
   * What is compared.
   *
   * @param events every event that was published, and its receiver
   * @param requests in the order in which they came
   * @param succeeded when the attempt ended that is on record as a success, in milliseconds since
   *     1970
   * @param states of the deliveries that are not delivered
   * @param told deliveries whose end an event tells of
   */
  record Evidence(
      Map<UUID, Integer> events,
      List<Request> requests,
      List<Death> deaths,
      Map<UUID, Long> succeeded,
      Map<UUID, String> states,
      Set<UUID> told) {}

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
      Long succeeded = evidence.succeeded().get(id);
      if (succeeded != null
          && its.stream().anyMatch(request -> request.millis() > succeeded + CLOCKS_MILLIS)) {
        faults.add(new Fault(Kind.REPEATED_AFTER_SUCCESS, id.toString()));
      }
      end(id, event.getValue(), its, evidence, faults);
    }
    return new Findings(evidence.events().size(), evidence.requests().size(), extra, faults);
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
            new Fault(Kind.REPEATED, id + ", attempt " + (i + 2) + ", first from " + taken.from()));
      }
    }
    return extra;
  }

  private boolean diedOf(Request taken, @Nullable Death death) {
    if (death == null) {
      return false;
    }
    long after = (death.nanos() - taken.nanos()) / 1_000_000;
    return after >= -CLOCKS_MILLIS && after <= unwritten.toMillis();
  }

  private void end(
      UUID id, int receiver, List<Request> its, Evidence evidence, List<Fault> faults) {
    String state = evidence.states().get(id);
    boolean taken = its.size() > (flaky.test(receiver, id) ? 1 : 0);
    boolean interrupted = "exhausted".equals(state) && atMostOnce.test(receiver);
    if ("pending".equals(state)) {
      faults.add(new Fault(Kind.NOT_SETTLED, id.toString()));
    } else if (!interrupted && (!taken || state != null)) {
      faults.add(new Fault(Kind.LOST, id + ", state " + state + ", " + its.size() + " requests"));
    } else if (!evidence.told().contains(id)) {
      faults.add(new Fault(Kind.NOT_TOLD, id.toString()));
    }
  }
}
