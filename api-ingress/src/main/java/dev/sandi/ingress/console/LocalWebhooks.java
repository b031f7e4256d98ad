package dev.sandi.ingress.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Callbacks as they came, by the box that a page has chosen for itself: of each the latest, and
 * only of so many boxes, those that are looked at or called first to stay.
 */
final class LocalWebhooks {

  static final int MOST_BOXES = 50;
  static final int MOST_CALLS = 30;

  private final Map<UUID, Deque<WebhookCall>> boxes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Deque<WebhookCall>> eldest) {
          return size() > MOST_BOXES;
        }
      };

  synchronized void put(UUID box, WebhookCall call) {
    Deque<WebhookCall> calls = boxes.computeIfAbsent(box, unused -> new ArrayDeque<>());
    calls.addFirst(call);
    if (calls.size() > MOST_CALLS) {
      calls.removeLast();
    }
  }

  /** The newest first. */
  synchronized List<WebhookCall> of(UUID box) {
    Deque<WebhookCall> calls = boxes.get(box);
    return calls == null ? List.of() : List.copyOf(calls);
  }
}
