package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.processor.OtpProcessorApplication;
import dev.sandi.testing.Encryption;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.transport.KafkaSecurity;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Services that are told something wrong about the broker or the database say so. */
@DisabledIfSystemProperty(named = "sandi.infra", matches = "containers")
@ExtendWith(OutputCaptureExtension.class)
class RefusedServiceTest {

  private static final String WRONG = "wrong-password-of-the-test";

  @TempDir static Path dir;

  private static Encryption encryption;
  private static Infrastructure infrastructure;

  @BeforeAll
  static void start() throws Exception {
    encryption = Encryption.in(dir);
    infrastructure = Infrastructure.encrypted(encryption);
  }

  @AfterAll
  static void stop() {
    infrastructure.close();
  }

  @Test
  void aBrokerOfAnotherAuthorityLeavesAServiceAliveAndNotReady(CapturedOutput output) {
    // When
    try (var processor = processor(Map.of("SANDI_KAFKA_TLS_AUTHORITIES", encryption.stranger()))) {

      // Then
      await()
          .untilAsserted(
              () -> {
                assertThat(status(processor, "/actuator/health/readiness")).isEqualTo(503);
                assertThat(intake(processor)).contains("refused by the broker");
              });
      assertThat(status(processor, "/actuator/health/liveness")).isEqualTo(200);
      assertThat(output).contains("no authentication with the broker", "SSL handshake failed");
    }
  }

  @Test
  void aWrongPasswordAtTheBrokerIsToldAndNotShownAndIsNoLongerWrongWhenTheBrokerKnowsIt(
      CapturedOutput output) throws Exception {
    // Given
    try (var processor =
        processor(Map.of("SANDI_KAFKA_USERNAME", "later", "SANDI_KAFKA_PASSWORD", WRONG))) {
      await()
          .untilAsserted(
              () -> assertThat(status(processor, "/actuator/health/readiness")).isEqualTo(503));
      assertThat(status(processor, "/actuator/health/liveness")).isEqualTo(200);

      // When
      letIn("later", WRONG);

      // Then
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () -> assertThat(status(processor, "/actuator/health/readiness")).isEqualTo(200));
      assertThat(output)
          .contains("invalid credentials", "The broker lets a consumer in again")
          .doesNotContain(WRONG);
    }
  }

  @Test
  void theIngressIsNotReadyEitherAndAnswers503(CapturedOutput output) {
    // When
    try (var ingress =
        start(
            ApiIngressApplication.application(),
            Map.of(
                "SANDI_KAFKA_PASSWORD",
                WRONG,
                "SANDI_PROCESSOR_URL",
                "https://localhost:1",
                "spring.profiles.active",
                "local"))) {

      // Then
      assertThat(status(ingress, "/actuator/health/readiness")).isEqualTo(503);
      var answer =
          new Customer(ingress, ingress, "demo", "demo-key")
              .send(Map.of("msisdn", Customer.freshNumber()));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text("error")).isEqualTo("unavailable");
      assertThat(output).doesNotContain(WRONG);
    }
  }

  @Test
  void aDatabaseOfAnotherAuthorityIsNotTalkedTo() {
    // Given
    String url =
        infrastructure.database().jdbcUrl().replace(encryption.authority(), encryption.stranger());

    // Then
    assertThatThrownBy(
            () ->
                processor(
                    Map.of("spring.datasource.url", url, "spring.flyway.connect-retries", "0")))
        .hasStackTraceContaining("unable to find valid certification path");
  }

  @Test
  void aDatabaseWithAnotherNameIsNotTalkedTo() {
    // Given: a certificate of 127.0.0.1 and localhost
    String url = infrastructure.database().jdbcUrl().replace("127.0.0.1", "127.0.0.2");

    // Then
    assertThatThrownBy(
            () ->
                processor(
                    Map.of("spring.datasource.url", url, "spring.flyway.connect-retries", "0")))
        .hasStackTraceContaining("127.0.0.2");
  }

  @Test
  void aWrongPasswordAtTheDatabaseIsToldAndNotShown(CapturedOutput output) {
    assertThatThrownBy(
            () ->
                processor(
                    Map.of(
                        "spring.datasource.password", WRONG, "spring.flyway.connect-retries", "0")))
        .hasStackTraceContaining("password authentication failed for user \"sandi_processor\"")
        .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain(WRONG));
    assertThat(output).doesNotContain(WRONG);
  }

  private static String stackTrace(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  private static void letIn(String user, String password) throws Exception {
    Map<String, Object> client =
        new HashMap<>(KafkaSecurity.ofVariables(encryption.kafkaVariables()));
    client.put("bootstrap.servers", infrastructure.broker().bootstrapServers());
    try (var admin = Admin.create(client)) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
          .all()
          .get();
    }
  }

  private static RunningService processor(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(Map.of("SANDI_GATEWAY", "simulator"));
    all.putAll(more);
    return start(OtpProcessorApplication.application(), all);
  }

  private static RunningService start(
      SpringApplicationBuilder application, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(encryption.kafkaVariables());
    variables.put("spring.kafka.listener.auth-exception-retry-interval", "1s");
    variables.putAll(more);
    return RunningService.start(
        application,
        infrastructure.database().jdbcUrl(),
        infrastructure.broker().bootstrapServers(),
        variables);
  }

  private static int status(RunningService service, String path) {
    return Customer.exchange(HttpRequest.newBuilder(service.uri(path))).status();
  }

  private static String intake(RunningService service) {
    return Customer.text(service.uri("/actuator/health/readiness"));
  }
}
