package dev.sandi.bench.sending;

import java.util.List;
import java.util.Map;

/**
 * What a comparison of all records came to.
 *
 * @param taken submits that an SMS came of
 * @param doubled SMS beyond the first of their session
 * @param doubledInDoubt those of them that followed an ambiguous submit
 * @param ambiguous submits that were ambiguous by the SMSC's record
 * @param unanswered those of them whose answer never left, or left too late
 * @param ends how sessions ended, and how many of them
 * @param failed sessions by reason
 * @param repeated copies of events, beyond the first
 * @param waits from the 201 to the first SMS, in milliseconds, in ascending order
 */
public record Findings(
    int accepted,
    int submits,
    int taken,
    int doubled,
    int doubledInDoubt,
    int ambiguous,
    int unanswered,
    Map<Told.Kind, Long> ends,
    Map<String, Long> failed,
    long repeated,
    List<Long> waits,
    List<Violation> violations) {

  public long ended(Told.Kind kind) {
    return ends.getOrDefault(kind, 0L);
  }

  /** The wait that so much of all are not longer than; 0 if there was none. */
  public long waited(double share) {
    return waits.isEmpty() ? 0 : waits.get((int) Math.ceil(share * waits.size()) - 1);
  }
}
