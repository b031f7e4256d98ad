package dev.sandi.bench.callbacks;

import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.CallbackLedger.Evidence;
import dev.sandi.bench.callbacks.CallbackLedger.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Events at a steady rate, copies that die at any step, and what the receivers saw of it: nothing
 * lost, nothing repeated but what a copy had in flight when it died, and always the same id.
 */
final class CallbackKills {

  private static final int RECEIVERS = 50;
  private static final int APPS = 10;
  private static final int FLAKY = 3;
  private static final int AT_MOST_ONCE = 9;
  private static final int COPIES = 2;
  private static final int MOST_LINES = 20;
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);

  private static final Duration LEASE = Duration.ofSeconds(20);

  /** There are moments at which no copy lives, and what waited meanwhile comes first. */
  private static final Duration LONGEST_WITHOUT_COPY = Duration.ofSeconds(20);

  private static final String SHUT =
      "select count(*) from dispatcher.endpoints where gate <> 'open'";

  private static final List<String> SETTINGS =
      List.of(
          "sandi.dispatcher.deadline=5s",
          "sandi.dispatcher.lease=" + LEASE.toSeconds() + "s",
          "sandi.dispatcher.poll-interval=200ms",
          "sandi.dispatcher.retry-schedule=1s,1s,1s,2s,2s,5s",
          "spring.kafka.listener.concurrency=1",
          "spring.kafka.consumer.properties.session.timeout.ms=6000",
          "spring.kafka.consumer.properties.heartbeat.interval.ms=1000");

  private final KillSettings settings;
  private final Progress progress;
  private final Farm farm = Farm.of(RECEIVERS);
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Integer> events = new ConcurrentHashMap<>();
  private final CallbackInstallation installation;
  private volatile boolean ended;

  private CallbackKills(KillSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    farm.behave(r -> r % APPS == FLAKY ? Manner.FLAKY : Manner.FAST);
    farm.watch(requests::add);
    // Processes are killed, and not the machine: nothing needs to wait for a disk.
    this.installation =
        CallbackInstallation.backends(
            settings.dir(), ProcessorInstallation.HASTY, List.of(), SETTINGS);
  }

  static boolean run(KillSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker and a database");
    return new CallbackKills(settings, progress).run(table);
  }

  private boolean run(Table table) throws InterruptedException {
    try (Publisher publisher = new Publisher(installation.bootstrapServers())) {
      Mortals mortals = new Mortals(installation, settings.seed());
      for (int slot = 0; slot < COPIES; slot++) {
        mortals.dieAtSteps(slot, settings.kills());
      }
      mortals.kill(COPIES, settings.real());
      // They are stored by whichever copy lives long enough.
      publisher.introduceApps(installation, app -> app == AT_MOST_ONCE);
      Thread publishing = new Thread(() -> publish(publisher), "publisher");
      publishing.setDaemon(true);
      publishing.start();
      while (!mortals.areDone()) {
        TimeUnit.SECONDS.sleep(5);
        progress.tell(
            "kills %d  events %,d  requests %,d",
            mortals.deaths().size(), events.size(), requests.size());
      }
      ended = true;
      publishing.join();
      publisher.flush();
      boolean drained = drain();
      table.add("endpoints that are shut", number(installation.count(SHUT)));
      KillEvidence records = new KillEvidence(installation);
      Evidence evidence =
          new Evidence(
              Map.copyOf(events),
              List.copyOf(requests),
              mortals.deaths(),
              records.succeeded(),
              records.undelivered(),
              records.told());
      CallbackLedger ledger =
          new CallbackLedger(
              (r, id) -> r % APPS == FLAKY && Farm.refusesAtFirst(id),
              r -> Publisher.app(r) == AT_MOST_ONCE,
              settings.unwritten(),
              LEASE.plus(LONGEST_WITHOUT_COPY));
      return show(ledger.compare(evidence), mortals.deaths(), drained, table);
    } finally {
      installation.close();
      farm.close();
    }
  }

  private void publish(Publisher publisher) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    long number = 0;
    long next = System.nanoTime();
    try {
      while (!ended) {
        next += 1_000_000_000L / settings.rate();
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        int receiver = random.nextInt(RECEIVERS);
        events.put(publisher.tell(receiver, farm.url(receiver), number++), receiver);
        if (settings.sabotage() && number % 100 == 0) {
          Sabotage.commit(installation);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean drain() throws InterruptedException {
    progress.tell("Draining");
    long begun = System.nanoTime();
    long left = Long.MAX_VALUE;
    while (System.nanoTime() - begun < LONGEST_DRAIN.toNanos()) {
      left =
          events.size()
              - installation.count(
                  "select count(*) from dispatcher.deliveries where state <> 'pending'")
              + installation.count("select count(*) from dispatcher.outbox")
              + installation.count("select count(*) from dispatcher.outbox_batches");
      if (left == 0) {
        return true;
      }
      progress.tell("%,d are under way", left);
      TimeUnit.SECONDS.sleep(5);
    }
    return false;
  }

  private boolean show(Findings findings, List<Death> deaths, boolean drained, Table table) {
    int wanted = settings.kills() + settings.real();
    boolean killed = deaths.size() >= wanted;
    Map<String, Long> byStep =
        deaths.stream()
            .collect(Collectors.groupingBy(Death::of, TreeMap::new, Collectors.counting()));
    table.add("kills", number(deaths.size()), number(wanted), killed);
    byStep.forEach((step, count) -> table.add("of these: " + step, number(count)));
    table.add("events", number(findings.events()));
    table.add("requests", number(findings.requests()));
    table.add(
        "attempts beyond one that arrived, of copies that died of it", number(findings.extra()));
    for (Fault.Kind kind : Fault.Kind.values()) {
      long count = findings.faults().stream().filter(fault -> fault.kind() == kind).count();
      table.add(
          kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), number(count), "0", count == 0);
    }
    table.add("drained", Boolean.toString(drained), "true", drained);
    findings.faults().stream().limit(MOST_LINES).forEach(System.out::println);
    return killed && drained && findings.faults().isEmpty();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
