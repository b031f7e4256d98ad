package dev.sandi.processor.report;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.report.GatewayMessages.MessageKey;
import dev.sandi.processor.report.GatewayMessages.Part;
import dev.sandi.processor.report.WaitingReports.Postponed;
import dev.sandi.processor.report.WaitingReports.Waiting;
import dev.sandi.processor.session.Sessions;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.SessionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Finds the messages that reports are about, a batch in one transaction. A report whose message is
 * not on record yet stays a row and is looked at again, so that it does not matter which of the two
 * comes first.
 */
@Component
class MatchReports {

  private static final int BATCH = 1000;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  /** If more are forgotten, their reports are found after their pause. */
  private static final int MOST_RECORDED = 20_000;

  private final TransactionOperations transactions;
  private final WaitingReports reports;
  private final GatewayMessages messages;
  private final Sessions sessions;
  private final RecordDeliveryReports record;
  private final ReportSettings settings;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final LinkedBlockingQueue<MessageKey> recorded = new LinkedBlockingQueue<>(MOST_RECORDED);

  MatchReports(
      TransactionOperations transactions,
      WaitingReports reports,
      GatewayMessages messages,
      Sessions sessions,
      RecordDeliveryReports record,
      ReportSettings settings,
      MeterRegistry metrics,
      Clock clock) {
    this.transactions = transactions;
    this.reports = reports;
    this.messages = messages;
    this.sessions = sessions;
    this.record = record;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What a batch came to. */
  private record Result(int size, int matched, List<Waiting> unknown, List<GatewayReport> news) {}

  /** Messages are on record by now. */
  void recorded(List<MessageKey> keys) {
    keys.forEach(recorded::offer);
  }

  /** Matches one batch. */
  Next matchDue() {
    List<MessageKey> fresh = new ArrayList<>();
    recorded.drainTo(fresh);
    reports.expedite(fresh, clock.instant());
    Result result = Objects.requireNonNull(transactions.execute(status -> match(clock.instant())));
    metrics.counter("sandi.processor.reports.matched").increment(result.matched());
    for (GatewayReport report : result.news()) {
      String state = report.state().name().toLowerCase(Locale.ROOT);
      metrics
          .counter("sandi.processor.gateways.reports", "gateway", report.gateway(), "state", state)
          .increment();
    }
    for (Waiting unknown : result.unknown()) {
      metrics
          .counter("sandi.processor.reports.unknown", "gateway", unknown.report().gateway())
          .increment();
    }
    if (result.size() >= BATCH) {
      return Next.AT_ONCE;
    }
    return result.size() > 0 ? Next.TOGETHER : Next.WHEN_WOKEN;
  }

  private Result match(Instant now) {
    List<Waiting> due = reports.due(now, BATCH);
    if (due.isEmpty()) {
      return new Result(0, 0, List.of(), List.of());
    }
    Map<Integer, Part> parts = messages.find(due.stream().map(Waiting::report).toList());
    Map<Part, GatewayReport> news = new LinkedHashMap<>();
    List<Waiting> done = new ArrayList<>();
    List<Waiting> unknown = new ArrayList<>();
    List<Postponed> later = new ArrayList<>();
    for (int n = 0; n < due.size(); n++) {
      Waiting one = due.get(n);
      Part part = parts.get(n);
      if (part != null) {
        news.putIfAbsent(part, one.report());
        done.add(one);
      } else if (one.receivedAt().plus(settings.keepUnknown()).isAfter(now)) {
        later.add(new Postponed(one.id(), next(one, now)));
      } else {
        unknown.add(one);
        done.add(one);
      }
    }
    Set<UUID> changed = record(news, now);
    reports.postpone(later);
    reports.delete(done);
    return new Result(
        due.size(),
        done.size() - unknown.size(),
        unknown,
        news.entrySet().stream()
            .filter(one -> changed.contains(one.getKey().message()))
            .map(Map.Entry::getValue)
            .toList());
  }

  /** Returns the messages that this is news of. */
  private Set<UUID> record(Map<Part, GatewayReport> news, Instant now) {
    Set<SessionId> concerned =
        news.keySet().stream().map(Part::session).collect(java.util.stream.Collectors.toSet());
    // Two parts of a message, or two messages of a session, are never decided on side by side.
    sessions.lock(concerned.stream().map(SessionId::value).toList());
    Set<UUID> changed = messages.report(news, now);
    List<Finding> findings =
        messages.of(concerned).values().stream()
            .map(all -> find(all, changed))
            .flatMap(Optional::stream)
            .toList();
    record.settle(findings);
    return changed;
  }

  /** What there is to say of a session, by its messages from the oldest to the newest. */
  private static Optional<Finding> find(List<GatewayMessage> all, Set<UUID> changed) {
    GatewayMessage newest = all.get(all.size() - 1);
    boolean last = all.stream().allMatch(GatewayMessage::isUndelivered);
    @Nullable GatewayMessage lost = null;
    for (GatewayMessage message : all) {
      if (message.isDelivered()) {
        return message.report().map(report -> new Finding(report, true, true));
      }
      if (message.isUndelivered() && changed.contains(message.id())) {
        lost = message;
      }
    }
    if (lost == null) {
      return Optional.empty();
    }
    boolean isNewest = lost.id().equals(newest.id());
    return lost.report().map(report -> new Finding(report, isNewest, last));
  }

  /**
   * As long as it has waited: it is found at the latest in twice the time that was needed, and
   * looked for some twenty times in a day, however many there are. Whoever records its message does
   * not wait for that.
   */
  private Instant next(Waiting report, Instant now) {
    Duration waited = Duration.between(report.receivedAt(), now);
    Duration pause = waited.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : waited;
    Instant next = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    Instant end = report.receivedAt().plus(settings.keepUnknown());
    return next.isBefore(end) ? next : end;
  }
}
