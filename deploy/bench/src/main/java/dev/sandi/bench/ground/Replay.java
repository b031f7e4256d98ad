package dev.sandi.bench.ground;

import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.bench.traffic.App;
import dev.sandi.bench.traffic.Event;
import dev.sandi.bench.traffic.Plan;
import dev.sandi.bench.traffic.Traffic;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts the events of a plan to a processor, slice by slice, each when the last is settled. */
final class Replay implements AutoCloseable {

  /** So that an attack is not over before its first block is in force. */
  private static final int MOST_IN_A_SLICE = 40;

  private static final Duration BETWEEN_LINES = Duration.ofHours(6);

  private final ProcessorInstallation installation;
  private final Plan plan;
  private final List<String> settings;
  private final Duration slice;
  private final Progress progress;
  private final Requests requests;
  private final Outcomes outcomes;
  private final Guesses guesses;
  private final TakenOver takenOver;
  private final Ledger ledger = new Ledger();

  /** Of episodes with a code on the handset, whether it is the app's own. */
  private final Map<Long, Boolean> arrived = new HashMap<>();

  Replay(
      ProcessorInstallation installation,
      Plan plan,
      List<String> settings,
      Duration slice,
      Progress progress) {
    this.installation = installation;
    this.plan = plan;
    this.settings = settings;
    this.slice = slice;
    this.progress = progress;
    this.requests = new Requests(installation.bootstrapServers());
    this.outcomes = new Outcomes(installation.bootstrapServers());
    this.guesses = new Guesses(installation);
    this.takenOver = new TakenOver(installation.bootstrapServers());
  }

  Ledger run() {
    for (App app : Traffic.apps()) {
      requests.publish(Settings.of(app, settings, plan.start()), plan.start());
    }
    takenOver.await();
    Instant next = plan.start().plus(BETWEEN_LINES);
    for (var slices = new Slice.Cutter(new Traffic(plan), slice, MOST_IN_A_SLICE);
        slices.hasNext(); ) {
      Slice now = slices.next();
      play(now);
      if (now.end().isAfter(next)) {
        tell(next);
        next = next.plus(BETWEEN_LINES);
      }
    }
    return ledger;
  }

  private void play(Slice now) {
    installation.processor().ask("clock " + now.end().toEpochMilli());
    if (settle(now.asks())) {
      takenOver.await();
    }
    List<Guesses.Possible> possible = new ArrayList<>();
    for (Event.Guess guess : now.guesses()) {
      Boolean ownCode = arrived.get(guess.episode());
      if (ownCode != null) {
        possible.add(new Guesses.Possible(guess, ownCode));
      }
      if (guess.right()) {
        arrived.remove(guess.episode());
      }
    }
    guesses.make(possible);
  }

  /** Returns whether something was refused, and perhaps blocked. */
  private boolean settle(List<Event.Ask> asks) {
    Map<SessionId, Event.Ask> sessions = new HashMap<>();
    List<SessionId> order = new ArrayList<>();
    for (Event.Ask ask : asks) {
      SessionId session = requests.publish(ask);
      sessions.put(session, ask);
      order.add(session);
    }
    Map<SessionId, Outcome> told = outcomes.await(order);
    boolean refused = false;
    for (SessionId session : order) {
      Event.Ask ask = Objects.requireNonNull(sessions.get(session));
      Outcome outcome = Objects.requireNonNull(told.get(session));
      ledger.add(ask.origin(), outcome);
      refused |= outcome instanceof Outcome.Refused;
      if (outcome instanceof Outcome.Sent) {
        arrived.put(ask.episode(), ask.ownCode());
      }
    }
    return refused;
  }

  private void tell(Instant reached) {
    Tally honest = ledger.allHonest();
    int attacks = ledger.attacks().values().stream().mapToInt(Tally::asked).sum();
    progress.tell(
        "day %.2f: %,d honest, %,d refused of them; %,d of attacks, %,d sent of them",
        Duration.between(plan.start(), reached).toMinutes() / 1440.0,
        honest.asked(),
        honest.refused(),
        attacks,
        ledger.attacks().values().stream().mapToInt(Tally::sent).sum());
  }

  /** Right codes that were taken, and those that were not. */
  String verified() {
    return "%,d codes verified, %,d right ones refused"
        .formatted(guesses.verified(), guesses.refused());
  }

  @Override
  public void close() {
    guesses.close();
    requests.close();
    outcomes.close();
    takenOver.close();
  }
}
