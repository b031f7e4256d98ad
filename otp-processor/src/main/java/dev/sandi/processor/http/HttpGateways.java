package dev.sandi.processor.http;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.processor.gateway.LongestAnswer;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.runtime.Timers;
import dev.sandi.value.Secret;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.netty.resources.LoopResources;

/** Opens gateways to providers with an HTTP API, and finds those that reports are for. */
@Component
final class HttpGateways implements GatewayKind, DisposableBean {

  private static final int LONGEST_SECRET = 4096;

  private final Map<String, OpenGateway> open = new ConcurrentHashMap<>();
  private final LoopResources threads =
      LoopResources.create(
          "http-gateways", Math.max(2, Runtime.getRuntime().availableProcessors()), true);
  private final ScheduledExecutorService timer = Timers.named("http-gateways-timer");

  private final ReadSettings read;
  private final GatewaySecrets secrets;
  private final HttpProperties properties;
  private final LongestAnswer longest;
  private final MeterRegistry metrics;
  private final Clock clock;

  HttpGateways(
      ReadSettings read,
      GatewaySecrets secrets,
      HttpProperties properties,
      LongestAnswer longest,
      MeterRegistry metrics,
      Clock clock) {
    this.read = read;
    this.secrets = secrets;
    this.properties = properties;
    this.longest = longest;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** A gateway, and what is known of its reports. */
  record OpenGateway(HttpGateway gateway, @Nullable ReportEntrance entrance, HttpMetrics metrics) {}

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void check(Map<String, Object> settings) {
    longest.check("timeout", requirePublicUrl(read.read(settings, HttpSettings.class)).timeout());
  }

  private HttpSettings requirePublicUrl(HttpSettings settings) {
    boolean needed =
        settings.request().placeholders().contains("report_url")
            || (settings.reports() != null && settings.reports().authentication().twilio() != null);
    Rules.require(
        !needed || !properties.publicUrl().isEmpty(),
        "reports: {report_url} and twilio need SANDI_PUBLIC_URL to be set");
    return settings;
  }

  @Override
  public void checkReferences(Map<String, Object> given) {
    HttpSettings settings = read.read(given, HttpSettings.class);
    requireUrlSafe(settings, known(settings));
    if (settings.tls() != null) {
      var unused = settings.tls().context(secrets);
    }
  }

  @Override
  public SmsGateway open(String gateway, Map<String, Object> given) {
    HttpSettings settings = requirePublicUrl(read.read(given, HttpSettings.class));
    Map<SecretReference, Secret> known = known(settings);
    requireUrlSafe(settings, known);
    TlsSettings tls = settings.tls();
    ReportAddress address = ReportAddress.of(properties.publicUrl(), gateway, settings, known);
    HttpMetrics counted = new HttpMetrics(metrics, gateway);
    HttpGateway opened =
        new HttpGateway(
            gateway,
            settings,
            new ComposeRequest(settings, known, address.url(), clock),
            new ProviderClient(
                gateway,
                settings.window(),
                longest.limit(settings.timeout()),
                threads,
                tls == null ? null : tls.context(secrets)),
            counted,
            timer,
            clock,
            this::forget);
    open.put(
        gateway, new OpenGateway(opened, entrance(gateway, settings, known, address), counted));
    Gauge.builder("sandi.gateway.http.in.flight", open, gateways -> inFlight(gateways, gateway))
        .tag("gateway", gateway)
        .register(metrics);
    return opened;
  }

  private static @Nullable ReportEntrance entrance(
      String gateway,
      HttpSettings settings,
      Map<SecretReference, Secret> known,
      ReportAddress address) {
    ReportSettings reports = settings.reports();
    return reports == null
        ? null
        : new ReportEntrance(
            new AuthenticateReport(reports.authentication(), known, address.base()),
            new ReadReports(gateway, reports),
            reports.answer());
  }

  private Map<SecretReference, Secret> known(HttpSettings settings) {
    Map<SecretReference, Secret> known = new LinkedHashMap<>();
    for (SecretReference reference : settings.secrets()) {
      Secret secret = secrets.of(reference);
      // Most often a line break at the end of a file; in a header it would be an error each time.
      Rules.require(
          Rules.printable(secret.reveal(), LONGEST_SECRET),
          reference.name() + " should have 1-4096 printable characters");
      known.put(reference, secret);
    }
    return known;
  }

  /** Servers refuse some characters in paths, however they are encoded. */
  private static void requireUrlSafe(HttpSettings settings, Map<SecretReference, Secret> known) {
    SecretReference path =
        settings.reports() == null ? null : settings.reports().authentication().path();
    Secret secret = path == null ? null : known.get(path);
    Rules.require(
        secret == null || secret.reveal().matches("[A-Za-z0-9_-]{1,128}"),
        "reports.authentication.path should name a secret of 1-128 letters, digits, - and _");
  }

  private static double inFlight(Map<String, OpenGateway> gateways, String gateway) {
    OpenGateway found = gateways.get(gateway);
    return found == null ? 0 : found.gateway().inFlight();
  }

  /** The one that was closed, and not one that was opened in its place. */
  private void forget(HttpGateway closed) {
    open.computeIfPresent(
        closed.name(), (name, current) -> current.gateway() == closed ? null : current);
  }

  Optional<OpenGateway> find(String gateway) {
    return Optional.ofNullable(open.get(gateway));
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
    threads.dispose();
  }
}
