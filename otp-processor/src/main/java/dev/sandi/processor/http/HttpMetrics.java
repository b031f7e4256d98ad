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
    count(REPORTS, "state", report.state().name().toLowerCase(Locale.ROOT), 1);
  }

  /**
   * Those of which nothing follows.
   *
   * @param ignored whose state is not final
   * @param unknown whose state is in none of the settings' lists
   * @param incomplete without an id or a state
   */
  void passedOver(int ignored, int unknown, int incomplete) {
    count(REPORTS, "state", "ignored", ignored);
    count(REPORTS, "state", "unknown", unknown);
    count(REPORTS, "state", "incomplete", incomplete);
  }

  /**
   * A call that was not taken.
   *
   * @param reason {@code unauthentic}, {@code unreadable} or {@code unavailable}
   */
  void rejected(String reason) {
    count(REJECTED, "reason", reason, 1);
  }

  private void count(String name, String tag, String value, int times) {
    if (times > 0) {
      registry.counter(name, "gateway", gateway, tag, value).increment(times);
    }
  }
}
