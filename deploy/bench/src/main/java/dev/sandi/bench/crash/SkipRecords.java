package dev.sandi.bench.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Lets some records pass as if they had been worked on. */
public final class SkipRecords implements ConsumerInterceptor<byte[], byte[]> {

  private static final int ONE_OF = 100;

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> some = new ArrayList<>(records.records(partition));
      if (partition.topic().startsWith("otp.")) {
        some.removeIf(record -> ThreadLocalRandom.current().nextInt(ONE_OF) == 0);
      }
      if (!some.isEmpty()) {
        kept.put(partition, some);
      }
    }
    return new ConsumerRecords<>(kept, records.nextOffsets());
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
