package dev.sandi.bench.traffic;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Companies whose staff have a block of neighbouring numbers, and sign in when work begins. */
final class Companies {

  /** So many honest requests a day come with one company: its share is the same in any plan. */
  private static final int REQUESTS_PER_COMPANY = 2_500;

  private static final int STAFF = 40;

  /** Of the staff, those who have to sign in again on a day. */
  private static final double ASKED = 0.6;

  private Companies() {}

  static List<Source> sources(Plan plan) {
    Draws draws = plan.draws("companies");
    App app = Apps.STAFF;
    Person person = new Person(app, Origin.honest("company"), app.conversion(), draws);
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i <= (plan.perDay() - 1) / REQUESTS_PER_COMPANY; i++) {
      String block = Country.GERMANY.block(draws.any(), 2);
      sources.add(new Moments(mornings(plan, app), at -> morning(person, block, at, draws)));
    }
    sources.add(signUp(plan, app, "onboarding", Duration.ofHours(1)));
    sources.add(signUp(plan, app, "onboarding at once", Duration.ofMinutes(5)));
    return sources;
  }

  private static List<Instant> mornings(Plan plan, App app) {
    List<Instant> mornings = new ArrayList<>();
    ZonedDateTime day = plan.start().atZone(app.zone()).with(LocalTime.of(7, 30));
    for (; day.toInstant().isBefore(plan.end()); day = day.plusDays(1)) {
      if (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
        mornings.add(day.toInstant());
      }
    }
    return mornings;
  }

  /** Two hours, most of them in the middle. */
  private static List<Event> morning(Person person, String block, Instant at, Draws draws) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < STAFF; i++) {
      if (draws.with(ASKED)) {
        Instant then = at.plusMillis(draws.between(0, 3_600_000) + draws.between(0, 3_600_000));
        events.addAll(person.getsIn(then, Blocks.add(block, i)));
      }
    }
    return events;
  }

  /** All of a new company sign up: what a check can hardly tell from an attack at first. */
  private static Source signUp(Plan plan, App app, String name, Duration within) {
    Draws draws = plan.draws(name);
    Person person = new Person(app, Origin.honest(name), 0.95, draws);
    String block = Country.GERMANY.block(draws.any(), 2);
    Instant start = plan.at(0.5).atZone(app.zone()).with(LocalTime.of(10, 0)).toInstant();
    List<Instant> moments = new ArrayList<>();
    for (int i = 0; i < STAFF; i++) {
      moments.add(start.plusMillis(draws.between(0, (int) within.toMillis())));
    }
    int[] next = {0};
    return new Moments(moments, at -> person.getsIn(at, Blocks.add(block, next[0]++)));
  }
}
