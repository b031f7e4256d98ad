package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.runtime.Failures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway whose faults stay its own: where it fails, it has no room, is not connected, or has
 * perhaps sent. Each fault is counted ({@code sandi.processor.gateways.faults}), and one a minute
 * is logged.
 */
final class GuardedGateway {

  private static final Logger log = LoggerFactory.getLogger(GuardedGateway.class);
  private static final long NANOS_BETWEEN_WORDS = TimeUnit.MINUTES.toNanos(1);

  private final SmsGateway gateway;
  private final Counter faults;
  private final AtomicLong nextWord = new AtomicLong(System.nanoTime());
  private volatile boolean connected;
  private volatile boolean mute;
  private volatile boolean roomless;

  GuardedGateway(SmsGateway gateway, MeterRegistry metrics) {
    this.gateway = gateway;
    this.faults = metrics.counter("sandi.processor.gateways.faults", "gateway", gateway.name());
    look();
  }

  String name() {
    return gateway.name();
  }

  /** Asks how it is: once a round, however many messages there are. */
  void look() {
    GatewayStatus said = ask();
    connected = said != null && said.connected();
    mute = said == null;
  }

  /** Whether it was connected when it was last asked, and could say what room it has. */
  boolean isConnected() {
    return connected && !roomless;
  }

  int room() {
    try {
      int room = gateway.room();
      roomless = false;
      return mute ? 0 : room;
    } catch (RuntimeException | Error e) {
      roomless = true;
      fault("say what room it has", e);
      return 0;
    }
  }

  boolean failsOnPurpose() {
    return gateway.failsOnPurpose();
  }

  GatewayStatus status() {
    GatewayStatus said = ask();
    return said == null ? new GatewayStatus(false, "cannot say how it is", Map.of()) : said;
  }

  private @Nullable GatewayStatus ask() {
    try {
      return Objects.requireNonNull(gateway.status());
    } catch (RuntimeException | Error e) {
      fault("say how it is", e);
      return null;
    }
  }

  /** Submits a message; whether one was submitted at which it fails is not known. */
  CompletableFuture<SubmitResult> submit(Sms sms) {
    try {
      return gateway.submit(sms).toCompletableFuture();
    } catch (RuntimeException | Error e) {
      fault("submit", e);
      return CompletableFuture.completedFuture(
          new SubmitResult.Ambiguous(Failures.describeWithoutData(e)));
    }
  }

  private void fault(String what, Throwable fault) {
    faults.increment();
    long due = nextWord.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextWord.compareAndSet(due, now + NANOS_BETWEEN_WORDS)) {
      log.error("Gateway {} cannot {}: {}", name(), what, Failures.describeWithoutData(fault));
    }
  }

  boolean reportsDelivery() {
    return gateway.reportsDelivery();
  }

  boolean isUnknown() {
    return gateway.isUnknown();
  }

  boolean isTurnedAway() {
    return gateway.isTurnedAway();
  }

  void retire() {
    gateway.retire();
  }

  void close() {
    gateway.close();
  }
}
