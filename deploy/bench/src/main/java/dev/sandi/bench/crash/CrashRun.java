package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.Farm;
import dev.sandi.bench.callbacks.Request;
import dev.sandi.bench.crash.Part.Role;
import dev.sandi.bench.sending.Evidence;
import dev.sandi.bench.sending.Lifecycle;
import dev.sandi.bench.sending.Order;
import dev.sandi.bench.sending.RunClock;
import dev.sandi.bench.sending.Witness;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.SmscSimulator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A customer who orders and verifies codes, while parts of the installation die or stand still; and
 * what all sides have on record of it.
 */
final class CrashRun {

  private static final int RECEIVERS = 50;
  private static final int SHOWN = 500;
  private static final Duration LATENCY = Duration.ofMillis(30);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(8);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final long BETWEEN_LINES = 10_000;
  private static final Set<Role> RECORDS_SUBMITS = Set.of(Role.PROCESSOR, Role.DATABASE);

  private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]+)\"");
  private static final Pattern USED = Pattern.compile("\"used\":([0-9]+)");
  private static final Pattern COUNTED = Pattern.compile("\"ambiguous\":([0-9]+)");

  private static final Map<String, String> ON_THE_WAY =
      Map.of(
          "messages", "select count(*) from processor.submissions",
          "live codes", "select count(*) from processor.challenges where state = 'live'",
          "events", "select count(*) from processor.outbox",
          "events of the dispatcher",
              "select (select count(*) from dispatcher.outbox) + (select count(*) from"
                  + " dispatcher.outbox_batches)",
          "callbacks", "select count(*) from dispatcher.deliveries where state = 'pending'");

  private final CrashSettings settings;
  private final Progress progress;
  private final RunClock clock = new RunClock();
  private final Farm farm = Farm.of(RECEIVERS);
  private final Map<UUID, List<MadeCallback>> callbacks = new ConcurrentHashMap<>();
  private final Witness witness =
      new Witness(clock, submitted -> Reaction.take(Report.delivered()));
  private final SmscSimulator smsc;
  private final CrashInstallation installation;
  private final CrashClient client;
  private final Map<String, String> headers;

  private CrashRun(CrashSettings settings, Progress progress) throws InterruptedException {
    this.settings = settings;
    this.progress = progress;
    farm.watch(this::called);
    this.smsc =
        SmscSimulator.start(0)
            .latency(LATENCY)
            .behave(witness)
            .watchedBy(witness)
            .insistOnReports();
    smsc.ledger().onlyCount();
    this.installation =
        CrashInstallation.start(
            settings.dir(),
            smsc.port(),
            settings.fault().map(PlantedFault::settings).orElse(List.of()));
    this.client = installation.client();
    this.headers = client.introduceApp();
    settings
        .fault()
        .map(PlantedFault::sql)
        .filter(sql -> !sql.isEmpty())
        .ifPresent(installation::execute);
  }

  static boolean run(CrashSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker, a database, and two copies of each service");
    return new CrashRun(settings, progress).run(table);
  }

  private void called(Request request) {
    callbacks.merge(
        request.id(),
        List.of(new MadeCallback(clock.millisAt(request.nanos()), request.body())),
        (before, more) -> {
          List<MadeCallback> all = new ArrayList<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  private boolean run(Table table) throws InterruptedException {
    DisturbParts disturbing =
        new DisturbParts(installation.parts(), clock, settings.pause() * 1_000L, settings.seed());
    try (Lifecycle lifecycle = new Lifecycle(installation.bootstrapServers());
        CrashCustomer customer =
            new CrashCustomer(
                installation.ingresses(),
                headers,
                n -> farm.url(n % RECEIVERS),
                settings.timeLimit(),
                clock,
                settings.seed())) {
      smsc.onSubmitted(submitted -> customer.received(submitted.msisdn(), submitted.text()));
      progress.tell(
          "%d requests a second for %d minutes, seed %d, logs in %s",
          settings.rate(), settings.length().toMinutes(), settings.seed(), installation.dir());
      customer.begin(settings.rate());
      disturbing.start();
      watch(customer, disturbing);
      disturbing.stop();
      customer.end();
      long drainBegun = clock.millis();
      Optional<String> left = drain(lifecycle);
      double drainSeconds = (clock.millis() - drainBegun) / 1000.0;
      CrashEvidence evidence = evidence(customer, lifecycle, disturbing.disturbances());
      CompareAll.Result result = CompareAll.compare(evidence);
      List<Breach> breaches = new ArrayList<>(result.breaches());
      left.ifPresent(what -> breaches.add(new Breach(Promise.NOT_DRAINED, what)));
      table.add("drained after, s", "%.0f".formatted(drainSeconds));
      new CrashReport(evidence, result, breaches, customer.retries()).show(table);
      return isAsExpected(breaches, table);
    } finally {
      installation.close();
      farm.close();
      smsc.close();
    }
  }

  private boolean isAsExpected(List<Breach> breaches, Table table) {
    if (settings.fault().isEmpty()) {
      return breaches.isEmpty();
    }
    PlantedFault fault = settings.fault().get();
    boolean found = breaches.stream().anyMatch(b -> fault.broken().contains(b.promise()));
    table.add("planted fault " + fault.slug(), found ? "found" : "not found", "found", found);
    return found;
  }

  private void watch(CrashCustomer customer, DisturbParts disturbing) throws InterruptedException {
    long end = clock.millis() + settings.length().toMillis();
    while (clock.millis() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(BETWEEN_LINES, Math.max(1, end - clock.millis())));
      disturbing.check();
      progress.tell(
          "accepted %,d  waiting for 201 %,d  submits %,d  callbacks %,d  disturbances %d",
          customer.accepted(),
          customer.unheard().size(),
          witness.count(),
          callbacks.size(),
          disturbing.disturbances().size());
    }
  }

  /** What is left when the time is over; empty if nothing is. */
  private Optional<String> drain(Lifecycle lifecycle) throws InterruptedException {
    progress.tell("Draining");
    long end = clock.millis() + LONGEST_DRAIN.toMillis();
    while (true) {
      Map<String, Long> left = new HashMap<>();
      ON_THE_WAY.forEach((what, sql) -> left.put(what, installation.count(sql)));
      left.put("reports to come", (long) smsc.outstandingReports());
      left.put("lag", lag());
      left.values().removeIf(count -> count == 0);
      if (left.isEmpty() && lifecycle.isQuietFor(QUIET)) {
        // Figures are shown a moment after they were written.
        TimeUnit.SECONDS.sleep(3);
        return Optional.empty();
      }
      if (clock.millis() > end) {
        return Optional.of(left.toString());
      }
      progress.tell("on their way: %s", left);
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LINES / 2);
    }
  }

  private long lag() throws InterruptedException {
    try {
      return new TopicsAtTheEnd(installation.bootstrapServers()).lag();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new BenchmarkFailure("The broker does not answer.", e);
    }
  }

  private CrashEvidence evidence(
      CrashCustomer customer, Lifecycle lifecycle, List<Disturbance> disturbances) {
    long counted = 0;
    Matcher figures = COUNTED.matcher(client.administer("GET", "/gateways", ""));
    while (figures.find()) {
      counted += Long.parseLong(figures.group(1));
    }
    Evidence sending =
        new Evidence(
            customer.orders(),
            customer.unheard(),
            witness.submits(),
            witness.linkEnds(),
            disturbances.stream()
                .filter(disturbance -> disturbance.concerns(RECORDS_SUBMITS))
                .map(Disturbance::time)
                .toList(),
            lifecycle.told(),
            counted,
            true);
    return new CrashEvidence(
        sending,
        customer.verifications(),
        Map.copyOf(callbacks),
        new TopicsAtTheEnd(installation.bootstrapServers()).delivered(),
        statuses(customer.orders()),
        Long.parseLong(CrashClient.first(USED, client.administer("GET", "/apps/crash/quota", ""))),
        disturbances);
  }

  private Map<String, String> statuses(List<Order> orders) {
    Map<String, String> statuses = new HashMap<>();
    int step = Math.max(1, orders.size() / SHOWN);
    for (int i = 0; i < orders.size(); i += step) {
      String session = orders.get(i).session();
      URI uri = installation.ingresses().get(i % 2).resolve("/v2/otp/" + session);
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      headers.forEach(request::header);
      statuses.put(session, CrashClient.first(STATUS, client.ask(request.build())));
    }
    return statuses;
  }
}
