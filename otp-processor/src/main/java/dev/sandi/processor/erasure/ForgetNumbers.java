package dev.sandi.processor.erasure;

import dev.sandi.erasure.ErasedSessions;
import dev.sandi.erasure.ForgetsNumbers;
import dev.sandi.processor.code.ExpireCodes;
import dev.sandi.processor.erasure.NumberCodes.Carried;
import dev.sandi.processor.erasure.NumberTraces.Trace;
import dev.sandi.processor.session.Sessions;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Forgets the number of sessions. A code that is live ends, and so does a message that waits, both
 * told as ever, with the number that stands for one that was erased.
 *
 * <p>A message that a gateway has in hand is waited for: what comes of it is recorded first. A code
 * that a session carries which is not to be forgotten, since it was asked for later, stays.
 */
@Component
class ForgetNumbers implements ForgetsNumbers {

  private final NumberTraces traces;
  private final NumberCodes codes;
  private final ErasedSessions erased;
  private final Sessions sessions;
  private final EndErased endErased;
  private final ExpireCodes expire;
  private final Clock clock;

  ForgetNumbers(
      NumberTraces traces,
      NumberCodes codes,
      ErasedSessions erased,
      Sessions sessions,
      EndErased endErased,
      ExpireCodes expire,
      Clock clock) {
    this.traces = traces;
    this.codes = codes;
    this.erased = erased;
    this.sessions = sessions;
    this.endErased = endErased;
    this.expire = expire;
    this.clock = clock;
  }

  @Override
  public Forgotten forget(List<UUID> ids) {
    List<Trace> found = traces.of(ids);
    if (found.isEmpty()) {
      return new Forgotten(Map.of(), Set.of());
    }
    // Challenges, sessions, messages: in the order in which everybody locks them.
    List<Carried> ended = ended(codes.lock(found));
    sessions.hold(ids);
    Set<UUID> inHand = traces.inHand(ids, clock.instant());
    List<Trace> all = found.stream().filter(trace -> !inHand.contains(trace.session())).toList();
    List<UUID> free = all.stream().map(Trace::session).toList();

    Map<String, Long> rows = new TreeMap<>();
    rows.put("challenges", codes.delete(ended));
    rows.put("number_failures", codes.deleteFailures(found));
    rows.putAll(traces.erase(all));
    endErased.end(free);
    expire.tell(ended.stream().flatMap(code -> code.sessions().stream()).toList());
    return new Forgotten(rows, inHand);
  }

  /** Codes that no session carries but those whose number is forgotten. */
  private List<Carried> ended(List<Carried> carried) {
    Set<UUID> all = new HashSet<>();
    carried.forEach(code -> all.addAll(code.sessions()));
    Set<UUID> forgotten = erased.among(all);
    return carried.stream().filter(code -> forgotten.containsAll(code.sessions())).toList();
  }
}
