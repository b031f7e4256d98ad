package dev.sandi.bench;

import dev.sandi.processor.OtpProcessorApplication;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import dev.sandi.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/** A JVM with the processor, by the clock of this machine or by one that its parent sets. */
final class ProcessorProcess {

  private static final Duration MAINTAINED = Duration.ofDays(1);

  /** Loops that concern the broker, or days: they cost much, and may be late. */
  private static final Pattern PATIENT =
      Pattern.compile("topicsLoop|forgetLoop|ambiguousSubmitsLoop|.*artitionsLoop");

  private final ConfigurableApplicationContext processor;
  private final SettableClock clock;
  private Instant maintained;

  private ProcessorProcess(ConfigurableApplicationContext processor, SettableClock clock) {
    this.processor = processor;
    this.clock = clock;
    this.maintained = clock.instant();
  }

  /**
   * Runs until the standard input ends.
   *
   * @param args the time by its clock as milliseconds since 1970, 0 for the clock of the machine;
   *     then the processor's settings, as its {@code main} takes them
   */
  public static void main(String[] args) {
    long start = Long.parseLong(args[0]);
    SettableClock clock = new SettableClock(Instant.ofEpochMilli(start));
    SpringApplicationBuilder application =
        OtpProcessorApplication.application().registerShutdownHook(false);
    if (start > 0) {
      ApplicationContextInitializer<GenericApplicationContext> simulated =
          context -> context.registerBean(Clock.class, () -> clock);
      application.initializers(simulated);
    }
    ConfigurableApplicationContext processor =
        application.run(Arrays.copyOfRange(args, 1, args.length));
    if (start == 0 && processor.getBean(Clock.class) instanceof SettableClock) {
      throw new BenchmarkFailure("The processor's clock stands still.");
    }
    ProcessorProcess process = new ProcessorProcess(processor, clock);
    ChildProcess.tell(
        processor.getEnvironment().getRequiredProperty("local.server.port", String.class));
    ChildProcess.answer(process::answer);
    // Nothing here is worth an orderly end, which would take seconds.
    Runtime.getRuntime().halt(0);
  }

  private String answer(String line) {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "clock" -> set(Instant.ofEpochMilli(Long.parseLong(words[1])));
      case "pause" -> intake().pause();
      case "resume" -> intake().resume();
      case "heap" -> {
        return Long.toString(heap());
      }
      case "jvm" -> {
        return JvmFigures.ofThisProcess().toString();
      }
      case "usage" -> {
        return RoundTrips.ofIntake() + " " + batches() + " " + RoundTrips.ofHttp();
      }
      default -> throw new IllegalArgumentException(line);
    }
    return "";
  }

  /** What waits for a time would find out within a second, in which hours may pass here. */
  private void set(Instant now) {
    clock.set(now);
    if (maintained.plus(MAINTAINED).isBefore(now)) {
      processor.getBeansOfType(DailyPartitions.class).values().forEach(DailyPartitions::maintain);
      maintained = now;
    }
    processor
        .getBeansOfType(WakeableLoop.class)
        .forEach(
            (name, loop) -> {
              if (!PATIENT.matcher(name).matches()) {
                loop.wake();
              }
            });
  }

  private MessageListenerContainer intake() {
    return Objects.requireNonNull(
        processor
            .getBean(KafkaListenerEndpointRegistry.class)
            .getListenerContainer("processor-intake"));
  }

  /** Bytes that are still in use after a collection. */
  static long heap() {
    for (int i = 0; i < 3; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Batches that were taken from Kafka. */
  private long batches() {
    return processor.getBean(MeterRegistry.class).find("spring.kafka.listener").timers().stream()
        .filter(timer -> String.valueOf(timer.getId().getTag("name")).contains("processor-intake"))
        .mapToLong(timer -> timer.count())
        .sum();
  }
}
