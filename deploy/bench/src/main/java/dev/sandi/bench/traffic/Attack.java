package dev.sandi.bench.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** An attack: messages at an even pace, a little unevenly. */
final class Attack implements Source {

  private final Origin origin;
  private final Instant start;
  private final Duration length;
  private final int messages;
  private final double verified;
  private final IntFunction<Target> targets;
  private final Draws draws;
  private int next;

  /** Whom a message goes to, through the form of which app, with which text. */
  record Target(App app, String msisdn, String template) {}

  /**
   * @param verified share of the messages whose code is entered: some attackers do
   * @param targets of each message, from 0
   */
  Attack(
      String name,
      Instant start,
      Duration length,
      int messages,
      double verified,
      IntFunction<Target> targets,
      Draws draws) {
    this.origin = Origin.attack(name);
    this.start = start;
    this.length = length;
    this.messages = messages;
    this.verified = verified;
    this.targets = targets;
    this.draws = draws;
  }

  @Override
  public Optional<Scene> next() {
    if (next == messages) {
      return Optional.empty();
    }
    int i = next++;
    Target target = targets.apply(i);
    double place = (i + 0.9 * draws.share()) / messages;
    Instant at = start.plusMillis((long) (place * length.toMillis()));
    String app = target.app().id();
    long episode = ((long) ("attack " + origin.name()).hashCode() << 32) + i;
    List<Event> events = new ArrayList<>();
    events.add(new Event.Ask(at, app, target.msisdn(), target.template(), origin, episode, true));
    if (draws.with(verified)) {
      Instant then = at.plusMillis(draws.between(10_000, 90_000));
      events.add(new Event.Guess(then, app, target.msisdn(), episode, true));
    }
    return Optional.of(new Scene(at, events));
  }
}
