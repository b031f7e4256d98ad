package dev.sandi.bench.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** All events of a plan in the order of their time, made while they are asked for. */
public final class Traffic implements Iterator<Event> {

  private record Waiting(Source source, Scene scene, int order) {}

  private record Due(Event event, long order) {}

  private final PriorityQueue<Waiting> scenes =
      new PriorityQueue<>(
          Comparator.comparing((Waiting waiting) -> waiting.scene().start())
              .thenComparingInt(Waiting::order));
  private final PriorityQueue<Due> events =
      new PriorityQueue<>(
          Comparator.comparing((Due due) -> due.event().at()).thenComparingLong(Due::order));
  private long drawn;

  public Traffic(Plan plan) {
    List<Source> sources = new ArrayList<>(Honest.sources(plan));
    sources.addAll(Attacks.sources(plan));
    for (int i = 0; i < sources.size(); i++) {
      enqueue(sources.get(i), i);
    }
  }

  /** The apps that ask. */
  public static List<App> apps() {
    return Apps.ALL;
  }

  /** The names of all attacks, in the order in which they begin. */
  public static List<String> attacks() {
    return Attacks.names();
  }

  private void enqueue(Source source, int order) {
    source.next().ifPresent(scene -> scenes.add(new Waiting(source, scene, order)));
  }

  @Override
  public boolean hasNext() {
    return !events.isEmpty() || !scenes.isEmpty();
  }

  @Override
  public Event next() {
    while (!scenes.isEmpty() && !scenes.peek().scene().start().isAfter(firstEvent())) {
      Waiting waiting = scenes.remove();
      waiting.scene().events().forEach(event -> events.add(new Due(event, drawn++)));
      enqueue(waiting.source(), waiting.order());
    }
    if (events.isEmpty()) {
      throw new NoSuchElementException();
    }
    return events.remove().event();
  }

  private Instant firstEvent() {
    return events.isEmpty() ? Instant.MAX : events.peek().event().at();
  }

  /** Events that are made and not yet asked for: what the traffic holds in memory. */
  int held() {
    return events.size();
  }
}
