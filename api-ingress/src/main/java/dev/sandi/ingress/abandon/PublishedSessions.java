package dev.sandi.ingress.abandon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

/**
 * The sessions on a topic. What was published is there, whatever became of whoever published it,
 * and however far its readers are.
 */
final class PublishedSessions {

  /** What is published carries the time of the machine that admitted it, or that of the broker. */
  private static final Duration CLOCKS = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(500);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final String topic;
  private final Clock clock;

  PublishedSessions(Supplier<Consumer<byte[], byte[]>> consumers, String topic, Clock clock) {
    this.consumers = consumers;
    this.topic = topic;
    this.clock = clock;
  }

  /**
   * Which of the sessions were not published since {@code from}. Reads no further than until all
   * are found.
   *
   * @param within the longest that it may take
   * @throws TimeoutException if it is not known by then
   */
  Set<String> missing(Set<String> sessions, Instant from, Duration within) {
    Instant end = clock.instant().plus(within);
    Set<String> missing = new HashSet<>(sessions);
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      Map<TopicPartition, Long> ends = seek(consumer, from.minus(CLOCKS));
      while (!missing.isEmpty() && !ends.isEmpty()) {
        if (clock.instant().isAfter(end)) {
          throw new TimeoutException("The topic is not read to its end");
        }
        consumer.poll(POLL).forEach(each -> missing.remove(subject(each)));
        ends.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
      }
    }
    return missing;
  }

  /** Assigns what there is to be read, and returns where each partition ends. */
  private Map<TopicPartition, Long> seek(Consumer<byte[], byte[]> consumer, Instant from) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    // Before their offsets are asked for: the client warns of each that is not assigned.
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    Map<TopicPartition, Long> starts = at(consumer, partitions, from);
    ends.entrySet()
        .removeIf(each -> starts.getOrDefault(each.getKey(), Long.MAX_VALUE) >= each.getValue());
    consumer.assign(ends.keySet());
    starts.forEach(
        (partition, first) -> {
          if (ends.containsKey(partition)) {
            consumer.seek(partition, first);
          }
        });
    return ends;
  }

  /** The first offsets of a time; without partitions that have none. */
  private static Map<TopicPartition, Long> at(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant time) {
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    consumer
        .offsetsForTimes(
            partitions.stream().collect(toMap(each -> each, each -> time.toEpochMilli())))
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                found.put(partition, offset);
              }
            });
    return found.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  private static String subject(ConsumerRecord<byte[], byte[]> published) {
    Header subject = published.headers().lastHeader("ce_subject");
    return subject == null ? "" : new String(subject.value(), US_ASCII);
  }
}
