package dev.sandi.bench;

import dev.sandi.dispatcher.CallbackDispatcherApplication;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** A JVM with the dispatcher. */
final class DispatcherProcess {

  private DispatcherProcess() {}

  /**
   * Runs until the standard input ends.
   *
   * @param args the dispatcher's settings, as its {@code main} takes them
   */
  public static void main(String[] args) {
    ConfigurableApplicationContext dispatcher =
        CallbackDispatcherApplication.application().registerShutdownHook(false).run(args);
    ChildProcess.tell(
        dispatcher.getEnvironment().getRequiredProperty("local.server.port", String.class));
    MeterRegistry metrics = dispatcher.getBean(MeterRegistry.class);
    ChildProcess.answer(line -> answer(line, metrics));
    // Nothing here is worth an orderly end, which would take seconds.
    Runtime.getRuntime().halt(0);
  }

  private static String answer(String line, MeterRegistry metrics) {
    String[] words = line.split(" ", 2);
    return switch (words[0]) {
      case "heap" -> Long.toString(ProcessorProcess.heap());
      case "jvm" -> JvmFigures.ofThisProcess().toString();
      case "trips" -> Long.toString(RoundTrips.ofOthers());
      case "timer" -> timer(metrics.find(words[1]).timer());
      default -> throw new IllegalArgumentException(line);
    };
  }

  /** How often, then p50, p99 and the longest in milliseconds, as far as they are kept. */
  private static String timer(@Nullable Timer timer) {
    if (timer == null) {
      return "0 0 0 0";
    }
    var snapshot = timer.takeSnapshot();
    double[] percentiles =
        Arrays.stream(snapshot.percentileValues())
            .mapToDouble(value -> value.value(TimeUnit.MILLISECONDS))
            .toArray();
    return String.format(
        Locale.ROOT,
        "%d %.3f %.3f %.3f",
        snapshot.count(),
        percentiles.length > 0 ? percentiles[0] : 0,
        percentiles.length > 1 ? percentiles[1] : 0,
        snapshot.max(TimeUnit.MILLISECONDS));
  }
}
