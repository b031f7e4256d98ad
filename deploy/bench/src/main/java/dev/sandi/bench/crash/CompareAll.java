package dev.sandi.bench.crash;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.sandi.bench.sending.CompareLedgers;
import dev.sandi.bench.sending.Findings;
import dev.sandi.bench.sending.Order;
import dev.sandi.bench.sending.Told;
import dev.sandi.bench.sending.Told.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Holds the records of all sides against each other. */
final class CompareAll {

  /** A result that a copy had for so long was written, unless something kept it from that. */
  private static final long TO_WRITE = 2_000;

  private final CrashEvidence evidence;
  private final Findings sending;
  private final Map<String, Set<Kind>> toldBySession;
  private final List<Breach> breaches = new ArrayList<>();
  private int extraCallbacks;

  private CompareAll(CrashEvidence evidence) {
    this.evidence = evidence;
    this.sending = CompareLedgers.compare(evidence.sending());
    this.toldBySession =
        evidence.sending().told().stream()
            .collect(groupingBy(Told::session, mapping(Told::kind, toSet())));
  }

  /**
   * What came of it.
   *
   * @param extraCallbacks requests that followed one of the same event that was taken
   */
  record Result(Findings sending, int extraCallbacks, List<Breach> breaches) {}

  static Result compare(CrashEvidence evidence) {
    return new CompareAll(evidence).compare();
  }

  private Result compare() {
    sending.violations().forEach(v -> add(Promise.valueOf(v.kind().name()), v.detail()));
    evidence.sending().orders().stream()
        .collect(groupingBy(Order::msisdn))
        .forEach(
            (msisdn, orders) -> {
              if (orders.stream().map(Order::session).distinct().count() > 1) {
                add(Promise.ORDERED_TWICE, msisdn);
              }
            });
    evidence.verifications().forEach(this::compareVerification);
    evidence.sending().orders().forEach(this::compareExpiry);
    compareCallbacks();
    compareQuota();
    evidence.statuses().forEach(this::compareStatus);
    breaches.addAll(CompareProbes.compare(evidence.probed(), evidence.disturbances()));
    return new Result(sending, extraCallbacks, List.copyOf(breaches));
  }

  private Set<Kind> told(String session) {
    return toldBySession.getOrDefault(session, Set.of());
  }

  private void compareVerification(String session, Verification verification) {
    if (verification.ok() > 1) {
      add(Promise.VERIFIED_TWICE, "session %s, %s".formatted(session, verification));
    }
    if (verification.ok() > 0 && !told(session).contains(Kind.VERIFIED)) {
      add(Promise.VERIFIED_NOT_TOLD, "session " + session);
    }
    if (verification.ok() == 0 && verification.refused() > 0 && verification.unheard() == 0) {
      add(Promise.RIGHT_CODE_REFUSED, "session %s, %s".formatted(session, verification));
    }
  }

  private void compareExpiry(Order order) {
    Set<Kind> told = told(order.session());
    if (told.contains(Kind.SENT) && !told.contains(Kind.VERIFIED) && !told.contains(Kind.EXPIRED)) {
      add(Promise.NOT_EXPIRED, "session %s, told %s".formatted(order.session(), told));
    }
  }

  private void compareCallbacks() {
    Set<UUID> events =
        evidence.sending().told().stream().map(Told::id).map(UUID::fromString).collect(toSet());
    Map<UUID, String> sessions =
        evidence.sending().told().stream()
            .collect(toMap(t -> UUID.fromString(t.id()), Told::session, (a, b) -> a));
    for (UUID event : events) {
      List<MadeCallback> made = evidence.callbacks().getOrDefault(event, List.of());
      if (made.isEmpty()) {
        add(Promise.CALLBACK_MISSING, "event %s of %s".formatted(event, sessions.get(event)));
      } else if (!evidence.callbacksTold().contains(event)) {
        add(Promise.CALLBACK_NOT_TOLD, "event " + event);
      }
      compareRepetitions(event, made);
    }
    evidence.callbacks().keySet().stream()
        .filter(id -> !events.contains(id))
        .forEach(id -> add(Promise.CALLBACK_UNFOUNDED, "event " + id));
  }

  private void compareRepetitions(UUID event, List<MadeCallback> made) {
    extraCallbacks += Math.max(0, made.size() - 1);
    for (MadeCallback earlier : made.subList(0, Math.max(0, made.size() - 1))) {
      boolean excused =
          evidence.disturbances().stream()
              .filter(disturbance -> disturbance.leaves(Doubt.CALLBACKS))
              .anyMatch(d -> d.time().touches(earlier.at(), earlier.at() + TO_WRITE));
      if (!excused) {
        add(Promise.CALLBACK_REPEATED, "event %s, taken at %d ms".formatted(event, earlier.at()));
      }
    }
    if (made.stream().map(MadeCallback::body).distinct().count() > 1) {
      add(Promise.CALLBACK_CHANGED, "event " + event);
    }
  }

  /** An order whose answer never came may be counted or not. */
  private void compareQuota() {
    long accepted = evidence.sending().orders().stream().map(Order::session).distinct().count();
    long most = accepted + evidence.sending().unheard().size();
    if (evidence.quotaUsed() < accepted || evidence.quotaUsed() > most) {
      add(Promise.QUOTA, "%d used, %d accepted".formatted(evidence.quotaUsed(), accepted));
    }
  }

  private void compareStatus(String session, String status) {
    Set<Kind> told = told(session);
    boolean agrees =
        told.contains(Kind.VERIFIED)
            ? status.equals("verified")
            : told.contains(Kind.EXPIRED) ? status.equals("expired") : !status.equals("requested");
    if (!agrees) {
      add(Promise.STATUS, "session %s is %s, told %s".formatted(session, status, told));
    }
  }

  private void add(Promise promise, String detail) {
    breaches.add(new Breach(promise, detail));
  }
}
