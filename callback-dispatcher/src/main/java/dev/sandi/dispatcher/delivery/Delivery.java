package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.http.Body;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this copy has claimed.
 *
 * @param type as customers see it, such as {@code otp.sent}
 * @param attempts how many were made before
 * @param dueAt since when its next attempt could be made
 * @param inHand whether this copy has had it since it came, and claimed it from no table
 * @param takenOver whether a copy had claimed it that was never heard of again
 * @param probe whether its endpoint's breaker is open, and this finds out whether it is back
 * @param ordered whether it waits for the earlier events of its session, and they for it
 * @param replayed absent if it has not ended since it was taken in
 */
record Delivery(
    UUID eventId,
    long endpointId,
    AppId appId,
    SessionId sessionId,
    String type,
    CallbackUrl url,
    Body body,
    String traceParent,
    int attempts,
    Instant createdAt,
    Instant dueAt,
    Claim claim,
    boolean inHand,
    boolean takenOver,
    boolean probe,
    boolean ordered,
    @Nullable Replayed replayed) {

  static Delivery first(NewDelivery born, Instant createdAt, Claim claim, boolean ordered) {
    return new Delivery(
        born.eventId(),
        born.endpointId(),
        born.appId(),
        born.sessionId(),
        born.type().publicName(),
        born.url(),
        born.body(),
        born.trace().value(),
        0,
        createdAt,
        createdAt,
        claim,
        true,
        false,
        false,
        ordered,
        null);
  }

  /** What takes its turn: of deliveries with the same, there is one attempt at a time. */
  UUID turn() {
    return ordered ? sessionId.value() : eventId;
  }

  /** One that is in no table, and belongs to no endpoint. */
  static Delivery trial(
      AppId appId, SessionId sessionId, String type, CallbackUrl url, Body body, Instant now) {
    return new Delivery(
        UuidV7.at(now),
        0,
        appId,
        sessionId,
        type,
        url,
        body,
        "",
        0,
        now,
        now,
        new Claim(UuidV7.at(now), now),
        false,
        false,
        false,
        false,
        null);
  }

  /** Whether it leaves the way to what is told for the first time. */
  boolean bulk() {
    return replayed != null && replayed.bulk();
  }

  /** Since when it is to be told. */
  Instant dueSince() {
    return replayed == null ? createdAt : replayed.at();
  }

  /** How many of its attempts the schedule does not count. */
  int attemptsBefore() {
    return replayed == null ? 0 : replayed.attemptsBefore();
  }

  @Override
  public String toString() {
    return "Delivery[" + eventId + " to " + url + "]";
  }
}
