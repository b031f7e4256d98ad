package dev.sandi.trace;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * What of Spring Boot's support for OpenTelemetry a service gets: the SDK, a tracer and an exporter
 * while tracing is on, and nothing while it is off.
 *
 * <p>Never what makes a span of each of Spring's observations: those know requests and batches,
 * while a trace here is of one OTP ({@code deploy/docs/decisions/0036}).
 */
final class TracingImports implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final List<String> OF_TRACING =
      List.of(
          "org.springframework.boot.opentelemetry.",
          "org.springframework.boot.micrometer.tracing.");

  /** It is asked about whatever these import as well, which is theirs to decide. */
  private static final String AUTO_CONFIGURATION = "AutoConfiguration";

  private static final Set<String> WHILE_ON =
      Set.of(
          "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
          "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
              + ".OpenTelemetryTracingAutoConfiguration",
          "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp"
              + ".OtlpTracingAutoConfiguration");

  private boolean on;

  @Override
  public void setEnvironment(Environment environment) {
    on = TracingIsOn.in(environment);
  }

  @Override
  public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
    boolean[] kept = new boolean[classes.length];
    for (int i = 0; i < classes.length; i++) {
      String name = classes[i];
      kept[i] =
          name == null
              || !name.endsWith(AUTO_CONFIGURATION)
              || OF_TRACING.stream().noneMatch(name::startsWith)
              || (on && WHILE_ON.contains(name));
    }
    return kept;
  }
}
