package dev.sandi.processor.intake;

import dev.sandi.processor.check.Decision;
import dev.sandi.processor.code.CodeMeters;
import dev.sandi.processor.code.CodeMeters.Moment;
import dev.sandi.processor.intake.AcceptRequests.Accepted;
import dev.sandi.processor.session.Sessions.Request;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts and logs what became of requests, once that is committed. */
@Component
class RequestMeters {

  private static final Logger log = LoggerFactory.getLogger(RequestMeters.class);

  private final CodeMeters codes;
  private final MeterRegistry metrics;

  RequestMeters(CodeMeters codes, MeterRegistry metrics) {
    this.codes = codes;
    this.metrics = metrics;
  }

  void count(Accepted accepted) {
    // A code is named by the session that it was made for.
    int created =
        (int)
            accepted.codes().entrySet().stream()
                .filter(code -> code.getKey().equals(code.getValue()))
                .count();
    codes.count(Moment.CREATED, created);
    codes.count(Moment.RESENT, accepted.codes().size() - created);
    for (Request request : accepted.fresh()) {
      Decision refused = accepted.refused().get(request.event().sessionId());
      if (refused != null) {
        tell(request, refused);
      }
    }
  }

  private void tell(Request request, Decision refused) {
    metrics.counter("sandi.processor.rejected", "check", refused.check()).increment();
    log.atInfo()
        .addKeyValue("session_id", refused.session())
        .addKeyValue("trace_id", request.envelope().trace().traceId())
        .log(
            "Session {} is refused by {}: {}",
            refused.session(),
            refused.check(),
            refused.refusal().reason());
  }
}
