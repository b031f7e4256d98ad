package dev.sandi.bench.sending;

import dev.sandi.bench.Table;
import dev.sandi.bench.sending.Told.Kind;
import java.util.List;
import java.util.Locale;

/** What a chaos run found, as rows of a table, and what must not be, line by line. */
record ChaosReport(
    Evidence evidence, Findings findings, List<Violation> violations, int cuts, int retries) {

  private static final int MOST_LINES = 20;

  void show(Table table) {
    table.add("accepted with 201", number(findings.accepted()));
    table.add("requests made once more with their key", number(retries));
    table.add(
        "kills of the processor; cuts of all links", evidence.troubles().size() + "; " + cuts);
    table.add("submits at the SMSC", number(findings.submits()));
    table.add("SMS that came of them", number(findings.taken()));
    row(table, "lost: no SMS, and no failure told", Violation.Kind.LOST);
    table.add("SMS beyond the first of their session", number(findings.doubled()));
    table.add(
        "of these after an ambiguous submit, by the SMSC's record",
        number(findings.doubledInDoubt()));
    row(table, "of these without such a doubt", Violation.Kind.DOUBLED);
    if (!evidence.resends()) {
      row(table, "doubled, where no submit is repeated", Violation.Kind.DOUBLED_ALTHOUGH_FORBIDDEN);
    }
    row(table, "SMS that nobody asked for", Violation.Kind.UNASKED);
    table.add("ambiguous submits by the SMSC's record", number(findings.ambiguous()));
    table.add("of these never answered, or too late", number(findings.unanswered()));
    table.add(
        "ambiguous as Sandi counts, in /admin/v1/gateways",
        number(evidence.counted()),
        "≥ " + number(Math.max(findings.unanswered(), findings.doubled())),
        none(Violation.Kind.NOT_COUNTED));
    showEvents(table);
    table.add("longest from 201 to SMS, ms", number(findings.waited(1)));
    table.add(
        "the same, p50; p99", number(findings.waited(0.5)) + "; " + number(findings.waited(0.99)));
    violations.stream().limit(MOST_LINES).forEach(System.out::println);
    if (violations.size() > MOST_LINES) {
      System.out.println((violations.size() - MOST_LINES) + " more");
    }
  }

  private void showEvents(Table table) {
    table.add("otp.sent", number(findings.ended(Kind.SENT)));
    table.add(
        "otp.delivered; otp.undelivered",
        number(findings.ended(Kind.DELIVERED)) + "; " + number(findings.ended(Kind.UNDELIVERED)));
    findings
        .failed()
        .forEach((reason, count) -> table.add("told as failed: " + reason, number(count)));
    row(table, "acknowledged, and no otp.sent", Violation.Kind.SENT_NOT_TOLD);
    row(table, "otp.sent without a submit", Violation.Kind.SENT_UNFOUNDED);
    row(table, "two otp.sent of one submit", Violation.Kind.SENT_TOLD_TWICE);
    row(table, "sessions without an end", Violation.Kind.NO_END);
    row(table, "sessions with several ends", Violation.Kind.SEVERAL_ENDS);
    table.add("copies of events with the same id", number(findings.repeated()));
    row(table, "not drained", Violation.Kind.NOT_DRAINED);
  }

  private void row(Table table, String what, Violation.Kind kind) {
    long count = violations.stream().filter(violation -> violation.kind() == kind).count();
    table.add(what, number(count), "0", count == 0);
  }

  private boolean none(Violation.Kind kind) {
    return violations.stream().noneMatch(violation -> violation.kind() == kind);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
