package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sandi.event.Topics;
import dev.sandi.ingress.app.LocalApps;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@RequiresInfrastructure
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SecretsTest {

  private static final int MESSAGES = 300;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";

  @Test
  void noCodeAndNoKeyIsInClearInTheDatabaseTheTopicsOrTheLogs() {
    ListAppender<ILoggingEvent> logs = new ListAppender<>();
    try (Infrastructure own = Infrastructure.isolated();
        Pipeline pipeline = Pipeline.start(own);
        WebhookReceiver receiver = new WebhookReceiver()) {
      // The start of a service sets logging up anew, so not before it.
      record(logs);

      // Given: codes that no id or time spells by chance, of which half are verified
      Customer demo = pipeline.customer("demo", "demo-key");
      Map<String, String> codes = new LinkedHashMap<>();
      for (int n = 0; n < MESSAGES; n++) {
        codes.put(Customer.freshNumber(), code(n));
      }
      codes.forEach(
          (msisdn, code) ->
              demo.send(Map.of("msisdn", msisdn, "otp", code, "callback_url", receiver.url())));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(codes.keySet())
                      .allSatisfy(msisdn -> assertThat(demo.inbox(msisdn)).hasSize(1)));
      codes.entrySet().stream()
          .limit(MESSAGES / 2)
          .forEach(entry -> demo.verify(entry.getKey(), entry.getValue()));
      demo.verify(codes.keySet().iterator().next(), "wrongguess");

      // When
      String database = own.database().dump();
      String topics = topics(own);
      String log = text(logs);

      // Then
      List<String> secrets = new ArrayList<>(codes.values());
      secrets.add("demo-key");
      secrets.add("wrongguess");
      secrets.add(LocalApps.WEBHOOK_SECRET);
      secrets.add(RunningService.SEALING_KEYS);
      secrets.add(RunningService.MAC_KEYS);
      secrets.add(RunningService.INTERNAL_TOKEN);
      for (String secret : secrets) {
        assertThat(database.contains(secret)).as("database").isFalse();
        assertThat(topics.contains(secret)).as("topics").isFalse();
        assertThat(log.contains(secret)).as("logs").isFalse();
      }
      assertThat(codes.keySet()).noneMatch(log::contains);
      assertThat(log).contains("Published");
      assertThat(database).contains(codes.keySet().iterator().next());
      assertThat(topics).contains(codes.keySet().iterator().next());
    } finally {
      sandi().detachAppender(logs);
      sandi().setLevel(null);
    }
  }

  /** Ten letters that start with a rare pair. */
  private static String code(int n) {
    StringBuilder code = new StringBuilder("zq");
    for (int i = 0, rest = n * 7919 + 13; i < 8; i++, rest = rest / 3 + 17 * i + n) {
      code.append(ALPHABET.charAt(Math.floorMod(rest, 26)));
    }
    return code.toString();
  }

  private static String topics(Infrastructure own) {
    return Stream.of(
            Topics.OTP_REQUESTED,
            Topics.OTP_LIFECYCLE,
            Topics.CALLBACK_LIFECYCLE,
            Topics.APPS,
            Topics.BLOCKLIST,
            Topics.ERASURES)
        .flatMap(topic -> Stream.of(topic, Topics.deadLetter(topic)))
        .flatMap(topic -> own.broker().read(topic).stream())
        .map(
            record ->
                new String(record.key(), StandardCharsets.UTF_8)
                    + new String(record.value(), StandardCharsets.UTF_8)
                    + Stream.of(record.headers().toArray())
                        .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("\n"));
  }

  private static String text(ListAppender<ILoggingEvent> logs) {
    return List.copyOf(logs.list).stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : event.getThrowableProxy().getMessage()))
        .collect(Collectors.joining("\n"));
  }

  /** Everything that our own code logs, debugging included. */
  private static void record(ListAppender<ILoggingEvent> logs) {
    logs.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    logs.start();
    sandi().setLevel(Level.DEBUG);
    sandi().addAppender(logs);
  }

  private static Logger sandi() {
    return (Logger) LoggerFactory.getLogger("dev.sandi");
  }
}
