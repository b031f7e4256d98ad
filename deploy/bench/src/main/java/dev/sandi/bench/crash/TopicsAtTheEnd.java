package dev.sandi.bench.crash;

import dev.sandi.bench.EventLog;
import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What is on the broker at the end of a run. */
record TopicsAtTheEnd(String bootstrapServers) {

  /** Callbacks of which a {@code callback.delivered} tells. */
  Set<UUID> delivered() {
    Set<UUID> told = new HashSet<>();
    try (EventLog log = new EventLog(bootstrapServers, Topics.CALLBACK_LIFECYCLE)) {
      log.readAll(
          envelope -> {
            if (envelope.event() instanceof CallbackDelivered delivered) {
              told.add(delivered.deliveryId());
            }
          });
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
