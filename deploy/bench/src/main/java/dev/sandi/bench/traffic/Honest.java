package dev.sandi.bench.traffic;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All who ask for themselves. */
final class Honest {

  private static final double ASKS_PER_PERSON = 1.24;
  private static final double CAMPAIGN_CONVERSION = 0.70;

  private Honest() {}

  static List<Source> sources(Plan plan) {
    List<Source> sources = new ArrayList<>();
    Apps.ALL.forEach(app -> sources.add(everyday(plan, app)));
    sources.add(campaign(plan));
    sources.add(promo(plan));
    Stream.of(Apps.WALLET, Apps.SHOP, Apps.RIDE).forEach(app -> sources.add(families(plan, app)));
    sources.addAll(Companies.sources(plan));
    return sources;
  }

  private static Source everyday(Plan plan, App app) {
    Draws draws = plan.draws("everyday " + app.id());
    return new Everyday(
        app,
        new Person(app, Origin.honest("everyday"), app.conversion(), draws),
        plan.perDay() * app.share() / ASKS_PER_PERSON,
        user -> app.user(Draws.mix(plan.seed()) + user),
        passed -> 1,
        plan.start(),
        plan.end(),
        draws);
  }

  /** The shop opens in a country where nobody has asked before, and grows there. */
  private static Source campaign(Plan plan) {
    Draws draws = plan.draws("campaign");
    App app = Apps.SHOP;
    return new Everyday(
        app,
        new Person(app, Origin.honest("campaign abroad"), CAMPAIGN_CONVERSION, draws),
        0.08 * plan.perDay(),
        Country.PHILIPPINES::number,
        passed -> Math.min(1, 0.1 + 2 * passed),
        plan.at(0.4),
        plan.end(),
        draws);
  }

  /** A sale begins at the shop at midnight, and many are there at once. */
  private static Source promo(Plan plan) {
    Draws draws = plan.draws("promo");
    App app = Apps.SHOP;
    Person person = new Person(app, Origin.honest("promo at night"), app.conversion(), draws);
    Instant midnight =
        plan.at(0.3).atZone(app.zone()).plusDays(1).with(LocalTime.MIDNIGHT).toInstant();
    List<Instant> moments =
        draws(plan.perDay() / 20, i -> midnight.plusMillis((long) (draws.exponential(300) * 1000)));
    return new Moments(moments, at -> person.getsIn(at, app.user(draws.any())));
  }

  /** Families sign up on one evening; they bought their numbers together. */
  private static Source families(Plan plan, App app) {
    Draws draws = plan.draws("families " + app.id());
    Person person = new Person(app, Origin.honest("family"), app.conversion(), draws);
    int count = (int) Math.ceil(plan.perDay() * plan.days() * app.share() * 0.004);
    List<Instant> moments = draws(count, i -> plan.at(draws.share() * 0.98));
    return new Moments(
        moments,
        at -> {
          List<Event> events = new ArrayList<>();
          String block = app.countries().get(0).block(draws.any(), 1);
          int first = draws.between(0, 3);
          int members = draws.between(2, 4);
          for (int i = 0; i < members; i++) {
            Instant then = at.plusMillis(draws.between(0, 900_000));
            events.addAll(person.getsIn(then, Blocks.add(block, first + i)));
          }
          return events;
        });
  }

  private static List<Instant> draws(int count, java.util.function.IntFunction<Instant> moment) {
    return IntStream.range(0, count).mapToObj(moment).toList();
  }
}
