package dev.sandi.deploy;

import dev.sandi.event.Topics;
import dev.sandi.local.LocalFailure;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.runtime.Failures;
import dev.sandi.transport.KafkaSecurity;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts the dead letters of a topic back into it, byte for byte, each once: the place is remembered
 * in the consumer group {@code sandi-redrive}.
 *
 * <p>Run it when the reason has gone (a fixed consumer, a key that is live again). A record that
 * still cannot be handled becomes a dead letter again, behind the others.
 */
public final class RedriveDeadLetters {

  /** Not those of settings: a letter would come back behind newer records, and outlive them. */
  private static final List<String> TOPICS =
      List.of(
          Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE, Topics.ERASURES);

  private static final String GROUP = "sandi-redrive";
  private static final String DEAD_LETTER_HEADERS = "kafka_dlt-";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String bootstrap;
  private final Map<String, String> security;
  private final String topic;
  private final PrintStream out;
  private final Set<String> putBack = new HashSet<>();

  /**
   * @param security properties of Kafka's clients by which they encrypt and log in
   */
  RedriveDeadLetters(
      String bootstrap, Map<String, String> security, String topic, PrintStream out) {
    this.bootstrap = bootstrap;
    this.security = security;
    this.topic = topic;
    this.out = out;
  }

  /**
   * {@code <topic> [list]}; the broker is {@code SANDI_KAFKA_BOOTSTRAP}, by default the one of a
   * local run, and is logged in to as the services do, by {@code SANDI_KAFKA_…}. With {@code list},
   * nothing is changed.
   */
  public static void main(String[] arguments) {
    new LocalLogging(false).initialize();
    String topic = arguments.length == 0 ? "" : arguments[0];
    if (!TOPICS.contains(topic)) {
      System.err.println(
          "Name the topic whose dead letters to put back: one of " + String.join(", ", TOPICS));
      System.exit(1);
    }
    String bootstrap = System.getenv().getOrDefault("SANDI_KAFKA_BOOTSTRAP", "localhost:9092");
    try {
      var security = KafkaSecurity.ofVariables(System.getenv());
      new RedriveDeadLetters(bootstrap, security, topic, System.out)
          .run(arguments.length > 1 && arguments[1].equals("list"));
    } catch (LocalFailure | ConfigurationException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Returns how many records were listed or put back. */
  int run(boolean listOnly) {
    try (var consumer = consumer();
        var producer = producer()) {
      String source = Topics.deadLetter(topic);
      List<TopicPartition> partitions =
          consumer.partitionsFor(source, PATIENCE).stream()
              .map(info -> new TopicPartition(source, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      int count = 0;
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
        for (ConsumerRecord<byte[], byte[]> dead : records) {
          out.printf(
              "%s %s-%s@%s by %s: %s%n",
              listOnly ? "waiting" : "put back",
              header(dead, "original-topic"),
              header(dead, "original-partition"),
              header(dead, "original-offset"),
              header(dead, "original-consumer-group"),
              header(dead, "exception-message"));
        }
        if (!listOnly) {
          putBack(records, producer);
          consumer.commitSync(PATIENCE);
        }
        count += records.count();
      }
      out.printf("%d dead letters of %s %s.%n", count, topic, listOnly ? "wait" : "put back");
      return count;
    } catch (org.apache.kafka.common.KafkaException e) {
      throw new LocalFailure(
          "The broker at %s does not give the dead letters of %s: %s"
              .formatted(bootstrap, topic, e.getMessage()));
    }
  }

  /**
   * Waits for all acknowledgements before the place moves on: a crash repeats, and loses nothing.
   */
  private void putBack(
      Iterable<ConsumerRecord<byte[], byte[]>> records, KafkaProducer<byte[], byte[]> producer) {
    List<Future<?>> sends = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> dead : records) {
      if (!putBack.add(
          header(dead, "original-partition") + "@" + header(dead, "original-offset"))) {
        continue;
      }
      var record = new ProducerRecord<>(topic, dead.key(), dead.value());
      for (Header header : dead.headers()) {
        if (!header.key().startsWith(DEAD_LETTER_HEADERS)) {
          record.headers().add(header);
        }
      }
      sends.add(producer.send(record));
    }
    try {
      for (Future<?> send : sends) {
        send.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("Interrupted; what was not put back waits for the next time");
    } catch (ExecutionException e) {
      throw new LocalFailure("The broker did not take a record back: " + Failures.describe(e));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(DEAD_LETTER_HEADERS + name);
    return header == null ? "?" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var properties = new Properties();
    properties.putAll(security);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var properties = new Properties();
    properties.putAll(security);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
