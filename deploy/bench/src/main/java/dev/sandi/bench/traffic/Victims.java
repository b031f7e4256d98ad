package dev.sandi.bench.traffic;

import dev.sandi.bench.traffic.Attack.Target;
import java.util.function.IntFunction;

/** One person's number, given to the forms of many apps. */
final class Victims {

  private Victims() {}

  /** Forty apps in turn: each is asked every 24 minutes, well within the rates of the ingress. */
  static IntFunction<Target> bombed(Plan plan, Draws draws) {
    String victim = Country.INDONESIA.number(draws.any());
    return i -> {
      App app = Apps.SMALL.get(i % Apps.SMALL.size());
      return new Target(app, victim, app.template(draws.any()));
    };
  }
}
