package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Puts a batch of requests to every check, and records what they had against it. All checks
 * together take at most six statements, whatever the size of the batch: settings, blocklist, turns,
 * history, decisions, and what is closed for a while.
 */
@Component
public class RunChecks {

  private final List<Check> checks;
  private final AppPolicies policies;
  private final RecentRequests recent;
  private final CheckDecisions decisions;
  private final CloseForAWhile close;
  private final FailedChecks failed;
  private final Clock clock;

  RunChecks(
      List<Check> checks,
      AppPolicies policies,
      RecentRequests recent,
      CheckDecisions decisions,
      CloseForAWhile close,
      FailedChecks failed,
      Clock clock) {
    this.checks = checks;
    this.policies = policies;
    this.recent = recent;
    this.decisions = decisions;
    this.close = close;
    this.failed = failed;
    this.clock = clock;
  }

  /**
   * Returns the first enforced refusal of each refused session, within the caller's transaction.
   *
   * @param passedOver checks that are not asked, since they failed
   * @throws CheckFailedException if a check's statement failed: to be done again without it
   */
  public Map<SessionId, Decision> refuse(List<OtpRequested> requests, Set<String> passedOver) {
    if (requests.isEmpty()) {
      return Map.of();
    }
    List<Check> asked = checks.stream().filter(c -> !passedOver.contains(c.name())).toList();
    List<Asked> all = withPolicies(requests);
    Batch batch = new Batch(all, history(all, asked));
    List<Decision> found = new ArrayList<>();
    for (Check check : asked) {
      found.addAll(ask(check, batch));
    }
    Set<String> standing =
        decisions.record(found, close.keys(found), clock.instant(), CloseForAWhile.RESPECTED);
    close.tell(found, standing);
    Map<SessionId, Decision> refused = new LinkedHashMap<>();
    found.stream().filter(Decision::enforced).forEach(d -> refused.putIfAbsent(d.session(), d));
    return refused;
  }

  private List<Asked> withPolicies(List<OtpRequested> requests) {
    Map<AppId, AppPolicy> known =
        policies.of(requests.stream().map(OtpRequested::appId).distinct().toList());
    return requests.stream()
        .map(r -> Asked.of(r, known.getOrDefault(r.appId(), AppPolicy.usual(r.appId()))))
        .toList();
  }

  private History history(List<Asked> all, List<Check> asked) {
    Set<String> interested =
        asked.stream()
            .filter(Check::needsHistory)
            .map(Check::name)
            .filter(name -> all.stream().anyMatch(one -> one.policy().mode(name) != Mode.OFF))
            .collect(Collectors.toSet());
    if (interested.isEmpty()) {
      return History.unknown();
    }
    Instant stale = clock.instant().minus(RecentRequests.STALE);
    try {
      return recent.add(
          all.stream().filter(one -> one.at().isAfter(stale)).toList(), one -> bits(one, asked));
    } catch (DataAccessException e) {
      throw lost(interested, e);
    }
  }

  private static int bits(Asked one, List<Check> asked) {
    int bits = 0;
    for (CheckName name : CheckName.values()) {
      if (asked.stream()
          .anyMatch(check -> check.name().equals(name.text()) && isAsked(check, one))) {
        bits |= name.bit();
      }
    }
    return bits;
  }

  private static boolean isAsked(Check check, Asked one) {
    return one.policy().mode(check.name()) != Mode.OFF && (check.heedsSandbox() || !one.sandbox());
  }

  /** A check that breaks fails open, for itself alone; a database that is away stops the batch. */
  private List<Decision> ask(Check check, Batch batch) {
    Map<SessionId, Asked> asked = new LinkedHashMap<>();
    batch.requests().stream()
        .filter(one -> isAsked(check, one))
        .forEach(one -> asked.put(one.session(), one));
    if (asked.isEmpty()) {
      return List.of();
    }
    try {
      List<Decision> found = new ArrayList<>();
      check
          .refuse(batch)
          .forEach(
              (session, refusal) -> {
                Asked one = asked.get(session);
                if (one != null) {
                  found.add(decision(check, one, refusal));
                }
              });
      failed.worked(check.name());
      return found;
    } catch (DataAccessException e) {
      throw lost(Set.of(check.name()), e);
    } catch (RuntimeException | StackOverflowError e) {
      failed.failed(Set.of(check.name()), e);
      return List.of();
    }
  }

  /** A block would hold outside of the sandbox, too: what is tried there never makes one. */
  private static Decision decision(Check check, Asked one, Refusal refusal) {
    boolean enforced = one.policy().mode(check.name()) == Mode.ENFORCE && !refusal.recordedOnly();
    return new Decision(
        one.session(),
        one.request().appId(),
        check.name(),
        enforced,
        one.sandbox() ? refusal.withoutClosings() : refusal);
  }

  private RuntimeException lost(Set<String> names, DataAccessException e) {
    if (FailedChecks.isPassing(e)) {
      return e;
    }
    failed.failed(names, e);
    return new CheckFailedException(names, e);
  }
}
