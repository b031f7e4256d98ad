package dev.sandi.messaging;

import dev.sandi.event.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

/**
 * The settings of all topics in one place. The service that produces a topic declares it, the one
 * that consumes it declares its dead letters; a topic that exists is left as it is.
 */
public final class TopicDeclarations {

  private static final Duration RETENTION = Duration.ofDays(7);
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /** Twice what other topics take: a record of any size goes aside, with the reason added. */
  static final int DEAD_LETTER_BYTES = 2 * 1024 * 1024;

  private final int partitions;
  private final short replicas;
  private final Set<String> published = ConcurrentHashMap.newKeySet();

  TopicDeclarations(int partitions, short replicas) {
    this.partitions = partitions;
    this.replicas = replicas;
  }

  /** Topics of events: kept for a week. */
  public NewTopics events(String... names) {
    published.addAll(List.of(names));
    return new NewTopics(
        Arrays.stream(names).map(name -> topic(name, RETENTION).build()).toArray(NewTopic[]::new));
  }

  /** Topics of settings: the newest record of a key is kept for ever. */
  public NewTopics settings(String... names) {
    published.addAll(List.of(names));
    return new NewTopics(
        Arrays.stream(names)
            .map(
                name ->
                    topic(name, 1)
                        .config(
                            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)
                        .build())
            .toArray(NewTopic[]::new));
  }

  /** Dead letters of the named topics. */
  public NewTopics deadLetters(String... sources) {
    return new NewTopics(
        Arrays.stream(sources)
            .map(
                source ->
                    topic(Topics.deadLetter(source), DEAD_LETTER_RETENTION)
                        .config(
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            Integer.toString(DEAD_LETTER_BYTES))
                        .build())
            .toArray(NewTopic[]::new));
  }

  /** The names of topics that were declared for events and settings of this service. */
  Set<String> published() {
    return Set.copyOf(published);
  }

  private TopicBuilder topic(String name, Duration retention) {
    return topic(name, partitions)
        .config(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
  }

  private TopicBuilder topic(String name, int partitions) {
    TopicBuilder topic = TopicBuilder.name(name).partitions(partitions).replicas(replicas);
    // With `acks=all` alone, the one replica that is left would be all.
    return replicas > 2 ? topic.config(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2") : topic;
  }
}
