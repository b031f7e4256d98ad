package dev.sandi.bench.crash;

import dev.sandi.bench.crash.Probed.Answer;
import dev.sandi.bench.crash.Probed.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds what copies say of themselves against what was done to them: nobody is dead who only lost a
 * peer, nobody ready for long who has no database, and nobody unready who has one (decision 34).
 */
final class CompareProbes {

  /** A copy may take so long to find out, or to forget. */
  private static final long TO_NOTICE = 10_000;

  /** One answer that is late is the machine's. */
  private static final int SILENCES = 2;

  private final List<Disturbance> disturbances;
  private final Map<String, Integer> silences = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();

  private CompareProbes(List<Disturbance> disturbances) {
    this.disturbances = disturbances;
  }

  /**
   * What does not agree.
   *
   * @param probed of each copy in their order
   */
  static List<Breach> compare(List<Probed> probed, List<Disturbance> disturbances) {
    CompareProbes compare = new CompareProbes(disturbances);
    probed.forEach(compare::compare);
    return compare.breaches;
  }

  private void compare(Probed probed) {
    if (isDenied(probed)) {
      if (probed.probe() == Probe.LIVENESS && !isExcused(probed, Impact::stopped)) {
        add(Promise.LIVENESS_DENIED, probed);
      } else if (probed.probe() == Probe.READINESS
          && !isExcused(probed, Impact::stopped)
          && !isExcused(probed, Impact::unready)) {
        add(Promise.READINESS_DENIED, probed);
      }
    } else if (probed.probe() == Probe.READINESS
        && probed.answer() == Answer.UP
        && isCutOff(probed)) {
      add(Promise.READINESS_CLAIMED, probed);
    }
  }

  private boolean isDenied(Probed probed) {
    String asked = probed.copy() + probed.probe();
    if (probed.answer() == Answer.NONE) {
      return silences.merge(asked, 1, Integer::sum) >= SILENCES;
    }
    silences.remove(asked);
    return probed.answer() == Answer.DOWN;
  }

  private boolean isExcused(Probed probed, Function<Impact, Set<String>> copies) {
    return disturbances.stream()
        .filter(one -> copies.apply(one.impact()).contains(probed.copy()))
        .anyMatch(one -> one.time().touches(probed.asked() - TO_NOTICE, probed.answered()));
  }

  private boolean isCutOff(Probed probed) {
    return disturbances.stream()
        .filter(one -> one.impact().cutOff().contains(probed.copy()))
        .anyMatch(
            one ->
                probed.asked() > one.time().from() + TO_NOTICE && probed.answered() < one.lifted());
  }

  private void add(Promise promise, Probed probed) {
    breaches.add(
        new Breach(
            promise,
            "%s %s, %s, asked at %d ms, answered at %d ms"
                .formatted(
                    probed.copy(),
                    probed.probe(),
                    probed.answer(),
                    probed.asked(),
                    probed.answered())));
  }
}
