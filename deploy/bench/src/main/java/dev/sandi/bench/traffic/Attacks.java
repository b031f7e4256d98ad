package dev.sandi.bench.traffic;

import dev.sandi.bench.traffic.Attack.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * All attacks, one after the other, so that each meets an installation that has had the time to
 * forget the last one. Each has its own ranges of numbers.
 */
final class Attacks {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Slow attacks need it; a short plan has less. */
  private static final Duration SLOW = Duration.ofHours(24);

  private static final double FIRST = 0.2;
  private static final double LAST = 0.8;

  /**
   * One of them.
   *
   * @param verified share of its codes that are entered
   * @param targets by the draws that it may use, and the number of the message
   */
  private record Shape(
      String name,
      int messages,
      Duration length,
      double verified,
      BiFunction<Plan, Draws, IntFunction<Target>> targets) {}

  private static final List<Shape> ALL =
      List.of(
          shape("pumping, one prefix", 800, HOUR.multipliedBy(2), Pumping::prefix),
          shape("pumping, prefix abroad", 800, HOUR.multipliedBy(2), Pumping::prefixAbroad),
          shape("pumping, low and slow", 400, SLOW, Pumping::prefix),
          new Shape(
              "country of low conversion", 1500, HOUR.multipliedBy(12), 0.02, Pumping::country),
          shape("walk ascending", 400, HOUR, (plan, draws) -> Walks.strided(Apps.SHOP, 1, draws)),
          shape("walk descending", 400, HOUR, (plan, draws) -> Walks.strided(Apps.SHOP, -1, draws)),
          shape("walk by +2", 400, HOUR, (plan, draws) -> Walks.strided(Apps.RIDE, 2, draws)),
          shape("walk by +7", 400, HOUR, (plan, draws) -> Walks.strided(Apps.RIDE, 7, draws)),
          shape("walk shuffled", 400, HOUR, (plan, draws) -> Walks.shuffled(Apps.SHOP, 400, draws)),
          shape(
              "walk among honest traffic",
              400,
              HOUR.multipliedBy(2),
              (plan, draws) -> Walks.strided(Apps.WALLET, 3, draws)),
          shape("walk over hours", 400, HOUR.multipliedBy(7), Walks::slow),
          shape("walk, low and slow", 400, SLOW, Walks::slow),
          shape("walk over apps of one owner", 400, HOUR, Walks::overBrands),
          shape("one victim, many apps", 400, HOUR.multipliedBy(4), Victims::bombed),
          shape("foreign link", 300, HOUR, Poison::link),
          shape("number to call", 300, HOUR, Poison::callBack),
          shape("look-alike domain", 300, HOUR, Poison::lookAlike),
          shape("zero-width characters", 300, HOUR, Poison::zeroWidth));

  private Attacks() {}

  private static Shape shape(
      String name,
      int messages,
      Duration length,
      BiFunction<Plan, Draws, IntFunction<Target>> targets) {
    return new Shape(name, messages, length, 0, targets);
  }

  static List<String> names() {
    return ALL.stream().map(Shape::name).toList();
  }

  static List<Source> sources(Plan plan) {
    Duration longest = Duration.between(plan.at(0), plan.at(0.15));
    List<Source> sources = new ArrayList<>();
    IntStream.range(0, ALL.size())
        .forEach(
            i -> {
              Shape shape = ALL.get(i);
              Draws draws = plan.draws("attack " + shape.name());
              double share = FIRST + (LAST - FIRST) * i / (ALL.size() - 1);
              Duration length = shape.length().compareTo(longest) > 0 ? longest : shape.length();
              sources.add(
                  new Attack(
                      shape.name(),
                      plan.at(share),
                      length,
                      shape.messages(),
                      shape.verified(),
                      shape.targets().apply(plan, draws),
                      draws));
            });
    return sources;
  }
}
