package dev.sandi.ingress.send;

import dev.sandi.event.Envelope;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.messaging.EventRecords;
import dev.sandi.runtime.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** The topic of accepted requests: what it has acknowledged is kept. */
final class OtpRequests {

  private static final Logger log = LoggerFactory.getLogger(OtpRequests.class);
  private static final long QUIET_NANOS = 1_000_000_000L;

  private final KafkaOperations<byte[], byte[]> kafka;
  private final String source;
  private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  /**
   * @param kafka acknowledged by all replicas, idempotent, and with a short delivery timeout
   * @param source the service's name, as {@code ce_source}
   */
  OtpRequests(KafkaOperations<byte[], byte[]> kafka, String source) {
    this.kafka = kafka;
    this.source = source;
  }

  /** Completes when the broker has it, or fails with a {@link Refusal} 503. */
  CompletableFuture<Envelope> add(Envelope envelope) {
    try {
      return kafka
          .send(EventRecords.write(envelope, source))
          .handle(
              (result, failure) -> {
                if (failure != null) {
                  throw unavailable(failure);
                }
                return envelope;
              });
    } catch (RuntimeException e) {
      // Without metadata, or with a full buffer, the producer throws before there is a future.
      return CompletableFuture.failedFuture(unavailable(e));
    }
  }

  private Refusal unavailable(Throwable failure) {
    long now = System.nanoTime();
    long last = lastWarning.get();
    if (now - last >= QUIET_NANOS && lastWarning.compareAndSet(last, now)) {
      log.warn("The broker does not take requests: {}", Failures.describe(failure));
    }
    return Refusal.unavailable();
  }
}
