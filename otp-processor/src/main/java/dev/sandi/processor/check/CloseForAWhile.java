package dev.sandi.processor.check;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.check.Check.Closing;
import dev.sandi.value.TraceParent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Tells the ingress what to refuse at once, through {@code blocklist.v1}. Only what is enforced
 * closes anything.
 *
 * <p>Whoever took such a block back is not overruled: for {@link #RESPECTED} no check closes it
 * again, though it goes on to refuse what it has something against.
 */
@Component
class CloseForAWhile {

  static final Duration RESPECTED = Duration.ofHours(12);

  private final Outbox outbox;
  private final Clock clock;

  CloseForAWhile(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  Set<String> keys(List<Decision> decisions) {
    return closings(decisions).keySet();
  }

  /** Within the caller's transaction. */
  void tell(List<Decision> decisions, Set<String> standing) {
    Map<String, Wish> closings = closings(decisions);
    closings.keySet().removeAll(standing);
    Instant now = clock.instant();
    TraceParent trace = TraceParent.start();
    outbox.append(
        closings.values().stream().map(w -> Envelope.of(w.change(now), now, trace)).toList());
  }

  private static Map<String, Wish> closings(List<Decision> decisions) {
    Map<String, Wish> closings = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      if (decision.enforced()) {
        decision
            .refusal()
            .closings()
            .forEach(closing -> closings.putIfAbsent(closing.key(), new Wish(decision, closing)));
      }
    }
    return closings;
  }

  private record Wish(Decision decision, Closing closing) {

    BlockChanged change(Instant now) {
      return new BlockChanged(
          closing.digits(),
          closing.prefix(),
          closing.app(),
          true,
          decision.refusal().reason(),
          decision.check(),
          now.plus(closing.length()),
          now);
    }
  }
}
