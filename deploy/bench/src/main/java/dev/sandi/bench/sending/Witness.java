package dev.sandi.bench.sending;

import dev.sandi.smsc.Behaviour;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Submitted;
import dev.sandi.smsc.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps record of what an SMSC is asked, and of what it does by its behaviour. */
public final class Witness implements Behaviour, Watcher {

  private final RunClock clock;
  private final Behaviour behaviour;
  private final Map<Long, Submit> submits = new ConcurrentSkipListMap<>();
  private final Map<String, List<Long>> linkEnds = new ConcurrentHashMap<>();

  public Witness(RunClock clock, Behaviour behaviour) {
    this.clock = clock;
    this.behaviour = behaviour;
  }

  @Override
  public Reaction to(Submitted submitted) {
    Reaction reaction = behaviour.to(submitted);
    submits.put(
        submitted.id(),
        new Submit(
            submitted.id(),
            submitted.msisdn(),
            clock.millis(),
            reaction.status() == 0,
            submitted.connection(),
            null));
    return reaction;
  }

  @Override
  public void answered(Submitted submitted, int status) {
    long now = clock.millis();
    submits.computeIfPresent(submitted.id(), (id, submit) -> submit.answered(now));
  }

  @Override
  public void ended(String connection) {
    long now = clock.millis();
    linkEnds.merge(
        connection,
        List.of(now),
        (before, more) -> {
          List<Long> all = new ArrayList<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  public int count() {
    return submits.size();
  }

  /** In the order of their ids, which is that of their coming. */
  public List<Submit> submits() {
    return List.copyOf(submits.values());
  }

  public Map<String, List<Long>> linkEnds() {
    return new TreeMap<>(linkEnds);
  }
}
