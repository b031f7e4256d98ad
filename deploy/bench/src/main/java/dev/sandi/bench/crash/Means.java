package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The sorts of mishaps that a run can be told to have. */
enum Means {
  /** Parts die, or stand still. */
  KILLS(3),
  /** Links between parts fall ill. */
  NETWORK(5),
  /** The database has no connection to spare. */
  CONNECTIONS(1),
  /** The broker's disk is full. */
  DISK(1),
  /** The clock of a copy is wrong. */
  CLOCK(1);

  private final int weight;

  Means(int weight) {
    this.weight = weight;
  }

  /** How often it is drawn, relative to the others. */
  int weight() {
    return weight;
  }

  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Those that are named.
   *
   * @throws BenchmarkFailure if there is none of such a name
   */
  static Set<Means> named(List<String> slugs) {
    Set<Means> means = EnumSet.noneOf(Means.class);
    for (String slug : slugs) {
      means.add(
          Arrays.stream(values())
              .filter(one -> one.slug().equals(slug.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BenchmarkFailure(
                          "crash.disturb has %s and should have some of %s"
                              .formatted(
                                  slug, Arrays.stream(values()).map(Means::slug).toList()))));
    }
    return means;
  }
}
