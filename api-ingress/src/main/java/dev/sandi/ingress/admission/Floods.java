package dev.sandi.ingress.admission;

import dev.sandi.value.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Apps that go on asking far above their rate. While it is known that an app has no room in its
 * rate, its further requests are refused at once, so that they take nothing from others: neither of
 * the database nor of their turn.
 *
 * <p>Nobody is refused who would be admitted: the room that an app has used up is free again a
 * second after its send, and not before. The first refusals of each second are left to the
 * database, which also knows the wait of their numbers.
 */
final class Floods {

  /** Refusals of an app, in a second, for which the database is asked. */
  static final int TOLD = 50;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Supplier<Instant> clock;
  private final Map<AppId, Flood> floods = new ConcurrentHashMap<>();

  Floods(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /**
   * What is known of an app.
   *
   * @param since when its refusals were counted from
   * @param told how many there were since
   * @param full until when its rate has no room
   */
  private record Flood(Instant since, int told, Instant full) {

    Flood next(Instant now, Instant full) {
      return now.isBefore(since.plus(SECOND))
          ? new Flood(since, told + 1, full)
          : new Flood(now, 1, full);
    }
  }

  /** The refusal of a request that needs not be asked about; empty if it has to. */
  Optional<Decision> refuse(Candidate candidate) {
    if (floods.isEmpty() || candidate.key() != null || !candidate.counts()) {
      return Optional.empty();
    }
    Flood flood = floods.get(candidate.app());
    if (flood == null || flood.told() < TOLD) {
      return Optional.empty();
    }
    Instant now = clock.get();
    return now.isBefore(flood.full())
        ? Optional.of(new Decision.AppLimited(Duration.between(now, flood.full()), null))
        : Optional.empty();
  }

  /**
   * Notes what was decided.
   *
   * @param asked a moment before the decision
   */
  void note(Candidate candidate, Decision decision, Instant asked) {
    if (decision instanceof Decision.AppLimited limited) {
      Instant full = asked.plus(limited.retryAfter());
      floods.merge(
          candidate.app(), new Flood(asked, 1, full), (known, fresh) -> known.next(asked, full));
    } else if (decision instanceof Decision.Admitted && !floods.isEmpty()) {
      floods.computeIfPresent(
          candidate.app(),
          (app, known) -> asked.isBefore(known.since().plus(SECOND)) ? known : null);
    }
  }
}
