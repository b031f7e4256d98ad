package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.processor.gateway.LongestAnswer;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.value.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Gateways that speak SMPP 3.4. */
@Component
class SmppGateways implements GatewayKind {

  private final ReadSettings read;
  private final GatewaySecrets secrets;
  private final ObjectProvider<TakesReports> reports;
  private final LongestAnswer longest;
  private final MeterRegistry metrics;
  private final SmppGauges gauges;
  private final Clock clock;

  SmppGateways(
      ReadSettings read,
      GatewaySecrets secrets,
      ObjectProvider<TakesReports> reports,
      LongestAnswer longest,
      MeterRegistry metrics,
      Clock clock) {
    this.read = read;
    this.secrets = secrets;
    this.reports = reports;
    this.longest = longest;
    this.metrics = metrics;
    this.gauges = new SmppGauges(metrics);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "smpp";
  }

  @Override
  public void check(Map<String, Object> settings) {
    longest.check("answer_timeout", read(settings).pace().answerTimeout());
  }

  @Override
  public void checkReferences(Map<String, Object> settings) {
    SmppSettings read = read(settings);
    password(read);
    if (read.tls() != null) {
      var unused = read.tls().context();
    }
  }

  @Override
  public SmsGateway open(String gateway, Map<String, Object> settings) {
    SmppSettings read = read(settings);
    read = read.answeredWithin(longest.limit(read.pace().answerTimeout()));
    SmppGateway opened =
        new SmppGateway(
            gateway, read, password(read), reports.getObject(), metrics, clock, gauges::remove);
    gauges.add(opened);
    return opened.start();
  }

  private Secret password(SmppSettings settings) {
    Secret password = secrets.of(settings.login().password());
    Login.check(settings.login().password(), password);
    return password;
  }

  private SmppSettings read(Map<String, Object> settings) {
    return read.read(settings, SmppSettings.class);
  }
}
