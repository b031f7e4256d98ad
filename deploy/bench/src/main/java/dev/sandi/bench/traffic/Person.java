package dev.sandi.bench.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How people get in: they ask, sometimes mistype their number, ask again when nothing seems to
 * come, enter a wrong code now and then, and most enter the right one in the end.
 */
final class Person {

  private static final Origin RESEND = Origin.honest("resend");
  private static final Origin MISTYPED = Origin.honest("mistyped number");

  /** Before the code ends, which lives for 300 s. */
  private static final double LONGEST_LOOK = 200;

  private final App app;
  private final Origin origin;
  private final Draws draws;
  private final double conversion;
  private final long episodes;
  private int count;

  /**
   * People of one app.
   *
   * @param origin the label of what they ask first
   */
  Person(App app, Origin origin, double conversion, Draws draws) {
    this.app = app;
    this.origin = origin;
    this.conversion = conversion;
    this.draws = draws;
    this.episodes = (long) (app.id() + origin.name()).hashCode() << 32;
  }

  List<Event> getsIn(Instant start, String msisdn) {
    List<Event> events = new ArrayList<>();
    String template = app.template(draws.any());
    Instant at = start;
    if (draws.with(0.012)) {
      long other = nextEpisode();
      events.add(new Event.Ask(at, app.id(), mistyped(msisdn), template, MISTYPED, other, true));
      at = at.plusMillis(draws.between(20_000, 70_000));
    }
    long episode = nextEpisode();
    boolean converts = draws.with(conversion);
    int resends = resends(converts);
    events.add(new Event.Ask(at, app.id(), msisdn, template, origin, episode, resends == 0));
    for (int i = 0; i < resends; i++) {
      // Not before the ingress would let it: 30 s, then 60 s.
      at = at.plusMillis(draws.between(31_000, 50_000) * (i + 1L));
      events.add(new Event.Ask(at, app.id(), msisdn, template, RESEND, episode, false));
    }
    if (converts) {
      enter(events, at, msisdn, episode);
    }
    return events;
  }

  private void enter(List<Event> events, Instant asked, String msisdn, long episode) {
    double look = 7 + Math.min(draws.exponential(18), LONGEST_LOOK);
    Instant at = asked.plusMillis((long) (look * 1000));
    for (int wrong = draws.with(0.06) ? draws.between(1, 2) : 0; wrong > 0; wrong--) {
      events.add(new Event.Guess(at, app.id(), msisdn, episode, false));
      at = at.plusMillis(draws.between(5_000, 15_000));
    }
    events.add(new Event.Guess(at, app.id(), msisdn, episode, true));
  }

  private int resends(boolean converts) {
    double luck = draws.share();
    double once = converts ? 0.08 : 0.35;
    double twice = converts ? 0.02 : 0.15;
    return luck < twice ? 2 : luck < twice + once ? 1 : 0;
  }

  /** One of the last six digits is another. */
  private String mistyped(String msisdn) {
    int place = msisdn.length() - draws.between(1, 6);
    int digit = (msisdn.charAt(place) - '0' + draws.between(1, 9)) % 10;
    return msisdn.substring(0, place) + digit + msisdn.substring(place + 1);
  }

  private long nextEpisode() {
    return episodes + count++;
  }
}
