package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import dev.sandi.event.UnreadableEventException;
import dev.sandi.runtime.Failures;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of records to its handler so that one bad record delays nobody else.
 *
 * <ul>
 *   <li>A record of a type that this version does not know is skipped and counted.
 *   <li>A record that cannot be read goes to the dead letters, byte for byte; the rest goes on.
 *   <li>If the handler fails because something is away, the failure is thrown: the container pauses
 *       the consumer and tries the whole batch again, for as long as it takes.
 *   <li>If it fails for another reason, the batch is halved until the records at fault are alone;
 *       they go to the dead letters, and all others have their effect, in order.
 * </ul>
 *
 * Records go to the dead letters when all others are done with: an outage would otherwise set them
 * aside again with each attempt.
 *
 * <p>The handler must be idempotent: a batch may come again in part or as a whole.
 */
public final class BatchIntake {

  /**
   * Of a topic on which next to nothing is told: what comes is taken at once. With the settings
   * that gather many records, such a consumer asks forty times a second for nothing.
   */
  public static final String FETCH_ANY = "fetch.min.bytes=1";

  /** Of the same, as long as nothing comes. */
  public static final String FETCH_PATIENTLY = "fetch.max.wait.ms=500";

  private static final Logger log = LoggerFactory.getLogger(BatchIntake.class);

  private final DeadLetters deadLetters;
  private final MeterRegistry metrics;
  private final IntakeMeters meters;
  private final IntakeSpans spans;
  private final AtomicBoolean waiting = new AtomicBoolean();

  public BatchIntake(DeadLetters deadLetters, MeterRegistry metrics, Tracing tracing) {
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.meters = new IntakeMeters(metrics);
    this.spans = new IntakeSpans(tracing);
  }

  private record Read(ConsumerRecord<byte[], byte[]> record, Envelope envelope) {}

  private record Dead(ConsumerRecord<byte[], byte[]> record, Throwable reason) {}

  public void handle(
      List<ConsumerRecord<byte[], byte[]>> records, Consumer<List<Envelope>> handler) {
    Set<TopicPartition> partitions = meters.begin(records);
    List<Read> readable = new ArrayList<>(records.size());
    List<Dead> dead = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        Optional<Envelope> envelope = EventRecords.read(record);
        if (envelope.isPresent()) {
          readable.add(new Read(record, envelope.get()));
        } else {
          metrics.counter("sandi.intake.skipped", "topic", record.topic()).increment();
          log.debug("Skipped a record of an unknown type in {}", record.topic());
        }
      } catch (UnreadableEventException e) {
        dead.add(new Dead(record, e));
      }
    }
    handle(readable, handler, readable.size(), dead);
    dead.forEach(this::setAside);
    meters.done(partitions);
  }

  private void handle(
      List<Read> batch, Consumer<List<Envelope>> handler, int wholeSize, List<Dead> dead) {
    if (batch.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    List<Envelope> envelopes = batch.stream().map(Read::envelope).toList();
    try {
      handler.accept(envelopes);
      if (waiting.compareAndSet(true, false)) {
        log.info("Intake goes on");
      }
    } catch (RuntimeException | StackOverflowError e) {
      if (Outages.isOutage(e)) {
        if (waiting.compareAndSet(false, true)) {
          log.warn("Intake waits, and is tried again: {}", Failures.describe(e));
        }
        throw e;
      }
      if (batch.size() == 1) {
        dead.add(new Dead(batch.get(0).record(), e));
        return;
      }
      if (batch.size() == wholeSize) {
        log.warn("A batch of {} is taken apart: {}", wholeSize, Failures.describeWithoutData(e));
      }
      int half = batch.size() / 2;
      handle(batch.subList(0, half), handler, wholeSize, dead);
      handle(batch.subList(half, batch.size()), handler, wholeSize, dead);
      return;
    }
    spans.handled(envelopes, start);
  }

  private void setAside(Dead dead) {
    ConsumerRecord<byte[], byte[]> record = dead.record();
    deadLetters.publish(record, dead.reason());
    metrics.counter("sandi.intake.dead", "topic", record.topic()).increment();
    log.error(
        "Dead letter: {}-{}@{}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        Failures.describeWithoutData(dead.reason()));
  }
}
