package dev.sandi.event;

import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The number of these sessions is to be forgotten, wherever it is kept, and whatever is told of
 * them later.
 *
 * @param sessions at most 500
 */
public record ErasureRequested(
    UUID erasureId, int part, List<SessionId> sessions, Instant requestedAt)
    implements ErasureEvent {

  public ErasureRequested {
    Required.of(erasureId, "erasure_id");
    Required.of(sessions, "sessions");
    Required.of(requestedAt, "requested_at");
    sessions = List.copyOf(sessions);
  }
}
