package dev.sandi.bench.ground;

import dev.sandi.bench.traffic.Origin;
import dev.sandi.bench.traffic.Traffic;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of all requests, by their labels. */
final class Ledger {

  /** Of an attack's messages after the first 50. */
  static final double LEAST_STOPPED = 0.95;

  static final double MOST_HONEST_REFUSED = 0.005;

  private final Map<String, Tally> attacks = new LinkedHashMap<>();
  private final Map<String, Tally> honest = new LinkedHashMap<>();

  Ledger() {
    Traffic.attacks().forEach(name -> attacks.put(name, new Tally()));
  }

  void add(Origin origin, Outcome outcome) {
    (origin.attack() ? attacks : honest)
        .computeIfAbsent(origin.name(), name -> new Tally())
        .add(outcome);
  }

  Map<String, Tally> attacks() {
    return attacks;
  }

  Map<String, Tally> honest() {
    return honest;
  }

  Tally allHonest() {
    Tally all = new Tally();
    honest.values().forEach(all::addAll);
    return all;
  }

  long stoppedAttacks() {
    return attacks.values().stream().filter(Ledger::isStopped).count();
  }

  static boolean isStopped(Tally attack) {
    return attack.stoppedShare() >= LEAST_STOPPED;
  }

  boolean sparesHonest() {
    return allHonest().refusedShare() <= MOST_HONEST_REFUSED;
  }

  boolean meetsTargets() {
    return stoppedAttacks() == attacks.size() && sparesHonest();
  }
}
