package dev.sandi.processor.code;

import dev.sandi.processor.code.Challenge.Live;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps the last promise of a session that is requested again, with a later time: a publication
 * that its publisher believed to have failed may have reached the broker, and the next attempt of
 * the same {@code Idempotency-Key} tells its client an {@code expires_at} of its own.
 */
@Component
public class ProlongCodes {

  private final TransactionOperations transactions;
  private final Sessions sessions;
  private final Challenges challenges;
  private final Clock clock;

  ProlongCodes(
      TransactionOperations transactions, Sessions sessions, Challenges challenges, Clock clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.challenges = challenges;
    this.clock = clock;
  }

  /**
   * To be called outside of a transaction: challenges are locked here in an order of their own.
   *
   * @param repeated requests of sessions that are on record; nearly all promise nothing new
   */
  public void prolong(Collection<Request> repeated) {
    if (repeated.isEmpty()) {
      return;
    }
    Set<UUID> promisedLess = sessions.promisedLess(repeated);
    List<Request> longer = repeated.stream().filter(r -> promisedLess.contains(r.id())).toList();
    if (!longer.isEmpty()) {
      transactions.executeWithoutResult(status -> prolongAll(longer));
    }
  }

  private void prolongAll(List<Request> requests) {
    Map<ChallengeKey, Challenge> known =
        challenges.lock(requests.stream().map(r -> ChallengeKey.of(r.event())).distinct().toList());
    Map<ChallengeKey, Live> changed = new LinkedHashMap<>();
    Map<UUID, Instant> ends = new LinkedHashMap<>();
    for (Request request : requests) {
      ChallengeKey key = ChallengeKey.of(request.event());
      Live code = changed.containsKey(key) ? changed.get(key) : live(known.get(key));
      if (code != null && code.sessions().contains(request.id())) {
        Live prolonged =
            code.prolonged(request.event().requestedAt(), request.event().timeLimit().duration());
        changed.put(key, prolonged);
        ends.put(
            request.id(), Collections.min(List.of(prolonged.expiresAt(), request.expiresAt())));
      }
    }
    challenges.update(changed, clock.instant());
    sessions.prolong(ends);
  }

  private static @Nullable Live live(@Nullable Challenge challenge) {
    return challenge instanceof Live live ? live : null;
  }
}
