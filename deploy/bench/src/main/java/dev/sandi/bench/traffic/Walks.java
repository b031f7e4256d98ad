package dev.sandi.bench.traffic;

import dev.sandi.bench.traffic.Attack.Target;
import java.util.function.IntFunction;

/** Number after number of a range, to learn which have an account, or to be paid for it. */
final class Walks {

  private Walks() {}

  static IntFunction<Target> strided(App app, int stride, Draws draws) {
    // In the middle of its block, so that neither direction leaves the prefix.
    String first = Blocks.add(app.countries().get(0).block(draws.any(), 4), 5000);
    return i -> target(app, Blocks.add(first, (long) stride * i), draws);
  }

  static IntFunction<Target> slow(Plan plan, Draws draws) {
    return strided(Apps.RIDE, 1, draws);
  }

  static IntFunction<Target> shuffled(App app, int count, Draws draws) {
    String block = app.countries().get(0).block(draws.any(), 4);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = draws.between(0, i);
      order[i] = order[other];
      order[other] = i;
    }
    return i -> target(app, Blocks.add(block, order[i]), draws);
  }

  /** Each number through another of the four brands. */
  static IntFunction<Target> overBrands(Plan plan, Draws draws) {
    String block = Country.POLAND.block(draws.any(), 4);
    return i -> target(Apps.BRANDS.get(i % Apps.BRANDS.size()), Blocks.add(block, i), draws);
  }

  private static Target target(App app, String msisdn, Draws draws) {
    return new Target(app, msisdn, app.template(draws.any()));
  }
}
