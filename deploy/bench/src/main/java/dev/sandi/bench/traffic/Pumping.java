package dev.sandi.bench.traffic;

import dev.sandi.bench.traffic.Attack.Target;
import java.util.function.IntFunction;

/** Traffic that nobody reads, to numbers whose operator pays for it. */
final class Pumping {

  private Pumping() {}

  /** Random numbers that differ in their last four digits only, in a country of the app. */
  static IntFunction<Target> prefix(Plan plan, Draws draws) {
    return random(Apps.WALLET, Country.INDONESIA.block(draws.any(), 4), draws);
  }

  /** The same where the app has no users. */
  static IntFunction<Target> prefixAbroad(Plan plan, Draws draws) {
    return random(Apps.RIDE, Country.UZBEKISTAN.block(draws.any(), 4), draws);
  }

  private static IntFunction<Target> random(App app, String block, Draws draws) {
    return i ->
        new Target(app, Blocks.add(block, draws.between(0, 9999)), app.template(draws.any()));
  }

  /** Random numbers of a whole country. */
  static IntFunction<Target> country(Plan plan, Draws draws) {
    App app = Apps.RIDE;
    return i -> new Target(app, Country.SRI_LANKA.number(draws.any()), app.template(draws.any()));
  }
}
