package dev.sandi.bench.crash;

import java.util.Set;

/**
 * What a disturbance may lead to. Whatever stands here is forgiven, and nothing else.
 *
 * @param stopped copies that answer no probe, or start anew
 * @param unready copies that may tell that they are not ready
 * @param cutOff copies that must tell so before long, as they have no database
 */
record Impact(Set<Doubt> doubts, Set<String> stopped, Set<String> unready, Set<String> cutOff) {

  static final Impact NONE = new Impact(Set.of(), Set.of(), Set.of(), Set.of());

  static Impact doubting(Doubt... doubts) {
    return new Impact(Set.of(doubts), Set.of(), Set.of(), Set.of());
  }

  Impact stopping(String copy) {
    return new Impact(doubts, Set.of(copy), Set.of(copy), cutOff);
  }

  Impact unready(Set<String> copies) {
    return new Impact(doubts, stopped, Set.copyOf(copies), cutOff);
  }

  Impact cuttingOff(Set<String> copies) {
    return new Impact(doubts, stopped, Set.copyOf(copies), Set.copyOf(copies));
  }
}
