package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.endpoint.Fact.Opened;
import dev.sandi.dispatcher.endpoint.Fact.Paused;
import dev.sandi.dispatcher.endpoint.Fact.Succeeded;
import dev.sandi.event.Envelope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Shuts endpoints that should not be called, and opens those that are back. The states stand on the
 * endpoints' rows; each copy knows those of the endpoints in trouble, as they were a second ago.
 */
@Component
public class WatchEndpoints {

  private final Gates gates;
  private final TransactionOperations transactions;
  private final Clock clock;
  private final Breakers breakers = new Breakers();
  private final Map<Long, EndpointState> known = new ConcurrentHashMap<>();
  private final Map<Long, List<Fact>> news = new LinkedHashMap<>();
  private final Map<Long, EndpointState> writing = new HashMap<>();
  private volatile Consumer<Set<Long>> listener = shut -> {};

  WatchEndpoints(Gates gates, TransactionOperations transactions, Clock clock) {
    this.gates = gates;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Sets who is told which endpoints are shut, each time it may have changed. */
  public void whenShut(Consumer<Set<Long>> shut) {
    listener = shut;
  }

  /** Takes the result of an attempt; what follows is for {@link #writeNews}. */
  public void saw(long endpointId, Sample sample) {
    for (Fact fact : breakers.note(endpointId, sample)) {
      if (!(fact instanceof Succeeded) || known.containsKey(endpointId)) {
        news.computeIfAbsent(endpointId, id -> new ArrayList<>()).add(fact);
      }
    }
  }

  /**
   * Writes, in the caller's transaction, what follows from what was seen: nothing for endpoints
   * whose state stays as it is.
   *
   * @return what is to be told of them in the same transaction
   */
  public List<Envelope> writeNews() {
    writing.clear();
    news.entrySet()
        .removeIf(e -> after(stateOf(e.getKey()), e.getValue()).equals(stateOf(e.getKey())));
    if (news.isEmpty()) {
      return List.of();
    }
    Map<Long, EndpointState> before = gates.lock(news.keySet());
    before.forEach((id, state) -> writing.put(id, after(state, news.getOrDefault(id, List.of()))));
    gates.write(writing);
    return events(before);
  }

  private List<Envelope> events(Map<Long, EndpointState> before) {
    List<Long> noticed =
        writing.entrySet().stream()
            .filter(e -> EndpointEvents.areDue(before(before, e.getKey()), e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (noticed.isEmpty()) {
      return List.of();
    }
    List<Envelope> events = new ArrayList<>();
    gates
        .endpoints(noticed)
        .forEach(
            (id, endpoint) ->
                events.addAll(
                    EndpointEvents.between(
                        id,
                        endpoint,
                        before(before, id),
                        writing.getOrDefault(id, EndpointState.WELL),
                        clock.instant())));
    return List.copyOf(events);
  }

  private static EndpointState before(Map<Long, EndpointState> before, long id) {
    return before.getOrDefault(id, EndpointState.WELL);
  }

  /** To be called once the transaction of {@link #writeNews} is committed. */
  public void newsWritten() {
    if (!writing.isEmpty()) {
      known.putAll(writing);
      news.clear();
      writing.clear();
      tell();
    }
  }

  private EndpointState stateOf(long endpointId) {
    return known.getOrDefault(endpointId, EndpointState.WELL);
  }

  private static EndpointState after(EndpointState state, List<Fact> facts) {
    EndpointState after = state;
    for (Fact fact : facts) {
      after = after.after(fact);
    }
    return after;
  }

  /** Learns what other copies wrote. */
  void refresh() {
    Map<Long, EndpointState> inTrouble = gates.inTrouble();
    Set<Long> before = shut();
    known.keySet().retainAll(inTrouble.keySet());
    known.putAll(inTrouble);
    Set<Long> opened = new HashSet<>(before);
    opened.removeAll(shut());
    opened.forEach(breakers::forget);
    tell();
  }

  /** Has an endpoint called again, whatever shut it. */
  void open(long endpointId) {
    change(endpointId, new Opened(clock.instant()));
  }

  /** Has an endpoint called no more until it is opened. */
  void pause(long endpointId) {
    change(endpointId, new Paused(clock.instant()));
  }

  private void change(long endpointId, Fact fact) {
    transactions.executeWithoutResult(
        status -> {
          Map<Long, EndpointState> states = gates.lock(Set.of(endpointId));
          states.replaceAll((id, state) -> state.after(fact));
          gates.write(states);
        });
    refresh();
  }

  /** How many of the endpoints in trouble are in such a state. */
  long count(Predicate<EndpointState> wanted) {
    return known.values().stream().filter(wanted).count();
  }

  /**
   * Forgets what is still to be written: news that cannot be written would keep every batch after
   * them from being written, too. What an endpoint does next is seen again.
   *
   * @return whether there was any
   */
  public boolean forgetNews() {
    boolean any = !news.isEmpty();
    news.clear();
    return any;
  }

  private void tell() {
    listener.accept(shut());
  }

  private Set<Long> shut() {
    return known.entrySet().stream()
        .filter(e -> e.getValue().gate() != Gate.OPEN)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
