package dev.sandi.processor.report;

import dev.sandi.processor.report.DeliveryReport.Undelivered;
import dev.sandi.processor.report.Fallbacks.Kept;
import dev.sandi.processor.report.Fallbacks.Resent;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Sends messages again whose negative report allows it. */
@Component
class ResendUndelivered {

  /** When to look what became of a message that is on its way again. */
  static final Duration LOOK_AFTER = Duration.ofSeconds(10);

  private final Sessions sessions;
  private final Fallbacks fallbacks;
  private final ObjectProvider<ResendsMessages> resends;

  ResendUndelivered(
      Sessions sessions, Fallbacks fallbacks, ObjectProvider<ResendsMessages> resends) {
    this.sessions = sessions;
    this.fallbacks = fallbacks;
    this.resends = resends;
  }

  /** Takes negative findings, at most one of a session, and returns what is left to be told. */
  List<Undelivered> resend(List<Finding> negative, Instant now) {
    if (negative.isEmpty()) {
      return List.of();
    }
    Map<SessionId, SessionRow> rows =
        sessions.lock(negative.stream().map(finding -> finding.session().value()).toList()).stream()
            .collect(Collectors.toMap(SessionRow::id, Function.identity()));
    Map<SessionId, Kept> kept = fallbacks.lock(rows.keySet());
    Set<SessionId> underWay =
        fallbacks.underWay(kept.values().stream().filter(Kept::resent).map(Kept::session).toList());
    List<Kept> again = new ArrayList<>();
    List<Resent> resent = new ArrayList<>();
    List<SessionId> ended = new ArrayList<>();
    List<Undelivered> told = new ArrayList<>();
    for (Finding finding : negative) {
      Undelivered report = (Undelivered) finding.report();
      SessionRow row = rows.get(finding.session());
      Kept fallback = kept.get(finding.session());
      if (underWay.contains(finding.session())) {
        resent.add(new Resent(finding.session(), report));
      } else if (row != null && fallback != null && mayResend(fallback, finding, row, now)) {
        again.add(fallback);
        resent.add(new Resent(finding.session(), report));
      } else {
        if (fallback != null && finding.newest()) {
          ended.add(finding.session());
        }
        if (finding.last()) {
          told.add(report);
        }
      }
    }
    send(again);
    fallbacks.resent(resent, now.plus(LOOK_AFTER));
    fallbacks.end(ended);
    return told;
  }

  /** Puts messages on their way; their rows are to be marked by the caller. */
  void send(List<Kept> again) {
    if (!again.isEmpty()) {
      resends.getObject().resend(again.stream().map(Kept::resend).toList());
    }
  }

  /** Neither verified nor expired, nor reported on for good. */
  static boolean isOpen(SessionRow row, Instant now) {
    return row.state().equals("sent") && row.expiresAt().isAfter(now);
  }

  private static boolean mayResend(Kept kept, Finding finding, SessionRow row, Instant now) {
    return finding.newest()
        && !kept.resent()
        && kept.fallback().whenUndelivered()
        && isOpen(row, now);
  }
}
