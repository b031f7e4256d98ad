package dev.sandi.processor.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out gateways of whose messages suddenly far fewer arrive than did an hour ago. A gateway
 * that reports nothing, late, or on few messages has no usual share that it could fall below.
 *
 * <p>Compared is what was known when minutes were equally old, country by country: messages to a
 * country where they seldom arrive are no fault of today. What is said of a gateway follows from
 * rows that all copies read, and so they agree.
 */
final class DeliveryDrops {

  /** What is judged; the time before it is what it is judged by. */
  static final Duration RECENT = Duration.ofMinutes(10);

  /** Of what is not usual, too few arrive to miss it. */
  private static final double LEAST_USUAL = 0.3;

  /** Messages that have tried a gateway of which few others are there. */
  private static final int FEWEST_TRIES = 3;

  private final int fewest;
  private final Duration memory;
  private final Map<String, Drop> drops = new HashMap<>();
  private final Map<String, Instant> recovered = new HashMap<>();

  /**
   * @param fewest of how many messages something can be said
   * @param memory how far back minutes are known
   */
  DeliveryDrops(int fewest, Duration memory) {
    this.fewest = fewest;
    this.memory = memory;
  }

  /**
   * Messages of a minute.
   *
   * @param early those that were soon reported as delivered
   */
  record Minute(String gateway, String country, Instant minute, long taken, long early) {}

  /**
   * A gateway's messages arrive no more.
   *
   * @param seen the newest minute that showed it
   * @param usual the shares by country from before
   */
  private record Drop(Instant seen, Map<String, Double> usual) {}

  /**
   * Judges all gateways anew.
   *
   * @param minutes of all gateways, as far back as is known
   * @param newest the newest minute that is counted
   * @return those whose messages arrive no more
   */
  Set<String> judge(List<Minute> minutes, Instant newest) {
    Map<String, List<Minute>> byGateway =
        minutes.stream()
            .sorted(Comparator.comparing(Minute::minute).reversed())
            .collect(Collectors.groupingBy(Minute::gateway));
    drops.keySet().retainAll(byGateway.keySet());
    recovered.keySet().retainAll(byGateway.keySet());
    byGateway.forEach((gateway, newestFirst) -> judge(gateway, newestFirst, newest));
    return Set.copyOf(drops.keySet());
  }

  private void judge(String gateway, List<Minute> newestFirst, Instant newest) {
    Drop drop = drops.get(gateway);
    if (drop == null) {
      Instant recent = newest.minus(RECENT);
      Instant since = recovered.getOrDefault(gateway, recent);
      Map<String, Double> usual =
          usual(newestFirst.stream().filter(m -> !m.minute().isAfter(recent)).toList());
      Sample sample = sample(newestFirst, since.isAfter(recent) ? since : recent, usual, fewest);
      if (sample != null && sample.isFarBelow()) {
        drops.put(gateway, new Drop(newest, usual));
      }
      return;
    }
    Sample tries = sample(newestFirst, drop.seen(), drop.usual(), Math.min(fewest, FEWEST_TRIES));
    boolean unknown = tries == null && newest.isAfter(drop.seen().plus(memory));
    if (unknown || (tries != null && !tries.isBelow())) {
      drops.remove(gateway);
      recovered.put(gateway, newest);
    }
  }

  private Map<String, Double> usual(List<Minute> minutes) {
    Map<String, Double> usual = new HashMap<>();
    minutes.stream()
        .collect(Collectors.groupingBy(Minute::country))
        .forEach(
            (country, of) -> {
              long taken = of.stream().mapToLong(Minute::taken).sum();
              double share = (double) of.stream().mapToLong(Minute::early).sum() / taken;
              if (taken >= fewest && share >= LEAST_USUAL) {
                usual.put(country, share);
              }
            });
    return Map.copyOf(usual);
  }

  /** The fewest whole minutes after one that tell of so many messages; null if all do not. */
  private static @Nullable Sample sample(
      List<Minute> newestFirst, Instant after, Map<String, Double> usual, int fewest) {
    Predicate<Minute> judged =
        minute -> minute.minute().isAfter(after) && usual.containsKey(minute.country());
    Sample sample = Sample.NONE;
    @Nullable Instant last = null;
    for (Minute minute : newestFirst.stream().filter(judged).toList()) {
      if (sample.taken() >= fewest && !minute.minute().equals(last)) {
        break;
      }
      sample = sample.and(minute, usual.getOrDefault(minute.country(), 0.0));
      last = minute.minute();
    }
    return sample.taken() >= fewest ? sample : null;
  }
}
