package dev.sandi.event;

import java.time.Instant;
import java.util.Map;

/**
 * A check refused the session: no SMS was sent.
 *
 * @param check name of the check that refused
 * @param reason why, in a stable slug
 * @param evidence what the check saw, msisdns masked
 */
public record OtpRejected(
    Session session, String check, String reason, Map<String, Object> evidence, Instant rejectedAt)
    implements LifecycleEvent {

  public OtpRejected {
    Required.of(session, "session");
    Required.of(check, "check");
    Required.of(reason, "reason");
    Required.of(rejectedAt, "rejected_at");
    evidence = evidence == null ? Map.of() : Map.copyOf(evidence);
  }
}
