package dev.sandi.processor.http;

import dev.sandi.processor.gateway.DefinedGateways;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.processor.http.HttpGateways.OpenGateway;
import dev.sandi.processor.http.ReadReports.Brought;
import dev.sandi.runtime.Failures;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Takes what providers report. A report is acknowledged only when it is in the database: a provider
 * that is told anything but 2xx comes again.
 */
@Component
final class ReceiveReports {

  private static final Logger log = LoggerFactory.getLogger(ReceiveReports.class);

  /** Shorter than the ingress waits, which then could not tell the provider. */
  private static final long LONGEST_MILLIS = 1500;

  private final HttpGateways gateways;
  private final ObjectProvider<DefinedGateways> defined;
  private final ObjectProvider<TakesReports> reports;

  ReceiveReports(
      HttpGateways gateways,
      ObjectProvider<DefinedGateways> defined,
      ObjectProvider<TakesReports> reports) {
    this.gateways = gateways;
    this.defined = defined;
    this.reports = reports;
  }

  /** What the provider is to be told. */
  CompletionStage<Told> receive(String gateway, ReportCall call) {
    OpenGateway open = gateways.find(gateway).orElse(null);
    if (open == null) {
      // Perhaps another copy has it open, or this one a moment later: the provider comes again.
      DefinedGateways all = defined.getIfAvailable();
      boolean isDefined = all != null && all.isDefined(gateway, gateways.name());
      return refused(isDefined ? 503 : 404);
    }
    ReportEntrance entrance = open.entrance();
    if (entrance == null) {
      return refused(404);
    }
    if (!entrance.authenticate().isAuthentic(call)) {
      open.metrics().rejected("unauthentic");
      return refused(401);
    }
    Optional<Brought> brought = entrance.read().in(call);
    if (brought.isEmpty() || brought.get().isUnreadable()) {
      open.metrics().rejected("unreadable");
      return refused(400);
    }
    return take(open, brought.get(), Told.of(entrance.answer()));
  }

  private CompletionStage<Told> take(OpenGateway open, Brought brought, Told answer) {
    if (brought.reports().isEmpty()) {
      count(open.metrics(), brought);
      return CompletableFuture.completedFuture(answer);
    }
    CompletionStage<Void> taken;
    try {
      taken = reports.getObject().take(brought.reports());
    } catch (RuntimeException e) {
      taken = CompletableFuture.failedFuture(e);
    }
    return taken
        .toCompletableFuture()
        .copy()
        .orTimeout(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                count(open.metrics(), brought);
                return answer;
              }
              log.debug(
                  "Reports of gateway {} cannot be taken: {}",
                  open.gateway().name(),
                  Failures.describeWithoutData(failure));
              open.metrics().rejected("unavailable");
              return Told.refusing(503);
            });
  }

  private static void count(HttpMetrics metrics, Brought brought) {
    brought.reports().forEach(metrics::reported);
    metrics.passedOver(brought.ignored(), brought.unknown(), brought.incomplete());
  }

  private static CompletionStage<Told> refused(int status) {
    return CompletableFuture.completedFuture(Told.refusing(status));
  }
}
