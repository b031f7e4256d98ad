package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;

/** An event in the life of one accepted request to send a code. */
public sealed interface SessionEvent extends Event
    permits OtpRequested, LifecycleEvent, CallbackEvent {

  SessionId sessionId();

  AppId appId();

  @Override
  default String key() {
    return sessionId().toString();
  }

  @Override
  default String subject() {
    return sessionId().toString();
  }
}
