package dev.sandi.bench;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Requests that wait for a processor, and what it tells of them. */
public final class Backlog implements AutoCloseable {

  /** The modes of an app's checks that spare it all of them. */
  public static final Map<String, String> UNCHECKED =
      Map.of(
          "blocked", "off",
          "spam", "off",
          "sequential", "off",
          "conversion", "off",
          "geography", "off");

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LONGEST_SECONDS = 86_400;
  private static final String SOURCE = "/sandi/bench";

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> told;
  private final SplittableRandom random = new SplittableRandom(1);

  public Backlog(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.told =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    // A processor is ready before all that it declares is there.
    List<TopicPartition> partitions = List.of();
    for (long begun = System.nanoTime();
        partitions.isEmpty() && System.nanoTime() - begun < PATIENCE.toNanos(); ) {
      partitions =
          told.partitionsFor(Topics.OTP_LIFECYCLE).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
    }
    told.assign(partitions);
    told.seekToBeginning(partitions);
  }

  /**
   * How a backlog was worked off.
   *
   * @param seconds from the first outcome to the last
   * @param refused by checks
   */
  record Drained(double seconds, int refused) {}

  /** Sets the modes of an app's checks. */
  public void set(String app, Map<String, String> checks) {
    Instant now = Instant.now();
    publish(new AppChanged(new AppId(app), false, true, false, List.of(), checks, now), now);
    producer.flush();
  }

  /** Requests of one app to numbers all over a country. */
  void fill(String app, int requests) {
    fill(app, requests, TimeLimit.DEFAULT);
  }

  /** The same, with codes that are still worth sending when the last of many is looked at. */
  void fillForLong(String app, int requests) {
    fill(app, requests, new TimeLimit(LONGEST_SECONDS));
  }

  private void fill(String app, int requests, TimeLimit limit) {
    for (int i = 0; i < requests; i++) {
      String msisdn = "628" + random.nextLong(1_000_000_000L, 10_000_000_000L);
      request(app, SessionId.at(Instant.now()), msisdn, null, limit);
    }
    producer.flush();
  }

  /**
   * Requests of one app with codes of its own, which can be verified for as long as any run lasts.
   *
   * @param numbers the number of each, behind {@code 628}, and its code
   */
  public void fillWithOwnCodes(String app, Numbers numbers, int requests) {
    Sealer sealer = ProcessorInstallation.sealer();
    for (int i = 0; i < requests; i++) {
      String digits = String.format(Locale.ROOT, "%09d", numbers.next());
      SessionId session = SessionId.at(Instant.now());
      String sealed = sealer.seal(Secret.of(digits), session.toString());
      request(app, session, "628" + digits, sealed, new TimeLimit(LONGEST_SECONDS));
    }
    producer.flush();
  }

  private void request(
      String app, SessionId session, String msisdn, @Nullable String sealedCode, TimeLimit limit) {
    Instant now = session.startedAt();
    publish(
        new OtpRequested(
            session,
            new AppId(app),
            false,
            new PhoneNumber(msisdn),
            ChallengeName.DEFAULT,
            SmsTemplate.DEFAULT,
            sealedCode,
            limit,
            null,
            now,
            "bench",
            null),
        now);
  }

  private void publish(Event event, Instant now) {
    var unused =
        producer.send(EventRecords.write(Envelope.of(event, now, TraceParent.start()), SOURCE));
  }

  /** Waits until as many requests have an outcome, while any still get one. */
  Drained awaitOutcomes(int requests) {
    return awaitOutcomes(requests, soFar -> {});
  }

  /**
   * The same.
   *
   * @param progress is told again and again how many have one
   */
  Drained awaitOutcomes(int requests, IntConsumer progress) {
    long last = System.nanoTime();
    long first = 0;
    int outcomes = 0;
    int refused = 0;
    while (outcomes < requests) {
      if (System.nanoTime() - last > PATIENCE.toNanos()) {
        throw new BenchmarkFailure(outcomes + " of " + requests + " requests have an outcome.");
      }
      for (ConsumerRecord<byte[], byte[]> record : told.poll(POLL)) {
        String type = type(record);
        boolean refusal = type.equals(EventType.OTP_REJECTED.wireName());
        if (refusal
            || type.equals(EventType.OTP_SENT.wireName())
            || type.equals(EventType.OTP_FAILED.wireName())) {
          last = System.nanoTime();
          first = outcomes == 0 ? last : first;
          outcomes++;
          refused += refusal ? 1 : 0;
        }
      }
      progress.accept(outcomes);
    }
    return new Drained((System.nanoTime() - first) / 1e9, refused);
  }

  /** Waits until as many messages have reached their handsets, while any still do. */
  void awaitDelivery(int messages) {
    long lastDelivered = System.nanoTime();
    int delivered = 0;
    while (delivered < messages) {
      if (System.nanoTime() - lastDelivered > PATIENCE.toNanos()) {
        throw new BenchmarkFailure(delivered + " of " + messages + " messages are delivered.");
      }
      for (ConsumerRecord<byte[], byte[]> record : told.poll(POLL)) {
        if (type(record).equals(EventType.OTP_DELIVERED.wireName())) {
          delivered++;
          lastDelivered = System.nanoTime();
        }
      }
    }
  }

  private static String type(ConsumerRecord<byte[], byte[]> record) {
    Header type = record.headers().lastHeader("ce_type");
    return type == null ? "" : new String(type.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    told.close();
  }
}
