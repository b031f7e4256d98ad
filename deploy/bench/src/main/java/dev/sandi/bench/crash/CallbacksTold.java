package dev.sandi.bench.crash;

import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on the broker at the end of a run. */
record CallbacksTold(String bootstrapServers) {

  /** Callbacks of which a {@code callback.delivered} tells. */
  Set<UUID> delivered() {
    Set<UUID> told = new HashSet<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.CALLBACK_LIFECYCLE).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          EventRecords.read(record)
              .ifPresent(
                  envelope -> {
                    if (envelope.event() instanceof CallbackDelivered delivered) {
                      told.add(delivered.deliveryId());
                    }
                  });
        }
      }
    }
    return told;
  }

  /** Records that no group has worked on which should have. */
  long lag() throws Exception {
    long lag = 0;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (var group : admin.listGroups().valid().get()) {
        var offsets =
            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        offsets.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(latest).all().get();
        for (var offset : offsets.entrySet()) {
          lag +=
              Objects.requireNonNull(ends.get(offset.getKey())).offset()
                  - offset.getValue().offset();
        }
      }
    }
    return lag;
  }
}
