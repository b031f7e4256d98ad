package dev.sandi.event;

import java.time.Instant;

/** The code of the session was sent, and its time passed without a verification. */
public record OtpExpired(Session session, Instant expiredAt) implements LifecycleEvent {

  public OtpExpired {
    Required.of(session, "session");
    Required.of(expiredAt, "expired_at");
  }
}
