package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.SubmitResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What is counted of a gateway, by its name. */
final class SmppMetrics {

  static final String PREFIX = "sandi.processor.smpp.";

  private final MeterRegistry registry;
  private final Tags gateway;
  private final Timer latency;
  private final Counter ignored;
  private final Counter unexpected;

  SmppMetrics(MeterRegistry registry, String gateway) {
    this.registry = registry;
    this.gateway = Tags.of("gateway", gateway);
    this.latency = registry.timer(PREFIX + "latency", this.gateway);
    this.ignored = registry.counter(PREFIX + "ignored", this.gateway);
    this.unexpected = registry.counter(PREFIX + "unexpected-answers", this.gateway);
  }

  void answered(long took, TimeUnit unit) {
    latency.record(took, unit);
  }

  void submitted(SubmitResult result) {
    String outcome =
        result instanceof SubmitResult.Accepted
            ? "accepted"
            : result instanceof SubmitResult.Refused
                ? "refused"
                : result instanceof SubmitResult.Ambiguous ? "ambiguous" : "unavailable";
    count("submits", "outcome", outcome);
  }

  void throttled() {
    registry.counter(PREFIX + "throttled", gateway).increment();
  }

  /**
   * Counts a deliver_sm or data_sm.
   *
   * @param state of the message, or what else it was
   */
  void delivered(String state) {
    count("reports", "state", state);
  }

  /** A PDU that asks for nothing that we do. */
  void ignored() {
    ignored.increment();
  }

  /** An answer to what was never asked, or is given up. */
  void unexpectedAnswer() {
    unexpected.increment();
  }

  private void count(String name, String tag, String value) {
    registry.counter(PREFIX + name, gateway.and(tag, value)).increment();
  }
}
