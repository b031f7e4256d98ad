package dev.sandi.dispatcher.testing;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lifecycle events that happened now. */
public final class Happened {

  public static final PhoneNumber NUMBER = new PhoneNumber("6281234567890");

  private Happened() {}

  public static Session session(AppId app, @Nullable String url, Instant now) {
    return new Session(
        SessionId.at(now),
        app,
        NUMBER,
        ChallengeName.DEFAULT,
        url == null ? null : new CallbackUrl(url));
  }

  public static Envelope sent(AppId app, @Nullable String url, Instant now) {
    return sent(session(app, url, now), now);
  }

  public static Envelope sent(Session session, Instant now) {
    return envelope(
        new OtpSent(session, "simulator", "m-1", 1, now, now.plus(Duration.ofMinutes(5))), now);
  }

  public static Envelope delivered(Session session, Instant now) {
    return envelope(new OtpDelivered(session, "simulator", "m-1", now), now);
  }

  public static Envelope verified(Session session, Instant now) {
    return envelope(new OtpVerified(session, now), now);
  }

  public static Envelope envelope(LifecycleEvent event, Instant now) {
    return Envelope.of(event, now, TraceParent.start());
  }
}
