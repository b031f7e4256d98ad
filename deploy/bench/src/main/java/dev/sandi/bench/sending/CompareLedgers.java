package dev.sandi.bench.sending;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.sandi.bench.sending.Told.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Holds the records of customer, SMSC, events and Sandi's own count against each other. */
public final class CompareLedgers {

  private final Evidence evidence;
  private final Map<String, List<Submit>> takenByNumber;
  private final Map<String, List<Told>> toldBySession;
  private final List<Violation> violations = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final long repeated;
  private int doubled;
  private int doubledInDoubt;

  private CompareLedgers(Evidence evidence) {
    this.evidence = evidence;
    this.takenByNumber =
        evidence.submits().stream().filter(Submit::taken).collect(groupingBy(Submit::msisdn));
    Map<String, Told> distinct = new LinkedHashMap<>();
    evidence.told().forEach(event -> distinct.putIfAbsent(event.id(), event));
    this.repeated = (long) evidence.told().size() - distinct.size();
    this.toldBySession = distinct.values().stream().collect(groupingBy(Told::session));
  }

  public static Findings compare(Evidence evidence) {
    return new CompareLedgers(evidence).compare();
  }

  private Findings compare() {
    for (Order order : evidence.orders()) {
      List<Submit> taken = takenByNumber.getOrDefault(order.msisdn(), List.of());
      CompareSession session =
          new CompareSession(
              evidence, order, taken, toldBySession.getOrDefault(order.session(), List.of()));
      violations.addAll(session.compare());
      doubled += Math.max(0, taken.size() - 1);
      doubledInDoubt += session.doubledInDoubt();
      if (!taken.isEmpty()) {
        waits.add(Math.max(0, taken.get(0).at() - order.acceptedAt()));
      }
    }
    findUnasked();
    int ambiguous = (int) evidence.submits().stream().filter(evidence::isAmbiguous).count();
    int unanswered = (int) evidence.submits().stream().filter(evidence::isUnanswered).count();
    compareCount(unanswered);
    waits.sort(null);
    return new Findings(
        evidence.orders().size(),
        evidence.submits().size(),
        takenByNumber.values().stream().mapToInt(List::size).sum(),
        doubled,
        doubledInDoubt,
        ambiguous,
        unanswered,
        ends(),
        failed(),
        repeated,
        List.copyOf(waits),
        List.copyOf(violations));
  }

  private void findUnasked() {
    Map<String, Order> orders = new HashMap<>();
    evidence.orders().forEach(order -> orders.put(order.msisdn(), order));
    takenByNumber.keySet().stream()
        .filter(msisdn -> !orders.containsKey(msisdn) && !evidence.unheard().contains(msisdn))
        .forEach(msisdn -> add(Violation.Kind.UNASKED, msisdn));
  }

  /** What was answered in time and not read Sandi knows by itself: this is the least of it. */
  private void compareCount(int unanswered) {
    int least = Math.max(unanswered, doubled);
    if (evidence.counted() < least) {
      add(
          Violation.Kind.NOT_COUNTED,
          "%d are counted, %d had no answer, %d were doubled"
              .formatted(evidence.counted(), unanswered, doubled));
    }
  }

  private void add(Violation.Kind kind, String detail) {
    violations.add(new Violation(kind, detail));
  }

  private Map<Kind, Long> ends() {
    return toldBySession.values().stream()
        .flatMap(List::stream)
        .collect(groupingBy(Told::kind, counting()));
  }

  private Map<String, Long> failed() {
    return toldBySession.values().stream()
        .flatMap(List::stream)
        .filter(event -> event.kind() == Kind.FAILED || event.kind() == Kind.REJECTED)
        .collect(
            groupingBy(
                event -> Objects.requireNonNullElse(event.reason(), "?"),
                TreeMap::new,
                counting()));
  }
}
