package dev.sandi.processor.smpp;

import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.processor.gateway.LongestAnswer;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.smsc.SmscSimulator;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A gateway as the processor opens it, of the settings that an operator would write. */
class Esme implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
  static final String APP = "demo";

  final CollectedReports reports = new CollectedReports();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final SmsGateway gateway;
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  final GatewayKind kind = kind();

  private Esme(Map<String, Object> settings) {
    gateway = kind.open("north", settings);
  }

  /** The kind of gateway, without a gateway. */
  private GatewayKind kind() {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "secrets", Map.of("SANDI_SECRET_SMSC", "sandi", "SANDI_SECRET_WRONG", "hunter22")));
    context.registerBean(CollectedReports.class, () -> reports);
    context.registerBean(MeterRegistry.class, () -> metrics);
    context.registerBean(LongestAnswer.class, () -> new LongestAnswer(Duration.ofSeconds(20)));
    context.registerBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
    context.register(ReadSettings.class, GatewaySecrets.class, SmppGateways.class);
    context.refresh();
    return context.getBean(GatewayKind.class);
  }

  /** Settings for an SMSC, and what else a test wants. */
  static Map<String, Object> settings(int port, Object... namesAndValues) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("hosts", List.of("localhost:" + port));
    settings.put("system_id", "sandi");
    settings.put("password", "${SANDI_SECRET_SMSC}");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  static Esme open(Map<String, Object> settings) {
    return new Esme(settings);
  }

  /** A gateway that is bound. */
  static Esme on(SmscSimulator smsc, Object... namesAndValues) {
    Esme esme = open(settings(smsc.port(), namesAndValues));
    esme.awaitRoom();
    return esme;
  }

  void awaitRoom() {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> gateway.room() > 0);
  }

  static Sms sms(String msisdn, String text) {
    return sms(APP, msisdn, text);
  }

  static Sms sms(String app, String msisdn, String text) {
    return new Sms(
        SessionId.at(NOW),
        new AppId(app),
        PhoneNumber.of(msisdn),
        new SmsText(text),
        NOW.plusSeconds(300),
        null);
  }

  CompletableFuture<SubmitResult> submitting(String text) {
    return gateway.submit(sms("6281234567890", text)).toCompletableFuture();
  }

  SubmitResult submit(String text) {
    return submit(sms("6281234567890", text));
  }

  SubmitResult submit(Sms sms) {
    return result(gateway.submit(sms).toCompletableFuture());
  }

  static SubmitResult result(CompletableFuture<SubmitResult> submitting) {
    return submitting.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Submits as many as there is room for, until all are submitted, and gives the results. */
  List<SubmitResult> submitAll(List<String> texts) {
    List<CompletableFuture<SubmitResult>> all = new ArrayList<>();
    for (String text : texts) {
      awaitRoom();
      all.add(submitting(text));
    }
    return all.stream().map(Esme::result).toList();
  }

  double count(String meter, String... tags) {
    var counter = metrics.find("sandi.processor.smpp." + meter).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  double gauge(String meter) {
    return metrics.get("sandi.processor.smpp." + meter).gauge().value();
  }

  @Override
  public void close() {
    gateway.close();
    context.close();
  }
}
