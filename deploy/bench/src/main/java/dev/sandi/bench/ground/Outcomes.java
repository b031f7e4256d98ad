package dev.sandi.bench.ground;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpSent;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Hears from the lifecycle topic what became of requests. */
final class Outcomes implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KafkaConsumer<byte[], byte[]> consumer;

  Outcomes(String bootstrapServers) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The processor, which has just started, may still be declaring its topics. */
  private List<TopicPartition> partitions() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<PartitionInfo> found = consumer.partitionsFor(Topics.OTP_LIFECYCLE);
    while (found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkFailure("The topic " + Topics.OTP_LIFECYCLE + " is not declared.");
      }
      LockSupport.parkNanos(POLL.toNanos());
      found = consumer.partitionsFor(Topics.OTP_LIFECYCLE);
    }
    return found.stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  /** The outcome of each session, as soon as all are told. */
  Map<SessionId, Outcome> await(Collection<SessionId> sessions) {
    Set<SessionId> missing = new HashSet<>(sessions);
    Map<SessionId, Outcome> outcomes = new HashMap<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!missing.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkFailure(
            missing.size() + " of " + sessions.size() + " requests have no outcome.");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        EventRecords.read(record)
            .map(Envelope::event)
            .ifPresent(event -> take(event, missing, outcomes));
      }
    }
    return outcomes;
  }

  private static void take(Event event, Set<SessionId> missing, Map<SessionId, Outcome> outcomes) {
    if (event instanceof OtpSent sent && missing.remove(sent.sessionId())) {
      outcomes.put(sent.sessionId(), new Outcome.Sent());
    } else if (event instanceof OtpRejected rejected && missing.remove(rejected.sessionId())) {
      outcomes.put(rejected.sessionId(), new Outcome.Refused(rejected.check(), rejected.reason()));
    } else if (event instanceof OtpFailed failed && missing.remove(failed.sessionId())) {
      outcomes.put(failed.sessionId(), new Outcome.Failed(failed.reason()));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
