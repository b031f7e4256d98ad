package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.Topics;
import dev.sandi.processor.check.BrokenBuild;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SurvivingFailuresTest {

  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void aPoisonRecordGoesToTheDeadLettersByteForByteAndTheNextIsUnharmed() {
    // Given
    Processor processor = Processor.shared();
    byte[] poison = ("{\"not\": an event, " + msisdn.digits()).getBytes(StandardCharsets.UTF_8);
    byte[] key = msisdn.neighbourhood().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.OTP_REQUESTED, key, poison);
    record.headers().add("ce_type", "otp.requested.v1".getBytes(StandardCharsets.UTF_8));

    // When
    processor.send(record);
    processor.publish(Requests.to(msisdn));

    // Then
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
    assertThat(Infrastructure.shared().broker().read(Topics.deadLetter(Topics.OTP_REQUESTED)))
        .filteredOn(dead -> java.util.Arrays.equals(dead.key(), key))
        .singleElement()
        .satisfies(dead -> assertThat(dead.value()).isEqualTo(poison));
  }

  @Test
  void whatComesWhileTheDatabaseIsAwayIsSentWhenItIsBack() {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, Map.of())) {
      // Given
      processor.publish(Requests.to(msisdn));
      await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));

      // When
      own.database().stop();
      OtpRequested request = Requests.to(PhoneNumber.of(msisdn.neighbourhood() + "111"));
      processor.publish(request);
      assertThat(
              processor
                  .verify(msisdn, "123456", dev.sandi.testing.RunningService.INTERNAL_TOKEN)
                  .statusCode())
          .isEqualTo(503);
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () ->
                  assertThat(processor.get("/actuator/health/readiness").statusCode())
                      .isEqualTo(503));
      assertThat(processor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      own.database().start();

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(processor.inbox(request.msisdn())).hasSize(1));
    }
  }

  @Test
  void aCopyWhoseConsumerDiedIsNeitherReadyNorAlive() {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, Map.of(), BrokenBuild.class)) {
      // Given
      await().until(() -> processor.get("/actuator/health/readiness").statusCode() == 200);
      assertThat(processor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

      // When
      processor.publish(Requests.to(msisdn));

      // Then
      await().until(() -> processor.get("/actuator/health/readiness").statusCode() == 503);
      assertThat(processor.get("/actuator/health/liveness").statusCode()).isEqualTo(503);
      assertThat(processor.get("/actuator/prometheus").body())
          .contains("sandi_intake_died{application=\"otp-processor\"} 1.0");
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aConsumerWhoseNameTheBrokerGaveToAnotherStartsAgainAndItsCopyStaysReadyUnlessItGoesOn(
      CapturedOutput output) {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, Map.of("sandi.instance", "copy-a"))) {
      // Given
      processor.publish(Requests.to(msisdn));
      await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));

      // When
      takeName(own, output, 1);
      int readiness = processor.get("/actuator/health/readiness").statusCode();
      int liveness = processor.get("/actuator/health/liveness").statusCode();

      // Then
      assertThat(List.of(readiness, liveness)).containsOnly(200);
      OtpRequested request = Requests.to(PhoneNumber.of(msisdn.neighbourhood() + "111"));
      processor.publish(request);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(processor.inbox(request.msisdn())).hasSize(1));

      // When
      takeName(own, output, 2);

      // Then: that is another copy of its name
      await().until(() -> processor.get("/actuator/health/readiness").statusCode() == 503);
      assertThat(processor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      await().until(() -> processor.get("/actuator/health/readiness").statusCode() == 200);
    }
  }

  /**
   * Takes the name of the intake's first consumer, until its copy has said so. Who of the two joins
   * last has it: one that the copy was later than tries again.
   */
  private static void takeName(Infrastructure own, CapturedOutput output, int times) {
    await()
        .ignoreExceptionsInstanceOf(FencedInstanceIdException.class)
        .until(
            () -> {
              try (Consumer<byte[], byte[]> other = twin(own, "otp-processor", "copy-a-0")) {
                while (!wasTaken(output, times)) {
                  other.poll(Duration.ofMillis(50));
                }
                return true;
              }
            });
  }

  private static boolean wasTaken(CapturedOutput output, int times) {
    return output.getAll().split("processor-intake: the broker gave its name").length > times;
  }

  /** Another consumer with the name of one; when it goes it does not leave the group. */
  private static Consumer<byte[], byte[]> twin(
      Infrastructure infrastructure, String group, String name) {
    Consumer<byte[], byte[]> other =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                infrastructure.broker().bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                name,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    other.subscribe(List.of(Topics.OTP_REQUESTED));
    return other;
  }

  @Test
  void whatIsToldWhileTheBrokerIsAwayIsPublishedWhenItIsBack() {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, Map.of())) {
      // Given
      OtpRequested request = Requests.to(msisdn);
      processor.publish(request);
      await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
      String code = processor.code(msisdn);

      // When
      own.broker().stop();
      assertThat(processor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(processor.verify(msisdn, code).get("outcome").asString()).isEqualTo("verified");
      own.broker().start();

      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(processor.told(request.sessionId())).hasSize(3));
    }
  }

  @Test
  void whatAnotherCopyClaimedAndNeverAnsweredIsSentAgainAndCounted() {
    // Given: a claim whose copy died between its submit and the record of the answer
    Processor processor = Processor.shared();
    OtpRequested request = Requests.to(msisdn);
    processor.publish(request);
    await().untilAsserted(() -> assertThat(processor.told(request.sessionId())).hasSize(2));
    JdbcTemplate jdbc = processor.bean(JdbcTemplate.class);
    double before = ambiguous(processor);

    // When
    jdbc.update(
        "update sessions set state = 'accepted', sent_at = null where session_id = ?",
        request.sessionId().value());
    jdbc.update(
        """
        insert into submissions (session_id, code_id, attempt, claim_id, due_at)
        values (?, ?, 1, gen_random_uuid(), ?)
        """,
        request.sessionId().value(),
        request.sessionId().value(),
        Processor.CLOCK.instant().minusSeconds(1).atOffset(java.time.ZoneOffset.UTC));

    // Then
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(2));
    await().untilAsserted(() -> assertThat(ambiguous(processor)).isEqualTo(before + 1));
  }

  @Test
  void twoCopiesShareTheWorkAndSendEachMessageOnce() {
    try (Processor second = Processor.start(Infrastructure.shared(), Map.of())) {
      // When
      java.util.List<OtpRequested> requests =
          java.util.stream.IntStream.range(0, 200)
              .mapToObj(n -> Requests.to(Processor.freshNumber()))
              .toList();
      requests.forEach(second::publish);

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(requests)
                      .allSatisfy(r -> assertThat(second.inbox(r.msisdn())).hasSize(1)));
      OtpRequested last = requests.get(199);
      await()
          .untilAsserted(
              () ->
                  assertThat(second.told(last.sessionId()))
                      .filteredOn(OtpSent.class::isInstance)
                      .hasSize(1));
    }
  }

  private static double ambiguous(Processor processor) {
    return processor
        .bean(MeterRegistry.class)
        .find("sandi.processor.submissions.ambiguous")
        .gauges()
        .stream()
        .mapToDouble(Gauge::value)
        .sum();
  }
}
