package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.sandi.processor.gateway.SmsGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HidingSecretsTest {

  private static final String SETTINGS =
      """
      request:
        url: "%s/${SANDI_SECRET_KEY}/{msisdn}"
        query: {text: "{text}", key: "${SANDI_SECRET_KEY}"}
        headers: {X-Key: "${SANDI_SECRET_KEY}"}
        json: {text: "{text}", to: "{plus_msisdn}", key: "${SANDI_SECRET_KEY}"}
      authentication: {bearer: "${SANDI_SECRET_KEY}"}
      timeout: PT0.5S
      answers:
        - {status: 200, result: accepted, message_id: {pointer: /id}}
        - {status: 400, result: refused, detail: {pointer: /echo}}
        - {status: 402, result: unavailable, detail: {pattern: "(.*)"}}
      """;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger netty = (Logger) LoggerFactory.getLogger("reactor.netty");
  private final Level before = netty.getLevel();
  private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
  private final Opened opened = new Opened().with("SANDI_SECRET_KEY", "s3cret-k3y");

  @BeforeEach
  void record() {
    // As in the service.
    netty.setLevel(Level.ERROR);
    logs.start();
    root.addAppender(logs);
  }

  @AfterEach
  void close() {
    root.detachAppender(logs);
    netty.setLevel(before);
    opened.close();
  }

  @Test
  void tellsNeitherTextNorNumberNorSecretWhateverHappens() {
    // Given
    List<Object> told = new ArrayList<>();
    String echo = "{\"echo\":\"Your code is 493817 for 6281234567890\",\"id\":1}";

    // When
    for (int status : List.of(200, 400, 402, 404, 429, 500)) {
      try (FakeProvider provider = FakeProvider.answering(status, echo)) {
        told.addAll(exchange(provider.url()));
      }
    }
    for (String answer :
        List.of("", "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) {
      try (RawProvider provider = new RawProvider(out -> out.write(RawProvider.bytes(answer)))) {
        told.addAll(exchange(provider.url()));
        told.addAll(exchange(provider.url().replace("http:", "https:")));
      }
    }
    told.addAll(exchange("http://127.0.0.1:1"));
    told.addAll(exchange("https://sms.invalid"));
    opened.metrics.getMeters().forEach(meter -> told.add(meter.getId()));
    for (ILoggingEvent event : List.copyOf(logs.list)) {
      told.add(event.getFormattedMessage());
      told.add(
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    // Then
    assertThat(told).hasSizeGreaterThan(40);
    assertThat(told.toString())
        .doesNotContain("493817")
        .doesNotContain("6281234567890")
        .doesNotContain("s3cret-k3y");
  }

  private List<Object> exchange(String url) {
    SmsGateway gateway = opened.open(SETTINGS.formatted(url));
    return List.of(submit(gateway), gateway, gateway.status());
  }
}
