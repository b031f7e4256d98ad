package dev.sandi.bench.sending;

import dev.sandi.bench.Progress;
import dev.sandi.bench.SendingInstallation;
import dev.sandi.bench.Table;
import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends codes for a while through an SMSC on a bad day, over links that are cut, by a processor
 * that is killed and started anew, and finds out whether anything was lost or doubled.
 */
final class Chaos {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(4);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final long BETWEEN_LINES = 10_000;
  private static final List<String> JVM =
      List.of("-Xms256m", "-Xmx512m", "-XX:TieredStopAtLevel=1");
  private static final Pattern COUNTED = Pattern.compile("\"ambiguous\":([0-9]+)");
  private static final String ON_THE_WAY =
      "select (select count(*) from processor.submissions) + (select count(*) from processor.outbox)"
          + " + (select count(*) from processor.outbox_batches)";

  private final RunSettings settings;
  private final Progress progress;
  private final RunClock clock = new RunClock();
  private final Faults faults;
  private final Witness witness;
  private final SmscSimulator smsc;
  private final SendingInstallation installation;
  private final Disturber disturber;

  private Chaos(RunSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.faults = new Faults(settings.seed());
    this.witness = new Witness(clock, faults);
    this.smsc =
        SmscSimulator.start(0)
            .latency(LATENCY)
            .behave(witness)
            .watchedBy(witness)
            .insistOnReports();
    smsc.ledger().onlyCount();
    List<String> ofProcessor =
        new ArrayList<>(
            GatewaysFile.write(settings.dir(), Map.of("smsc", smsc.port()), List.of("smsc")));
    ofProcessor.add("sandi.processor.ambiguous=" + settings.ambiguous());
    this.installation = SendingInstallation.start(settings.dir(), JVM, ofProcessor);
    this.disturber = new Disturber(installation, smsc, clock, settings.seed());
  }

  /** Runs it, and tells whether everything held. */
  static boolean run(RunSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker, a database, the processor and the ingress");
    return new Chaos(settings, progress).run(table);
  }

  private boolean run(Table table) throws InterruptedException {
    try (Lifecycle lifecycle = new Lifecycle(installation.bootstrapServers());
        Customer customer =
            new Customer(
                installation.ingress(), SendingInstallation.customer(), clock, settings.seed())) {
      progress.tell(
          "%d requests a second for %d minutes, seed %d",
          settings.rate(), settings.length().toMinutes(), settings.seed());
      customer.begin(settings.rate());
      disturber.start();
      disturb(customer);
      disturber.stop();
      customer.end();
      faults.end();
      boolean drained = drain(lifecycle);
      Evidence evidence =
          new Evidence(
              customer.orders(),
              customer.unheard(),
              witness.submits(),
              witness.linkEnds(),
              disturber.kills().stream().map(Trouble::at).toList(),
              List.of(),
              lifecycle.told(),
              counted(),
              settings.resends());
      Findings findings = CompareLedgers.compare(evidence);
      List<Violation> violations = new ArrayList<>(findings.violations());
      if (!drained) {
        violations.add(
            new Violation(
                Violation.Kind.NOT_DRAINED, installation.count(ON_THE_WAY) + " on their way"));
      }
      new ChaosReport(evidence, findings, violations, disturber.cuts(), customer.retries())
          .show(table);
      return violations.isEmpty();
    }
  }

  private void disturb(Customer customer) throws InterruptedException {
    long end = clock.millis() + settings.length().toMillis();
    while (clock.millis() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(BETWEEN_LINES, end - clock.millis()));
      progress.tell(
          "accepted %,d  submits %,d  kills %d  cuts %d",
          customer.accepted(), witness.count(), disturber.kills().size(), disturber.cuts());
    }
  }

  private boolean drain(Lifecycle lifecycle) throws InterruptedException {
    progress.tell("Draining");
    long end = clock.millis() + LONGEST_DRAIN.toMillis();
    while (clock.millis() < end) {
      long onTheWay = installation.count(ON_THE_WAY);
      int reports = smsc.outstandingReports();
      if (onTheWay == 0 && reports == 0 && lifecycle.isQuietFor(QUIET)) {
        // The count is shown a moment after it was written.
        TimeUnit.SECONDS.sleep(3);
        return true;
      }
      progress.tell("%,d on their way, %,d reports to come", onTheWay, reports);
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LINES / 2);
    }
    return false;
  }

  /** Ambiguous submits, as the administration shows them. */
  private long counted() {
    long counted = 0;
    Matcher figures = COUNTED.matcher(installation.administration("/gateways"));
    while (figures.find()) {
      counted += Long.parseLong(figures.group(1));
    }
    return counted;
  }
}
