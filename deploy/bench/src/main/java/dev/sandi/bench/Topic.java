package dev.sandi.bench;

import dev.sandi.event.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The topic of accepted requests: how many it has. */
final class Topic implements AutoCloseable {

  private static final int PARTITIONS = 12;

  private final Admin admin;

  Topic(String bootstrapServers) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Records that it has acknowledged. */
  long records() {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new TopicPartition(Topics.OTP_REQUESTED, i))
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

  private static BenchmarkFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BenchmarkFailure("The run was interrupted.", e);
  }

  @Override
  public void close() {
    admin.close();
  }
}
