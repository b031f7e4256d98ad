package dev.sandi.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresInfrastructure
class StandaloneIT {

  private static final Infrastructure INFRASTRUCTURE = Infrastructure.shared();

  private static Installation sandi;

  private final String block = Installation.freshBlock();
  private final String msisdn = block + "001";

  @BeforeAll
  static void start() {
    sandi = new Installation(INFRASTRUCTURE, "local");
  }

  @AfterAll
  static void end() {
    sandi.close();
  }

  @Test
  void aUserLogsInWithTheCodeOnTheHandset() {
    // Given
    var sent = sandi.send(msisdn);
    await().untilAsserted(() -> assertThat(sandi.inbox(msisdn)).hasSize(1));

    // When
    var verified = sandi.verify(msisdn, sandi.code(msisdn));

    // Then
    assertThat(sent.status()).isEqualTo(201);
    assertThat(verified.status()).isEqualTo(200);
    var session = sent.body().get("session_id").asString();
    await()
        .untilAsserted(
            () ->
                assertThat(sandi.session(session).body().get("status").asString())
                    .isEqualTo("verified"));
  }

  @Test
  void aRequestThatAKilledProcessorHadInHandIsSentOnceByTheNext() throws Exception {
    try (var superuser = INFRASTRUCTURE.database().superuser()) {
      // Given: it was answered with 201, and the processor is about to store it
      holdSessions(superuser);
      assertThat(sandi.send(msisdn).status()).isEqualTo(201);
      await().until(() -> isHeldUp("insert into sessions"));

      // When
      sandi.processor().kill();
      superuser.rollback();
      sandi.processor().startAgain();
      sandi.processor().awaitReady();
    }

    // Then: it is there when a later one of the same partition is, and only once
    var later = block + "002";
    assertThat(sandi.send(later).status()).isEqualTo(201);
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(sandi.inbox(later)).hasSize(1));
    assertThat(sandi.inbox(msisdn)).hasSize(1);
    assertThat(sandi.verify(msisdn, sandi.code(msisdn)).status()).isEqualTo(200);
  }

  @Test
  void outsideTheProfileLocalThereIsNoDemoAppAndNoInbox() {
    // Given
    try (var own = Infrastructure.isolated();
        var production = new Installation(own, "")) {

      // When
      var sent = production.send(msisdn);
      var inbox = production.handset(msisdn);

      // Then
      assertThat(sent.status()).isEqualTo(401);
      assertThat(inbox.status()).isEqualTo(404);
    }
  }

  static Stream<Arguments> incomplete() {
    return Stream.of(
        arguments(
            Service.INGRESS,
            Set.of("SANDI_PROCESSOR_URL"),
            "sandi.processor-url is not set: give it by SANDI_PROCESSOR_URL"),
        arguments(
            Service.INGRESS,
            Set.of("SANDI_DB_URL", "SANDI_KAFKA_BOOTSTRAP", "SANDI_KEYS_SEALING"),
            "spring.datasource.url, spring.kafka.bootstrap-servers, sandi.keys.sealing are not set:"
                + " give them by SANDI_DB_URL, SANDI_KAFKA_BOOTSTRAP, SANDI_KEYS_SEALING"),
        arguments(
            Service.PROCESSOR,
            Set.of("SANDI_KEYS_MAC"),
            "sandi.keys.mac is not set: give it by SANDI_KEYS_MAC"),
        arguments(
            Service.PROCESSOR,
            Set.of("SANDI_INTERNAL_TOKEN"),
            "sandi.internal-token is not set: give it by SANDI_INTERNAL_TOKEN"),
        arguments(
            Service.PROCESSOR,
            Set.of("SANDI_GATEWAY"),
            "sandi.processor.gateway names no gateway: give one of [simulator] by SANDI_GATEWAY"),
        arguments(
            Service.DISPATCHER,
            Set.of("SANDI_KAFKA_BOOTSTRAP"),
            "spring.kafka.bootstrap-servers is not set: give it by SANDI_KAFKA_BOOTSTRAP"));
  }

  @ParameterizedTest(name = "{0} without {1}")
  @MethodSource("incomplete")
  void aServiceThatIsNotToldEnoughSaysInOneSentenceWhatItLacks(
      Service service, Set<String> missing, String sentence) {
    // Given
    var settings = Settings.of(service, INFRASTRUCTURE);
    for (var variable : missing) {
      settings = settings.without(variable);
    }

    // When
    try (var process = ServiceProcess.start(service, settings)) {
      var exitCode = process.awaitEnd();

      // Then
      assertThat(exitCode).isEqualTo(1);
      assertThat(process.output())
          .containsOnlyOnce(sentence)
          .doesNotContain("\tat ", "Exception", "WARN");
    }
  }

  /** Nothing is inserted until the connection rolls back. */
  private static void holdSessions(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("lock table processor.sessions in exclusive mode");
    }
  }

  private static boolean isHeldUp(String sql) throws SQLException {
    try (var connection = INFRASTRUCTURE.database().superuser();
        var statement =
            connection.prepareStatement(
                "select from pg_stat_activity where wait_event_type = 'Lock' and query ilike ?")) {
      statement.setString(1, "%" + sql + "%");
      try (var found = statement.executeQuery()) {
        return found.next();
      }
    }
  }
}
