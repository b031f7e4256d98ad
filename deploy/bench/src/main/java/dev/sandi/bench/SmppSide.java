package dev.sandi.bench;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.TakesReports;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The smpp gateway alone, as the processor opens it. */
final class SmppSide implements AutoCloseable {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final SmsGateway gateway;

  SmppSide(int port, int window) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("secrets", Map.of("SANDI_SECRET_SMSC", "sandi")));
    context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
    context.registerBean(Clock.class, Clock::systemUTC);
    context.registerBean(TakesReports.class, () -> new NoReports());
    context.register(ReadSettings.class, GatewaySecrets.class);
    context.scan("dev.sandi.processor.smpp");
    context.refresh();
    gateway =
        context
            .getBean(GatewayKind.class)
            .open(
                "bench",
                Map.of(
                    "hosts",
                    List.of("127.0.0.1:" + port),
                    "system_id",
                    "sandi",
                    "password",
                    "${SANDI_SECRET_SMSC}",
                    "window",
                    window));
  }

  SmsGateway gateway() {
    return gateway;
  }

  @Override
  public void close() {
    gateway.close();
    context.close();
  }

  private static final class NoReports implements TakesReports {

    @Override
    public CompletionStage<Void> take(List<GatewayReport> reports) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
