package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.ChildProcess;
import dev.sandi.bench.mortal.MortalProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Copies of the dispatcher that die and are started anew, each time with another address. */
final class Mortals {

  private static final int ADDRESSES = 250;
  private static final int MOST_STEPS = 400;
  private static final int LEAST_MILLIS = 200;
  private static final int MOST_MILLIS = 4_000;
  private static final List<String> JVM =
      List.of("-Xms256m", "-Xmx768m", "-XX:TieredStopAtLevel=1");

  private final CallbackInstallation installation;
  private final long seed;
  private final AtomicInteger addresses = new AtomicInteger();
  private final AtomicInteger atSteps = new AtomicInteger();
  private final AtomicInteger killed = new AtomicInteger();
  private final Queue<Death> deaths = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  Mortals(CallbackInstallation installation, long seed) {
    this.installation = installation;
    this.seed = seed;
  }

  /** Has copies die at steps, one after the other in one process, until as many have died. */
  void dieAtSteps(int slot, int kills) {
    begin(
        "slot-" + slot,
        () -> {
          SplittableRandom random = new SplittableRandom(seed + slot);
          ChildProcess process = process(slot);
          while (atSteps.getAndIncrement() < kills) {
            String address = address();
            process.ask(address + " " + (1 + random.nextInt(MOST_STEPS)));
            String[] died = process.hear().split(" ", 2);
            deaths.add(new Death(address, Long.parseLong(died[0]), died[1]));
          }
          process.ask(address() + " 0");
        });
  }

  /** Kills processes, one after the other. */
  void kill(int slot, int kills) {
    begin(
        "slot-" + slot,
        () -> {
          SplittableRandom random = new SplittableRandom(seed + slot);
          while (killed.getAndIncrement() < kills) {
            ChildProcess process = process(slot);
            String address = address();
            process.ask(address + " 0");
            sleep(random.nextInt(LEAST_MILLIS, MOST_MILLIS));
            process.kill();
            deaths.add(new Death(address, System.nanoTime(), "SIGKILL"));
          }
        });
  }

  private void begin(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private ChildProcess process(int slot) {
    List<String> arguments = new ArrayList<>(installation.arguments());
    // As an installation would do that restarts its copies in place.
    arguments.add("--spring.kafka.consumer.properties.group.instance.id=slot-" + slot);
    // The dead have much to complain about.
    arguments.add("--logging.level.root=OFF");
    arguments.add("--logging.level.org.springframework=OFF");
    ChildProcess process = installation.child(MortalProcess.class, JVM, arguments);
    process.hear();
    return process;
  }

  private String address() {
    int number = addresses.getAndIncrement();
    return "127.%d.%d.%d"
        .formatted(
            2 + number / (ADDRESSES * ADDRESSES),
            number / ADDRESSES % ADDRESSES,
            number % ADDRESSES + 1);
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  boolean areDone() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  List<Death> deaths() {
    return List.copyOf(deaths);
  }
}
