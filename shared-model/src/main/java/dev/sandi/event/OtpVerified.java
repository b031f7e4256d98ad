package dev.sandi.event;

import java.time.Instant;

/** The code of the session was verified: once per code, ever. */
public record OtpVerified(Session session, Instant verifiedAt) implements LifecycleEvent {

  public OtpVerified {
    Required.of(session, "session");
    Required.of(verifiedAt, "verified_at");
  }
}
