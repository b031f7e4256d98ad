package dev.sandi.processor.report;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes reports rows, all that wait by one statement. Whoever hands them in is told when they are,
 * and within a few seconds that they are not.
 */
@Component
class TakeReports implements TakesReports {

  private static final Logger log = LoggerFactory.getLogger(TakeReports.class);
  private static final int BATCH = 2000;
  private static final int LONGEST = 255;
  private static final int SECONDS = 5;

  private final WaitingReports reports;
  private final ReportSettings settings;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final Queue<Handed> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile Runnable wake = () -> {};
  private volatile Runnable taken = () -> {};
  private volatile boolean failing;

  TakeReports(WaitingReports reports, ReportSettings settings, MeterRegistry metrics, Clock clock) {
    this.reports = reports;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  private record Handed(List<GatewayReport> reports, CompletableFuture<@Nullable Void> done) {}

  void onHanded(Runnable listener) {
    this.wake = listener;
  }

  /** Sets whom to tell when reports are rows. */
  void onTaken(Runnable listener) {
    this.taken = listener;
  }

  @Override
  public CompletionStage<Void> take(List<GatewayReport> handed) {
    List<GatewayReport> known =
        handed.stream().filter(this::mayBeOurs).map(TakeReports::fit).toList();
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    if (known.isEmpty()) {
      done.complete(null);
      return done;
    }
    if (count.getAndAdd(known.size()) >= settings.mostWaiting()) {
      count.addAndGet(-known.size());
      done.completeExceptionally(new ReportsNotTakenException("too many reports are waiting"));
      return done;
    }
    waiting.add(new Handed(known, done));
    wake.run();
    return done.copy().orTimeout(SECONDS, TimeUnit.SECONDS);
  }

  /** Writes one batch. Only its loop calls it. */
  Next takeWaiting() {
    List<Handed> batch = new ArrayList<>();
    int size = 0;
    for (Handed next = waiting.poll(); next != null; next = size < BATCH ? waiting.poll() : null) {
      batch.add(next);
      size += next.reports().size();
    }
    if (batch.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    try {
      reports.add(batch.stream().flatMap(h -> h.reports().stream()).toList(), clock.instant());
      failing = false;
      batch.forEach(handed -> handed.done().complete(null));
      taken.run();
    } catch (RuntimeException e) {
      // Not thrown: the loop would pause, and whoever comes meanwhile would not be answered.
      if (!failing) {
        log.warn("Delivery reports cannot be taken: {}", Failures.describeWithoutData(e));
        failing = true;
      }
      batch.forEach(
          h -> h.done().completeExceptionally(new ReportsNotTakenException("database away")));
    } finally {
      count.addAndGet(-size);
    }
    return Next.AT_ONCE;
  }

  /** No message has an id that a gateway could not have given it. */
  private boolean mayBeOurs(GatewayReport report) {
    String id = report.messageId();
    boolean may = !id.isEmpty() && id.length() <= LONGEST && id.equals(printable(id));
    if (!may) {
      metrics.counter("sandi.processor.reports.unknown", "gateway", report.gateway()).increment();
    }
    return may;
  }

  /** What a peer says in a report is a row and an event, whatever it is. */
  private static GatewayReport fit(GatewayReport report) {
    return new GatewayReport(
        report.gateway(),
        report.messageId(),
        report.state(),
        fit(report.reason()),
        fit(report.networkCode()));
  }

  private static @Nullable String fit(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String printable = printable(text);
    return printable.isBlank()
        ? null
        : printable.substring(0, Math.min(printable.length(), LONGEST));
  }

  private static String printable(String text) {
    return text.codePoints()
        .filter(c -> !Character.isISOControl(c) && (c < 0xD800 || c > 0xDFFF))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
