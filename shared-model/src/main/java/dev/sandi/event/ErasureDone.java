package dev.sandi.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A service has forgotten the number of all sessions of a part, and nothing that it had in hand can
 * bring it back.
 *
 * @param service its name, as in {@code ce_source}
 * @param rows by table, how many were deleted or changed
 */
public record ErasureDone(
    UUID erasureId, int part, String service, Map<String, Long> rows, Instant doneAt)
    implements ErasureEvent {

  public ErasureDone {
    Required.of(erasureId, "erasure_id");
    Required.of(service, "service");
    Required.of(rows, "rows");
    Required.of(doneAt, "done_at");
    rows = Map.copyOf(rows);
  }
}
