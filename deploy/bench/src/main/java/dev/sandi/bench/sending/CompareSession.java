package dev.sandi.bench.sending;

import dev.sandi.bench.sending.Told.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds against each other what all sides know of one session. */
final class CompareSession {

  private final Evidence evidence;
  private final Order order;
  private final List<Submit> taken;
  private final List<Told> told;
  private final List<Told> sent;
  private final List<Told> ends;
  private final List<Violation> violations = new ArrayList<>();
  private int doubledInDoubt;

  /**
   * Takes what there is.
   *
   * @param taken submits that an SMS came of, in their order
   * @param told events, each once
   */
  CompareSession(Evidence evidence, Order order, List<Submit> taken, List<Told> told) {
    this.evidence = evidence;
    this.order = order;
    this.taken = List.copyOf(taken);
    this.told = told;
    this.sent = told.stream().filter(event -> event.kind() == Kind.SENT).toList();
    this.ends = told.stream().filter(event -> event.kind().isEnd()).toList();
  }

  List<Violation> compare() {
    boolean failureTold =
        ends.stream().anyMatch(e -> e.kind() == Kind.FAILED || e.kind() == Kind.REJECTED);
    if (taken.isEmpty() && !failureTold) {
      add(Violation.Kind.LOST, "no SMS and no failure");
    }
    compareDoubled();
    compareSent(failureTold);
    if (ends.isEmpty() && !(taken.isEmpty() && sent.isEmpty()) && !wasVerifiedInDoubt()) {
      add(Violation.Kind.NO_END, "told " + told.stream().map(Told::kind).toList());
    } else if (ends.size() > 1) {
      add(Violation.Kind.SEVERAL_ENDS, ends.stream().map(e -> e.kind() + "").toList() + "");
    }
    return violations;
  }

  /** Whoever verified has the SMS, whatever is known of its submit: it is not sent again. */
  private boolean wasVerifiedInDoubt() {
    return sent.isEmpty() && told.stream().anyMatch(event -> event.kind() == Kind.VERIFIED);
  }

  private void compareDoubled() {
    if (taken.size() > 1 && !evidence.resends()) {
      add(Violation.Kind.DOUBLED_ALTHOUGH_FORBIDDEN, taken.size() + " SMS");
    }
    Set<String> recorded = sent.stream().map(e -> e.messageId() + "").collect(Collectors.toSet());
    List<Submit> known =
        taken.stream()
            .filter(
                submit -> recorded.contains(submit.messageId()) || !evidence.isAmbiguous(submit))
            .toList();
    Submit last = known.stream().filter(this::leftLast).reduce((a, b) -> b).orElse(null);
    int doubled = 0;
    for (Submit earlier : known) {
      if (!earlier.equals(last)) {
        doubled++;
        add(
            Violation.Kind.DOUBLED,
            "message %s, recorded: %s, then another; all: %s; told as sent: %s"
                .formatted(
                    earlier.messageId(), recorded.contains(earlier.messageId()), taken, recorded));
      }
    }
    doubledInDoubt = Math.max(0, taken.size() - 1 - doubled);
  }

  /** Whether it may have left after all others: what came after it may have been held up. */
  private boolean leftLast(Submit submit) {
    return taken.subList(taken.indexOf(submit) + 1, taken.size()).stream()
        .allMatch(evidence::isLate);
  }

  private void compareSent(boolean failureTold) {
    Set<String> known = taken.stream().map(Submit::messageId).collect(Collectors.toSet());
    Set<String> before = new HashSet<>();
    for (Told event : sent) {
      String message = event.messageId() + "";
      if (!known.contains(message)) {
        add(Violation.Kind.SENT_UNFOUNDED, "message " + message);
      }
      if (!before.add(message)) {
        add(Violation.Kind.SENT_TOLD_TWICE, "message " + message);
      }
    }
    if (!sent.isEmpty() && failureTold) {
      add(Violation.Kind.SEVERAL_ENDS, "sent, and told as failed");
    }
    taken.stream()
        .filter(submit -> !evidence.isAmbiguous(submit) && !before.contains(submit.messageId()))
        .forEach(submit -> add(Violation.Kind.SENT_NOT_TOLD, "message " + submit.messageId()));
  }

  private void add(Violation.Kind kind, String detail) {
    violations.add(new Violation(kind, "session " + order.session() + ", " + detail));
  }

  /** SMS that followed one of which nobody could know. */
  int doubledInDoubt() {
    return doubledInDoubt;
  }
}
