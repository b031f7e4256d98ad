package dev.sandi.processor.routing;

import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.value.SessionId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Puts the gateways of a route in the order in which a message tries them. */
final class OrderGateways {

  /**
   * Of messages that go by figures, the share that another gateway than the best is tried for
   * first. Without them a gateway that once was worse would never be known to have become better.
   */
  static final double EXPLORED = 0.05;

  private static final long LOT = 0x5851f42d4c957f2dL;
  private static final long EXPLORE = 0x14057b7ef767814fL;
  private static final long EXPLORED_GATEWAY = 0x2545f4914f6cdd1dL;

  private OrderGateways() {}

  static List<String> order(Route route, SessionId session, String country, Figures figures) {
    List<Candidate> ordered = new ArrayList<>(route.gateways());
    if (ordered.size() > 1) {
      switch (route.prefer()) {
        case ORDER -> {}
        case WEIGHT -> ordered.add(0, ordered.remove(drawn(ordered, session)));
        case PRICE -> ordered.sort(Comparator.comparing(OrderGateways::price));
        case DELIVERY, CONVERSION -> {
          byRate(ordered, gateway -> rate(route.prefer(), gateway, country, figures));
          if (lot(session, EXPLORE) < EXPLORED) {
            int other = 1 + (int) (lot(session, EXPLORED_GATEWAY) * (ordered.size() - 1));
            ordered.add(0, ordered.remove(other));
          }
        }
      }
    }
    return ordered.stream().map(Candidate::gateway).toList();
  }

  private static int drawn(List<Candidate> candidates, SessionId session) {
    int all = candidates.stream().mapToInt(Candidate::weight).sum();
    double point = lot(session, LOT) * all;
    int i = 0;
    for (int upTo = candidates.get(0).weight(); upTo <= point; upTo += candidates.get(i).weight()) {
      i++;
    }
    return i;
  }

  /** What has no price comes last: it may cost anything. */
  private static BigDecimal price(Candidate candidate) {
    return candidate.price() == null ? BigDecimal.valueOf(Long.MAX_VALUE) : candidate.price();
  }

  private static OptionalDouble rate(
      Prefer prefer, Candidate candidate, String country, Figures figures) {
    return prefer == Prefer.DELIVERY
        ? figures.deliveryRate(candidate.gateway(), country)
        : figures.conversion(candidate.gateway(), country);
  }

  /** Gateways without figures keep their place; the others change places among each other. */
  private static void byRate(List<Candidate> candidates, Function<Candidate, OptionalDouble> rate) {
    List<Integer> places = new ArrayList<>();
    List<Rated> known = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      OptionalDouble value = rate.apply(candidates.get(i));
      if (value.isPresent()) {
        places.add(i);
        known.add(new Rated(candidates.get(i), value.getAsDouble()));
      }
    }
    known.sort(Comparator.comparingDouble(Rated::rate).reversed());
    for (int i = 0; i < places.size(); i++) {
      candidates.set(places.get(i), known.get(i).candidate());
    }
  }

  private record Rated(Candidate candidate, double rate) {}

  /**
   * A lot in [0, 1) that a session draws once and for all.
   *
   * @param purpose different ones draw independently of each other
   */
  private static double lot(SessionId session, long purpose) {
    long mixed =
        mix(
            mix(session.value().getMostSignificantBits() ^ purpose)
                ^ session.value().getLeastSignificantBits());
    return (mixed >>> 11) * 0x1.0p-53;
  }

  /** The finalizer of SplitMix64, whose output bits each depend on all input bits. */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
