package dev.sandi.dispatcher.delivery;

import dev.sandi.value.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The sessions whose event failed here last, so that none overtakes it. Guarded by the lanes. */
final class Stuck {

  private static final int MOST_REMEMBERED = 10_000;

  private final Map<SessionId, UUID> failed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, UUID> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  void ended(Settlement settlement) {
    Delivery delivery = settlement.delivery();
    if (!delivery.ordered()) {
      return;
    }
    if (settlement.state().equals("pending")) {
      failed.put(delivery.sessionId(), delivery.eventId());
    } else {
      failed.remove(delivery.sessionId(), delivery.eventId());
    }
  }

  boolean holdsBack(Delivery delivery) {
    UUID first = delivery.ordered() ? failed.get(delivery.sessionId()) : null;
    return first != null && !first.equals(delivery.eventId());
  }
}
