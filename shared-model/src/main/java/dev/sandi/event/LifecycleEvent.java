package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;

/** What became of a session after it was accepted. */
public sealed interface LifecycleEvent extends SessionEvent
    permits OtpSent, OtpRejected, OtpFailed, OtpDelivered, OtpUndelivered, OtpVerified, OtpExpired {

  Session session();

  @Override
  default SessionId sessionId() {
    return session().id();
  }

  @Override
  default AppId appId() {
    return session().appId();
  }
}
