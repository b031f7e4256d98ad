package dev.sandi.bench.ground;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.event.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the processor has taken over the settings and the blocks that were published. It does so
 * within a second, in which a simulated minute would pass.
 */
final class TakenOver implements AutoCloseable {

  private static final String GROUP = "otp-processor-settings";
  private static final int TRIES = 1_000;

  private final Admin admin;

  TakenOver(String bootstrapServers) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  void await() {
    try {
      for (int i = 0; i < TRIES; i++) {
        if (isDone(new TopicPartition(Topics.APPS, 0), new TopicPartition(Topics.BLOCKLIST, 0))) {
          return;
        }
        Thread.sleep(10);
      }
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("The broker does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
    throw new BenchmarkFailure("Settings are not taken over by the processor.");
  }

  private boolean isDone(TopicPartition apps, TopicPartition blocks)
      throws ExecutionException, InterruptedException {
    var ends =
        admin.listOffsets(Map.of(apps, OffsetSpec.latest(), blocks, OffsetSpec.latest())).all();
    Map<TopicPartition, OffsetAndMetadata> taken =
        admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    for (TopicPartition partition : List.of(apps, blocks)) {
      long end = Objects.requireNonNull(ends.get().get(partition)).offset();
      OffsetAndMetadata offset = taken.get(partition);
      if (end > (offset == null ? 0 : offset.offset())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    admin.close();
  }
}
