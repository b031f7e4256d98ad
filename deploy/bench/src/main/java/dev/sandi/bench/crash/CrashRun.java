package dev.sandi.bench.crash;

import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.Farm;
import dev.sandi.bench.callbacks.Request;
import dev.sandi.bench.sending.Evidence;
import dev.sandi.bench.sending.Lifecycle;
import dev.sandi.bench.sending.Order;
import dev.sandi.bench.sending.RunClock;
import dev.sandi.bench.sending.Trouble;
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
  private static final long LEAST_PAUSE = 3_000;
  private static final long BETWEEN_LINES = 10_000;

  /** Before their end, within which clocks and the way of a guess may differ. */
  private static final Duration LAST_GUESS = Duration.ofSeconds(25);

  private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]+)\"");
  private static final Pattern USED = Pattern.compile("\"used\":([0-9]+)");
  private static final Pattern COUNTED = Pattern.compile("\"ambiguous\":([0-9]+)");

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
            settings.fault().map(PlantedFault::settings).orElse(List.of()),
            settings.means());
    installation.wiring().lead(farm);
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
    Disturb disturbing =
        new Disturb(
            installation.mishaps(), clock, LEAST_PAUSE, settings.pause() * 1_000L, settings.seed());
    try (ProbeCopies probes = new ProbeCopies(installation.copies(), clock);
        Lifecycle lifecycle = new Lifecycle(installation.bootstrapServers());
        CrashCustomer customer =
            new CrashCustomer(
                installation.ingresses(),
                headers,
                n -> installation.wiring().callbackUrl(farm, n % RECEIVERS),
                settings.timeLimit(),
                lastGuess(settings.timeLimit()),
                clock,
                settings.seed())) {
      smsc.onSubmitted(submitted -> customer.received(submitted.msisdn(), submitted.text()));
      progress.tell(
          "%d requests a second for %d minutes, %s, seed %d, logs in %s",
          settings.rate(),
          settings.length().toMinutes(),
          settings.means(),
          settings.seed(),
          installation.dir());
      customer.begin(settings.rate(), settings.warmUp());
      disturbing.start();
      watch(customer, disturbing);
      disturbing.stop();
      customer.end();
      long drainBegun = clock.millis();
      Optional<String> left = new Drain(installation, smsc, clock, progress).await(lifecycle);
      double drainSeconds = (clock.millis() - drainBegun) / 1000.0;
      CrashEvidence evidence =
          evidence(customer, lifecycle, disturbing.disturbances(), probes.probed());
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

  /** Of short codes, not so long before. */
  private static Duration lastGuess(int timeLimit) {
    Duration third = Duration.ofSeconds(timeLimit / 3);
    return LAST_GUESS.compareTo(third) < 0 ? LAST_GUESS : third;
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

  private void watch(CrashCustomer customer, Disturb disturbing) throws InterruptedException {
    long end = clock.millis() + settings.length().toMillis();
    while (clock.millis() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(BETWEEN_LINES, Math.max(1, end - clock.millis())));
      disturbing.check();
      progress.tell(
          "accepted %,d  waiting for 201 %,d  submits %,d  callbacks %,d  disturbances %d  %s",
          customer.accepted(),
          customer.unheard().size(),
          witness.count(),
          callbacks.size(),
          disturbing.disturbances().size(),
          disturbing.now());
    }
  }

  private CrashEvidence evidence(
      CrashCustomer customer,
      Lifecycle lifecycle,
      List<Disturbance> disturbances,
      List<Probed> probed) {
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
            times(disturbances, Doubt.SUBMITS),
            times(disturbances, Doubt.LATE_SUBMITS),
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
        disturbances,
        probed);
  }

  private static List<Trouble> times(List<Disturbance> disturbances, Doubt doubt) {
    return disturbances.stream()
        .filter(disturbance -> disturbance.leaves(doubt))
        .map(Disturbance::time)
        .toList();
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
