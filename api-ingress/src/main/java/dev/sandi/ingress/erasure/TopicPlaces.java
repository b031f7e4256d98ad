package dev.sandi.ingress.erasure;

import dev.sandi.event.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** How far the topics that carry numbers were written and read, and how long they keep a record. */
final class TopicPlaces {

  private static final List<String> CARRY_NUMBERS =
      List.of(Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE);

  private static final long PATIENCE_SECONDS = 5;

  private final Supplier<Admin> admins;
  private final String group;

  /**
   * @param group of the consumer that fills the read model
   */
  TopicPlaces(Supplier<Admin> admins, String group) {
    this.admins = admins;
    this.group = group;
  }

  /**
   * Where the topics end now, by partition.
   *
   * @throws IllegalStateException if the broker does not tell
   */
  Map<String, Long> ends() {
    try (Admin admin = admins.get()) {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      get(admin.describeTopics(CARRY_NUMBERS).allTopicNames())
          .forEach(
              (topic, described) ->
                  described
                      .partitions()
                      .forEach(
                          partition ->
                              asked.put(
                                  new TopicPartition(topic, partition.partition()),
                                  OffsetSpec.latest())));
      Map<String, Long> ends = new LinkedHashMap<>();
      get(admin.listOffsets(asked).all())
          .forEach((partition, info) -> ends.put(partition.toString(), info.offset()));
      return ends;
    }
  }

  /** Whether all that was on the topics up to some places was read, or is gone. */
  boolean passed(Map<String, Long> places) {
    try (Admin admin = admins.get()) {
      Map<TopicPartition, OffsetAndMetadata> read =
          get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      Map<TopicPartition, OffsetSpec> unread = new HashMap<>();
      places.forEach(
          (name, end) -> {
            TopicPartition partition = partition(name);
            OffsetAndMetadata offset = read.get(partition);
            if (end > 0 && (offset == null || offset.offset() < end)) {
              unread.put(partition, OffsetSpec.earliest());
            }
          });
      if (unread.isEmpty()) {
        return true;
      }
      Map<TopicPartition, ListOffsetsResultInfo> first = get(admin.listOffsets(unread).all());
      return first.entrySet().stream()
          .allMatch(
              each ->
                  each.getValue().offset()
                      >= places.getOrDefault(each.getKey().toString(), Long.MAX_VALUE));
    }
  }

  /**
   * How long a record may stay on each topic, in milliseconds; null for ever. A file of records is
   * deleted as a whole: when its newest one is too old, which comes up to {@code segment.ms} later.
   */
  Map<String, @Nullable Long> longest() {
    List<ConfigResource> topics = new ArrayList<>();
    for (String topic : CARRY_NUMBERS) {
      topics.add(new ConfigResource(ConfigResource.Type.TOPIC, topic));
      topics.add(new ConfigResource(ConfigResource.Type.TOPIC, Topics.deadLetter(topic)));
    }
    Map<String, @Nullable Long> longest = new LinkedHashMap<>();
    try (Admin admin = admins.get()) {
      Map<ConfigResource, Config> configs = get(admin.describeConfigs(topics).all());
      for (ConfigResource topic : topics) {
        Config config = configs.get(topic);
        longest.put(topic.name(), config == null ? null : longest(config));
      }
    }
    return longest;
  }

  private static @Nullable Long longest(Config config) {
    long retention = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    long segment = Long.parseLong(config.get(TopicConfig.SEGMENT_MS_CONFIG).value());
    return retention < 0 ? null : Math.addExact(retention, segment);
  }

  /** As {@link TopicPartition#toString} wrote it. */
  private static TopicPartition partition(String name) {
    int dash = name.lastIndexOf('-');
    return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the broker was asked", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The broker does not tell of its topics", e);
    }
  }
}
