package dev.sandi.bench;

import dev.sandi.local.LocalFailure;

/** Starts everything, takes the measures, and prints one table. */
public final class Benchmark {

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
    progress.tell("Starting a broker, a database and the ingress");
    Installation installation = Installation.start(settings);
    Thread hook = new Thread(installation::close, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    Apps.addTo(installation.postgres());
    Table table = new Table();
    try (Topic topic = new Topic(installation.bootstrapServers())) {
      measure(new Run(settings, installation, topic, progress, table));
    }
    System.out.printf(
        "%nJDK %s, %d cores, %d connections, %d x %d s, warm-up %d s a side%n%n%s%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        settings.connections(),
        settings.repetitions(),
        settings.length().toSeconds(),
        settings.warmup().toSeconds(),
        table.show());
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
