package dev.sandi.bench.crash;

import dev.sandi.bench.Table;
import dev.sandi.bench.sending.Findings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a run found, as rows of a table, and what must not be, line by line. */
record CrashReport(
    CrashEvidence evidence, CompareAll.Result result, List<Breach> breaches, int retries) {

  /** Of one promise. */
  private static final int MOST_LINES = 30;

  /** Of 95 % confidence, if nothing was found among so many: the rule of three. */
  private static final double RULE = 3;

  void show(Table table) {
    Findings sending = result.sending();
    table.add("accepted with 201", number(sending.accepted()));
    table.add("orders made once more with their key", number(retries));
    table.add("disturbances", number(evidence.disturbances().size()));
    Map<String, Long> byKind =
        evidence.disturbances().stream()
            .collect(
                Collectors.groupingBy(
                    d -> d.place() + " " + d.what(), TreeMap::new, Collectors.counting()));
    byKind.forEach((kind, count) -> table.add("  " + kind, number(count)));
    table.add("answers of copies to probes", number(evidence.probed().size()));
    table.add("submits at the SMSC", number(sending.submits()));
    table.add(
        "SMS beyond the first of their session, each after a submit in doubt",
        number(sending.doubledInDoubt()));
    table.add("ambiguous as Sandi counts", number(evidence.sending().counted()));
    table.add("sessions whose code was guessed", number(evidence.verifications().size()));
    table.add("callbacks", number(evidence.callbacks().size()));
    table.add("callbacks made once more", number(result.extraCallbacks()));
    table.add(
        "201 to SMS, p50; p99; longest, ms",
        "%s; %s; %s"
            .formatted(
                number(sending.waited(0.5)),
                number(sending.waited(0.99)),
                number(sending.waited(1))));
    for (Promise promise : Promise.values()) {
      long count = breaches.stream().filter(breach -> breach.promise() == promise).count();
      table.add(promise.words(), number(count), "0", count == 0);
    }
    table.add(
        "share that is lost, with 95 % confidence, at most",
        "%.1e".formatted(RULE / Math.max(1, sending.accepted())));
    breaches.stream()
        .collect(Collectors.groupingBy(Breach::promise, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(CrashReport::show);
  }

  private static void show(List<Breach> ofOnePromise) {
    ofOnePromise.stream().limit(MOST_LINES).forEach(System.out::println);
    if (ofOnePromise.size() > MOST_LINES) {
      System.out.println((ofOnePromise.size() - MOST_LINES) + " more");
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
