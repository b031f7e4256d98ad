package dev.sandi.bench;

import dev.sandi.event.Topics;
import dev.sandi.local.LocalFailure;
import java.util.Set;

/** Starts everything, takes the measures, and prints one table. */
public final class Benchmark {

  /** The measures that need an ingress. */
  private static final Set<String> INGRESS = Set.of("price", "tail", "idle", "isolation");

  private Benchmark() {}

  public static void main(String[] args) {
    try {
      run(Settings.ofThisProcess());
    } catch (BenchmarkFailure | LocalFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Settings settings) {
    Progress progress = new Progress();
    OneGroup group = OneGroup.ofThisRun(settings.oneGroup(), progress);
    try {
      run(settings, progress);
    } finally {
      group.close();
    }
  }

  private static void run(Settings settings, Progress progress) {
    Table table = new Table();
    if (settings.wants("checks")) {
      CheckPrice.measure(settings, progress, table);
    }
    if (settings.only().contains("drain")) {
      Drain.measure(settings, progress, table);
    }
    if (INGRESS.stream().anyMatch(settings::wants)) {
      measureIngress(settings, progress, table);
    }
    if (settings.wants("verify")) {
      Verification.measure(settings, progress, table);
    }
    if (settings.wants("smpp")) {
      SmppThroughput.measure(settings, progress, table);
    }
    System.out.printf(
        "%nJDK %s, %d cores%s, %d connections, %d x %d s, warm-up %d s a side%n%n%s%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        settings.oneGroup() ? " shared as one group" : "",
        settings.connections(),
        settings.repetitions(),
        settings.length().toSeconds(),
        settings.warmup().toSeconds(),
        table.show());
  }

  private static void measureIngress(Settings settings, Progress progress, Table table) {
    progress.tell("Starting a broker, a database and the ingress");
    Installation installation = Installation.start(settings);
    Thread hook = new Thread(installation::close, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    Apps.addTo(installation.postgres());
    try (Topic topic = new Topic(Topics.OTP_REQUESTED, installation.bootstrapServers())) {
      measure(new Run(settings, installation, topic, progress, table));
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    installation.close();
  }

  private static void measure(Run run) {
    IngressPrice price = new IngressPrice(run);
    price.warmUp();
    if (run.settings().wants("price") || run.settings().wants("tail")) {
      double maximum = price.measure();
      price.show();
      if (run.settings().wants("tail")) {
        Tail.measure(run, maximum);
      }
    }
    if (run.settings().wants("idle")) {
      Idle.measure(run);
    }
    if (run.settings().wants("isolation")) {
      Isolation.measure(run);
    }
  }
}
