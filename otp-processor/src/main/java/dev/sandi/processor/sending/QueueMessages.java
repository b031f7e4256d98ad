package dev.sandi.processor.sending;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.report.ResendsMessages;
import dev.sandi.processor.sending.RouteMessages.Routed;
import dev.sandi.processor.sending.Submissions.Fresh;
import dev.sandi.processor.session.Sessions.Request;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Puts messages on their way, within the caller's transaction. */
@Component
public class QueueMessages implements ResendsMessages {

  private final Submissions submissions;
  private final RouteMessages route;
  private final Submitter submitter;
  private final Clock clock;

  QueueMessages(Submissions submissions, RouteMessages route, Submitter submitter, Clock clock) {
    this.submissions = submissions;
    this.route = route;
    this.submitter = submitter;
    this.clock = clock;
  }

  /** Those of the requests that have a code get their message. */
  public void queue(List<Request> requests, Map<UUID, UUID> codes) {
    route.look();
    List<Fresh> messages =
        requests.stream()
            .filter(request -> codes.containsKey(request.id()))
            .map(request -> message(request, Objects.requireNonNull(codes.get(request.id()))))
            .toList();
    if (!messages.isEmpty()) {
      submissions.add(messages, clock.instant());
    }
  }

  /** Whether no real gateway can get a request's message. */
  public boolean isSimulated(OtpRequested request) {
    return request.sandbox()
        || request.simulatedOutcome() != null
        || route.isSimulated(request.appId(), request.msisdn());
  }

  private Fresh message(Request request, UUID code) {
    var event = request.event();
    Routed message =
        new Routed(
            event.sessionId(),
            event.appId(),
            event.msisdn(),
            event.sandbox() || event.simulatedOutcome() != null);
    return new Fresh(event.sessionId(), code, route.first(message));
  }

  @Override
  public void resend(List<Resend> messages) {
    if (!messages.isEmpty()) {
      submissions.resend(messages, clock.instant());
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              submitter.route();
            }
          });
    }
  }
}
