package dev.sandi.ingress.testing;

import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.CallbackFailed;
import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What the other services tell of one session, a second apart. */
public record Told(Session session) {

  public static final String MSISDN = "6281234567890";

  /** A session that began at {@code start}. */
  public static Told of(String app, Instant start) {
    return about(SessionId.at(start), app);
  }

  public static Told of(String app) {
    return of(app, Instant.now());
  }

  public static Told about(SessionId session, String app) {
    return new Told(
        new Session(session, new AppId(app), PhoneNumber.of(MSISDN), ChallengeName.DEFAULT, null));
  }

  public SessionId id() {
    return session.id();
  }

  private Instant after(int seconds) {
    return session.id().startedAt().plusSeconds(seconds);
  }

  private Envelope at(int seconds, Event event) {
    return Envelope.of(event, after(seconds), TraceParent.start());
  }

  public Envelope requested() {
    return at(
        0,
        new OtpRequested(
            session.id(),
            session.appId(),
            false,
            session.msisdn(),
            session.challenge(),
            SmsTemplate.DEFAULT,
            "t1.sealed-code",
            TimeLimit.DEFAULT,
            null,
            after(0),
            "told/1.0",
            null));
  }

  public Envelope sent() {
    return at(1, new OtpSent(session, "simulator", "m-1", 1, after(1), after(301)));
  }

  public Envelope delivered() {
    return at(2, new OtpDelivered(session, "simulator", "m-1", after(2)));
  }

  public Envelope undelivered() {
    return at(
        3,
        new OtpUndelivered(
            session, "simulator", "m-1", "absent_subscriber", "27", "It was off.", after(3)));
  }

  public Envelope verified() {
    return at(4, new OtpVerified(session, after(4)));
  }

  public Envelope expired() {
    return at(5, new OtpExpired(session, after(5)));
  }

  public Envelope failed() {
    return at(1, new OtpFailed(session, "no_route", "simulator", "E7", "No way.", after(1)));
  }

  public Envelope rejected() {
    return at(
        1,
        new OtpRejected(
            session, "sequential", "neighbouring_numbers", Map.of("distinct", 8), after(1)));
  }

  public Envelope callbackDelivered() {
    return at(
        7,
        new CallbackDelivered(
            session.id(), session.appId(), UUID.randomUUID(), "otp.sent", 2, 200, 12, after(7)));
  }

  public Envelope callbackFailed() {
    return at(
        6,
        new CallbackFailed(
            session.id(),
            session.appId(),
            UUID.randomUUID(),
            "otp.sent",
            1,
            "connect_refused",
            null,
            3,
            after(6),
            after(11)));
  }

  /** The callback that tells of an event was answered so long after it. */
  public Envelope calledBack(Envelope event, Duration later) {
    Instant at = event.time().plus(later);
    return Envelope.of(
        new CallbackDelivered(
            session.id(),
            session.appId(),
            event.id(),
            event.type().publicName(),
            1,
            200,
            later.toMillis(),
            at),
        at,
        TraceParent.start());
  }

  /** The callback that tells of an event was given up, having been answered with a 500. */
  public Envelope givenUp(Envelope event, Duration later) {
    Instant at = event.time().plus(later);
    return Envelope.of(
        new CallbackExhausted(
            session.id(),
            session.appId(),
            event.id(),
            event.type().publicName(),
            11,
            "http_status",
            500,
            at,
            "attempts_used_up"),
        at,
        TraceParent.start());
  }

  public Envelope callbackExhausted() {
    return at(
        8,
        new CallbackExhausted(
            session.id(),
            session.appId(),
            UUID.randomUUID(),
            "otp.sent",
            11,
            "http_status",
            500,
            after(8),
            "attempts_used_up"));
  }
}
