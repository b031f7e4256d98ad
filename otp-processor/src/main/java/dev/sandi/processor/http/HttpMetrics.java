package dev.sandi.processor.http;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SubmitResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What there is to count of a gateway. */
final class HttpMetrics {

  private static final String SUBMITS = "sandi.gateway.http.submits";
  private static final String REPORTS = "sandi.gateway.http.reports";
  private static final String REJECTED = "sandi.gateway.http.reports.rejected";

  private final MeterRegistry registry;
  private final String gateway;

  HttpMetrics(MeterRegistry registry, String gateway) {
    this.registry = registry;
    this.gateway = gateway;
  }

  void submitted(SubmitResult result, long nanos) {
    registry
        .timer(
            SUBMITS,
            "gateway",
            gateway,
            "outcome",
            result.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  void reported(GatewayReport report) {
    count(REPORTS, "state", report.state().name().toLowerCase(Locale.ROOT));
  }

  /** One whose state is not final, or that none of the settings' lists has. */
  void ignored(boolean known) {
    count(REPORTS, "state", known ? "ignored" : "unknown");
  }

  /** One without an id or a state. */
  void incomplete() {
    count(REPORTS, "state", "incomplete");
  }

  /**
   * A call that was not taken.
   *
   * @param reason {@code unauthentic}, {@code unreadable} or {@code unavailable}
   */
  void rejected(String reason) {
    count(REJECTED, "reason", reason);
  }

  private void count(String name, String tag, String value) {
    registry.counter(name, "gateway", gateway, tag, value).increment();
  }
}
