package dev.sandi.processor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.processor.gateway.LongestAnswer;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

/** Gateways as the processor opens them, without the processor. */
final class Opened implements AutoCloseable {

  static final String PUBLIC_URL = "https://otp.example.com";
  static final SessionId SESSION = SessionId.of("0193635e-0000-7000-8000-000000000001");

  private final MockEnvironment environment = new MockEnvironment();
  private final List<SmsGateway> opened = new ArrayList<>();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final HttpGateways kind;

  Opened(Clock clock, String publicUrl) {
    try {
      kind =
          new HttpGateways(
              new ReadSettings(),
              BeanUtils.instantiateClass(
                  GatewaySecrets.class.getDeclaredConstructor(Environment.class), environment),
              new HttpProperties(publicUrl),
              new LongestAnswer(Duration.ofSeconds(12)),
              metrics,
              clock);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  Opened() {
    this(Clock.systemUTC(), PUBLIC_URL);
  }

  Opened with(String secret, String value) {
    environment.setProperty(secret, value);
    return this;
  }

  static Map<String, Object> yaml(String text) {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(new ByteArrayResource(text.getBytes(UTF_8)));
    return yaml.getObject();
  }

  SmsGateway open(String name, Map<String, Object> settings) {
    kind.check(settings);
    SmsGateway gateway = kind.open(name, settings);
    opened.add(gateway);
    return gateway;
  }

  SmsGateway open(String settings) {
    return open("local", yaml(settings));
  }

  static Sms sms(String text) {
    return new Sms(
        SESSION,
        new AppId("shop"),
        PhoneNumber.of("6281234567890"),
        new SmsText(text),
        Instant.now().plusSeconds(300),
        null);
  }

  static SubmitResult submit(SmsGateway gateway) {
    return submit(gateway, sms("Your code is 493817"));
  }

  static SubmitResult submit(SmsGateway gateway, Sms sms) {
    try {
      SubmitResult result = gateway.submit(sms).toCompletableFuture().get(30, TimeUnit.SECONDS);
      // Its place is given back right after the answer.
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> gateway.status().figures().get("in_flight") == 0);
      return result;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    opened.forEach(SmsGateway::close);
    kind.destroy();
  }
}
