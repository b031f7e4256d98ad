package dev.sandi.bench.sending;

import dev.sandi.bench.Progress;
import dev.sandi.bench.SendingInstallation;
import dev.sandi.bench.Table;
import dev.sandi.smsc.Behaviour;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What it costs that the first of a route's two gateways dies: how many messages are tried there
 * all the same, and how long those wait. Once with so few messages, too, that one which tries every
 * few seconds would be many of them.
 */
final class DeadGateway {

  private static final Duration BEFORE = Duration.ofSeconds(20);
  private static final long TO_FIND_OUT = 5_000;
  private static final Duration DEAD = Duration.ofSeconds(60);

  /** Of few messages: long enough for two that try. */
  private static final Duration LONG_DEAD = Duration.ofSeconds(130);

  private static final int FEW = 2;
  private static final double MOST_PERCENT = 1;
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");
  private static final Behaviour WELL = submitted -> Reaction.take(Report.delivered());

  private final RunSettings settings;
  private final Progress progress;
  private final Table table;
  private final RunClock clock = new RunClock();

  /** How a gateway dies. */
  private enum Death {
    /** It is there, and takes everything, and answers nothing any more, to no PDU. */
    BLACK_HOLE,
    /** Its connections end, and it refuses new ones. */
    REFUSING
  }

  private DeadGateway(RunSettings settings, Progress progress, Table table) {
    this.settings = settings;
    this.progress = progress;
    this.table = table;
  }

  static boolean run(RunSettings settings, Progress progress, Table table)
      throws InterruptedException {
    boolean met = true;
    for (Death death : Death.values()) {
      met &= new DeadGateway(settings, progress, table).run(death, settings.rate(), DEAD);
    }
    met &= new DeadGateway(settings, progress, table).run(Death.BLACK_HOLE, FEW, LONG_DEAD);
    return met;
  }

  private boolean run(Death death, int rate, Duration dead) throws InterruptedException {
    progress.tell("%s, %d/s: starting", death, rate);
    AtomicBoolean silent = new AtomicBoolean();
    Witness first = new Witness(clock, s -> silent.get() ? Reaction.silence() : WELL.to(s));
    Witness second = new Witness(clock, WELL);
    SmscSimulator dying = smsc(first);
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("first", dying.port());
    try (SmscSimulator other = smsc(second)) {
      ports.put("second", other.port());
      try (SendingInstallation installation =
              SendingInstallation.start(
                  settings.dir(),
                  JVM,
                  GatewaysFile.write(settings.dir(), ports, List.of("first", "second")));
          Customer customer =
              new Customer(
                  installation.ingress(), SendingInstallation.customer(), clock, settings.seed())) {
        customer.begin(rate);
        TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
        long died = clock.millis();
        silent.set(true);
        if (death == Death.BLACK_HOLE) {
          dying.answersEnquiries(false);
        } else {
          dying.close();
        }
        progress.tell("%s: the first gateway is dead", death);
        TimeUnit.MILLISECONDS.sleep(TO_FIND_OUT + dead.toMillis());
        customer.end();
        // What was tried at the dead one comes round when its answer is overdue.
        TimeUnit.SECONDS.sleep(25);
        String prefix =
            (death == Death.BLACK_HOLE ? "black-holed, " : "refusing, ") + rate + "/s: ";
        return show(prefix, died, customer.orders(), first.submits(), second.submits());
      }
    } finally {
      dying.close();
    }
  }

  private static SmscSimulator smsc(Witness witness) {
    SmscSimulator smsc = SmscSimulator.start(0).latency(LATENCY).behave(witness).watchedBy(witness);
    smsc.ledger().onlyCount();
    return smsc;
  }

  private boolean show(
      String prefix, long died, List<Order> orders, List<Submit> first, List<Submit> second) {
    Map<String, Long> triedAt = new HashMap<>();
    first.stream().filter(s -> s.at() >= died).forEach(s -> triedAt.put(s.msisdn(), s.at()));
    Map<String, Long> takenAt = new HashMap<>();
    second.forEach(submit -> takenAt.putIfAbsent(submit.msisdn(), submit.at()));
    first.stream().filter(s -> s.at() < died).forEach(s -> takenAt.putIfAbsent(s.msisdn(), s.at()));
    List<Order> early = orders.stream().filter(o -> within(o, died, died + TO_FIND_OUT)).toList();
    List<Order> later =
        orders.stream().filter(o -> within(o, died + TO_FIND_OUT, Long.MAX_VALUE)).toList();
    List<Long> usual = waits(orders.stream().filter(o -> o.acceptedAt() < died).toList(), takenAt);
    List<Order> tried = later.stream().filter(o -> triedAt.containsKey(o.msisdn())).toList();
    List<Long> delayed = waits(tried, takenAt);
    double percent = 100.0 * tried.size() / Math.max(1, later.size());
    table.add(prefix + "sends in the first 5 s; later", early.size() + "; " + later.size());
    table.add(
        prefix + "of the first 5 s, tried at the dead one",
        "" + early.stream().filter(o -> triedAt.containsKey(o.msisdn())).count());
    table.add(
        prefix + "later ones tried at the dead one first",
        String.format(Locale.ROOT, "%d: %.2f %%", tried.size(), percent),
        "≤ 1 %",
        percent <= MOST_PERCENT);
    table.add(
        prefix + "from 201 to SMS before, p50; p99 ms", at(usual, 0.5) + "; " + at(usual, 0.99));
    table.add(
        prefix + "the same of later ones tried there, p50; longest ms",
        at(delayed, 0.5) + "; " + at(delayed, 1));
    List<Long> all = waits(later, takenAt);
    table.add(
        prefix + "the same of all later ones, p50; p99 ms", at(all, 0.5) + "; " + at(all, 0.99));
    long never = orders.stream().filter(o -> !takenAt.containsKey(o.msisdn())).count();
    table.add(prefix + "accepted, and at no gateway that answers", never + "", "0", never == 0);
    return percent <= MOST_PERCENT && never == 0;
  }

  private static boolean within(Order order, long from, long to) {
    return order.acceptedAt() >= from && order.acceptedAt() < to;
  }

  private static List<Long> waits(List<Order> orders, Map<String, Long> takenAt) {
    List<Long> waits = new ArrayList<>();
    for (Order order : orders) {
      Long at = takenAt.get(order.msisdn());
      if (at != null) {
        waits.add(Math.max(0, at - order.acceptedAt()));
      }
    }
    Collections.sort(waits);
    return waits;
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
