package dev.sandi.bench;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic, that of accepted requests for one: how much it has, and how much the ingress has read.
 */
final class Topic implements AutoCloseable {

  /** What reads it at the ingress, to list what others publish. */
  private static final String GROUP = "api-ingress";

  private static final int PARTITIONS = 12;

  private final String name;
  private final Admin admin;

  Topic(String name, String bootstrapServers) {
    this.name = name;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Records that it has acknowledged. */
  long records() {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new TopicPartition(name, i))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    try {
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("The broker does not answer.", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Records that the ingress has not passed over yet: what it lists itself it need not list again.
   */
  long unread() {
    try {
      return records()
          - admin
              .listConsumerGroupOffsets(GROUP)
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> entry.getKey().topic().equals(name))
              .mapToLong(entry -> entry.getValue() == null ? 0 : entry.getValue().offset())
              .sum();
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("The broker does not answer.", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BenchmarkFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BenchmarkFailure("The run was interrupted.", e);
  }

  @Override
  public void close() {
    admin.close();
  }
}
