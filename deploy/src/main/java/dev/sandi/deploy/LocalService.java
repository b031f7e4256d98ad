package dev.sandi.deploy;

import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.local.LocalFailure;
import dev.sandi.processor.OtpProcessorApplication;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One of the three services, to be run in this JVM. */
record LocalService(
    Stage stage,
    String name,
    String schema,
    int port,
    Supplier<SpringApplicationBuilder> application) {

  static List<LocalService> all(Ports ports) {
    return List.of(
        new LocalService(
            Stage.PROCESSOR,
            "otp-processor",
            "processor",
            ports.processor(),
            OtpProcessorApplication::application),
        new LocalService(
            Stage.DISPATCHER,
            "callback-dispatcher",
            "dispatcher",
            ports.dispatcher(),
            CallbackDispatcherApplication::application),
        new LocalService(
            Stage.INGRESS,
            "api-ingress",
            "ingress",
            ports.ingress(),
            ApiIngressApplication::application));
  }

  ConfigurableApplicationContext start(List<String> arguments) {
    try {
      return application.get().registerShutdownHook(false).run(arguments.toArray(String[]::new));
    } catch (RuntimeException e) {
      throw new LocalFailure(
          "%s did not start: %s.".formatted(name, reason(e).replaceFirst("\\.$", "")), e);
    }
  }

  private static String reason(Throwable e) {
    var root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : message.strip().replaceAll("\\s+", " ");
  }
}
