package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.Broker;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/backup.md} says, done: the files of a server in a container are out of reach.
 */
@RequiresInfrastructure
@DisabledIfSystemProperty(named = "sandi.infra", matches = "containers")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BackupTest {

  /** Who reads which topics; those of settings are read anew from their start. */
  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "otp-processor",
          List.of(Topics.OTP_REQUESTED),
          "callback-dispatcher",
          List.of(Topics.OTP_LIFECYCLE),
          "api-ingress",
          List.of(Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE));

  @TempDir private Path backups;

  @Test
  void afterARestoreVerifiedCodesStayVerifiedAndNothingIsSentASecondTime() throws Exception {
    try (Infrastructure own = Infrastructure.isolated();
        WebhookReceiver receiver = new WebhookReceiver()) {
      // Given: some sent, one of them verified
      String verified = Customer.freshNumber();
      String waiting = Customer.freshNumber();
      String later = Customer.freshNumber();
      Map<String, String> sessions = new HashMap<>();
      String usedCode;
      String openCode;
      BaseBackup backup;
      Instant taken = Instant.now();
      try (Pipeline pipeline = Pipeline.start(own)) {
        Customer demo = pipeline.customer("demo", "demo-key");
        sessions.put(verified, send(demo, verified, receiver, 300));
        sessions.put(waiting, send(demo, waiting, receiver, 3600));
        await().until(() -> demo.inbox(verified).size() == 1 && demo.inbox(waiting).size() == 1);
        usedCode = demo.code(verified);
        openCode = demo.code(waiting);
        assertThat(demo.verify(verified, usedCode).status()).isEqualTo(200);
        awaitTold(own.broker(), sessions.get(verified), EventType.OTP_VERIFIED);
        awaitTold(own.broker(), sessions.get(waiting), EventType.OTP_DELIVERED);

        // When: the copy is taken while it runs, and one is sent after it
        backup = BaseBackup.take(own.database(), backups);
        sessions.put(later, send(demo, later, receiver, 300));
        awaitTold(own.broker(), sessions.get(later), EventType.OTP_DELIVERED);
      }
      own.database().stop();
      putBackOffsets(own.broker(), taken.minus(Duration.ofMinutes(1)));

      // When: by then the code of the one that the copy does not know is over
      try (backup;
          Pipeline restored =
              Pipeline.start(
                  backup.restore(), own.broker(), Instant.now().plus(Duration.ofMinutes(10)))) {
        Customer demo = restored.customer("demo", "demo-key");
        awaitTold(own.broker(), sessions.get(later), EventType.OTP_FAILED);
        String fresh = Customer.freshNumber();
        sessions.put(fresh, send(demo, fresh, receiver, 300));
        await().until(() -> demo.inbox(fresh).size() == 1);

        // Then
        assertThat(demo.verify(verified, usedCode).status()).isEqualTo(404);
        assertThat(demo.verify(waiting, openCode).status()).isEqualTo(200);
        assertThat(demo.verify(fresh, demo.code(fresh)).status()).isEqualTo(200);
        assertThat(sessions.values())
            .allSatisfy(
                session ->
                    assertThat(told(own.broker(), session, EventType.OTP_SENT)).isEqualTo(1));
        await()
            .untilAsserted(
                () -> assertThat(demo.session(sessions.get(later)).status()).isEqualTo(200));
        // What the copy does not know to be told is told again, with the same id.
        assertThat(
                receiver.of(sessions.get(later)).stream()
                    .filter(callback -> callback.type().equals("otp.sent"))
                    .map(callback -> callback.headers().firstValue("webhook-id").orElseThrow())
                    .distinct())
            .hasSize(1);
      }
    }
  }

  private static String send(Customer demo, String msisdn, WebhookReceiver receiver, int seconds) {
    return demo.send(
            Map.of("msisdn", msisdn, "callback_url", receiver.url(), "time_limit", seconds))
        .text("session_id");
  }

  private static void awaitTold(Broker broker, String session, EventType type) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(told(broker, session, type)).isPositive());
  }

  private static long told(Broker broker, String session, EventType type) {
    return broker.read(Topics.OTP_LIFECYCLE).stream()
        .flatMap(record -> EventRecords.read(record).stream())
        .filter(envelope -> envelope.type() == type)
        .filter(envelope -> envelope.event().key().equals(session))
        .map(envelope -> envelope.id())
        .distinct()
        .count();
  }

  /** {@code kafka-consumer-groups --reset-offsets --to-datetime}, while nobody reads. */
  private static void putBackOffsets(Broker broker, Instant time)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      for (Map.Entry<String, List<String>> group : GROUPS.entrySet()) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin
            .describeTopics(group.getValue())
            .allTopicNames()
            .get()
            .forEach(
                (topic, description) ->
                    description
                        .partitions()
                        .forEach(
                            partition ->
                                asked.put(
                                    new TopicPartition(topic, partition.partition()),
                                    OffsetSpec.forTimestamp(time.toEpochMilli()))));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        admin
            .listOffsets(asked)
            .all()
            .get()
            .forEach(
                (partition, info) -> {
                  if (info.offset() >= 0) {
                    offsets.put(partition, new OffsetAndMetadata(info.offset()));
                  }
                });
        awaitEmpty(admin, group.getKey());
        admin.alterConsumerGroupOffsets(group.getKey(), offsets).all().get();
      }
    }
  }

  private static void awaitEmpty(Admin admin, String group) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Stream.of(admin.describeConsumerGroups(List.of(group)).all().get().get(group))
                    .allMatch(described -> described.members().isEmpty()));
  }
}
