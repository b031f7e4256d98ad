package dev.sandi.bench.sending;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all sides of a run have on record. Times are milliseconds of the run.
 *
 * @param orders what the customer was answered 201 for
 * @param unheard numbers of requests that never got that answer: an SMS may come of them or not
 * @param submits by the SMSC, in the order of their ids
 * @param linkEnds when connections ended, whoever ended them
 * @param troubles of processors, and of what they write to
 * @param delays of ways to the gateway: what arrives then may have left long before
 * @param told events, copies of the same one included
 * @param counted ambiguous submits, by Sandi
 * @param resends whether an ambiguous submit may be followed by another
 */
public record Evidence(
    List<Order> orders,
    Set<String> unheard,
    List<Submit> submits,
    Map<String, List<Long>> linkEnds,
    List<Trouble> troubles,
    List<Trouble> delays,
    List<Told> told,
    long counted,
    boolean resends) {

  /** How long the gateway waits for an answer, but for the time that it is on its way. */
  private static final long ANSWER_TIMEOUT = 9_000;

  /** An answer that leaves so long before the processor is killed may not be on record. */
  private static final long TO_RECORD = 2_000;

  /** An answer that leaves so long before its link is cut may not be read. */
  private static final long TO_READ = 250;

  /** Whether the answer never left, or left when nobody waited for it any more. */
  boolean isUnanswered(Submit submit) {
    Long answeredAt = submit.answeredAt();
    return answeredAt == null || answeredAt - submit.at() > ANSWER_TIMEOUT;
  }

  /** Whether a submit may have left before one that arrived earlier. */
  boolean isLate(Submit submit) {
    return delays.stream().anyMatch(delay -> delay.touches(submit.at(), submit.at()));
  }

  /** Whether nobody can know, on the other side, what became of a submit. */
  boolean isAmbiguous(Submit submit) {
    Long answeredAt = submit.answeredAt();
    if (answeredAt == null || isUnanswered(submit)) {
      return true;
    }
    long readBy = answeredAt + TO_READ;
    return troubles.stream().anyMatch(t -> t.touches(submit.at(), answeredAt + TO_RECORD))
        || linkEnds.getOrDefault(submit.link(), List.of()).stream()
            .anyMatch(time -> time >= submit.at() && time <= readBy);
  }
}
