package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.crash.Part.Role;
import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.processor.OtpProcessorApplication;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** A JVM with a service as its {@code main} starts it, but for a clock that can be wrong. */
final class ShiftedService {

  private ShiftedService() {}

  /**
   * Runs until a signal.
   *
   * @param args the service's role, the file of {@link ShiftedClock}, and the service's settings
   */
  public static void main(String[] args) {
    Clock clock = ShiftedClock.by(Path.of(args[1]));
    ApplicationContextInitializer<GenericApplicationContext> shifted =
        context -> context.registerBean(Clock.class, () -> clock);
    var context =
        application(Role.valueOf(args[0]))
            .initializers(shifted)
            .run(Arrays.copyOfRange(args, 2, args.length));
    if (!clock.equals(context.getBean(Clock.class))) {
      throw new BenchmarkFailure("The service has a clock of its own.");
    }
  }

  private static SpringApplicationBuilder application(Role role) {
    return switch (role) {
      case INGRESS -> ApiIngressApplication.application();
      case PROCESSOR -> OtpProcessorApplication.application();
      case DISPATCHER -> CallbackDispatcherApplication.application();
      default -> throw new IllegalArgumentException(role + " is no service");
    };
  }
}
