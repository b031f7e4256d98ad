package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.http.Body;
import dev.sandi.event.EventType;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.util.UUID;

/**
 * A lifecycle event that is to be told to a customer.
 *
 * @param eventId the event's id, and the {@code webhook-id}
 * @param type what the customer sees as the type
 * @param body the exact bytes that every attempt sends
 */
public record NewDelivery(
    UUID eventId,
    long endpointId,
    AppId appId,
    SessionId sessionId,
    EventType type,
    CallbackUrl url,
    Body body,
    TraceParent trace) {

  @Override
  public String toString() {
    return "NewDelivery[" + eventId + " to " + url + "]";
  }
}
