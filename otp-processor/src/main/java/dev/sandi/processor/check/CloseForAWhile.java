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
    Map<String, Decision> closings = closings(decisions);
    closings.keySet().removeAll(standing);
    Instant now = clock.instant();
    TraceParent trace = TraceParent.start();
    outbox.append(
        closings.values().stream().map(d -> Envelope.of(change(d, now), now, trace)).toList());
  }

  private static Map<String, Decision> closings(List<Decision> decisions) {
    Map<String, Decision> closings = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      Closing closing = decision.refusal().block();
      if (decision.enforced() && closing != null) {
        closings.putIfAbsent(closing.key(), decision);
      }
    }
    return closings;
  }

  private static BlockChanged change(Decision decision, Instant now) {
    Closing closing = java.util.Objects.requireNonNull(decision.refusal().block());
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
