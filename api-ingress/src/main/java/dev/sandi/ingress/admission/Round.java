package dev.sandi.ingress.admission;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One round of decisions. Of requests that depend on each other, by their key or by a number that
 * counts, the database is asked about the first: that tells about most of the others, too, and the
 * rest wait for the next round. So a storm on one number costs a row a round.
 */
final class Round {

  private record Key(AppId app, UUID key) {}

  private record Msisdn(AppId app, PhoneNumber msisdn) {}

  private final Duration lease;
  private final List<Candidate> asked = new ArrayList<>();
  private final Map<Key, Integer> byKey = new HashMap<>();
  private final Map<Msisdn, Integer> byMsisdn = new HashMap<>();

  /**
   * @param lease how long a request with a key is believed to be running
   */
  Round(Duration lease) {
    this.lease = lease;
  }

  /** Whether the database is asked about it in this round; if not, it may {@link #follow}. */
  boolean add(Candidate candidate) {
    Key key = key(candidate);
    Msisdn msisdn = candidate.counts() ? new Msisdn(candidate.app(), candidate.msisdn()) : null;
    if (key != null && byKey.putIfAbsent(key, asked.size()) != null) {
      return false;
    }
    if (msisdn != null && byMsisdn.putIfAbsent(msisdn, asked.size()) != null) {
      if (key != null) {
        byKey.remove(key);
      }
      return false;
    }
    asked.add(candidate);
    return true;
  }

  /** What the database is asked about. */
  List<Candidate> asked() {
    return asked;
  }

  /**
   * What the decisions about those that were {@link #asked} say of another one; empty if it has to
   * be asked about in another round.
   */
  Optional<Decision> follow(Candidate candidate, List<Optional<Decision>> decisions) {
    IdempotencyKey key = candidate.key();
    if (key == null) {
      Integer first = byMsisdn.get(new Msisdn(candidate.app(), candidate.msisdn()));
      // Nobody was sent since, so it is refused for the same.
      return Optional.ofNullable(first)
          .flatMap(decisions::get)
          .filter(
              d ->
                  d instanceof Decision.Limited
                      || d instanceof Decision.AppLimited
                      || d instanceof Decision.QuotaUsed);
    }
    Integer first = byKey.get(key(candidate));
    return first == null
        ? Optional.empty()
        : decisions
            .get(first)
            .flatMap(d -> repeat(candidate, key.request().equals(requestOf(first)), d));
  }

  private Optional<Decision> repeat(Candidate candidate, boolean same, Decision first) {
    if (first instanceof Decision.Admitted) {
      return Optional.of(same ? new Decision.Running(lease) : new Decision.KeyReused());
    }
    if (!same) {
      return Optional.empty();
    }
    if (first instanceof Decision.Replayed replayed) {
      return Optional.of(new Decision.Replayed(replayed.ticket().of(candidate)));
    }
    return holdsFor(candidate, first) ? Optional.of(first) : Optional.empty();
  }

  /** Whether a repetition is refused for the same: the first one changed nothing. */
  private static boolean holdsFor(Candidate candidate, Decision first) {
    if (first instanceof Decision.Unfit) {
      return candidate.unfit();
    }
    if (first instanceof Decision.Blocked) {
      return candidate.blocked() && !candidate.unfit();
    }
    if (first instanceof Decision.Limited
        || first instanceof Decision.AppLimited
        || first instanceof Decision.QuotaUsed) {
      return candidate.counts();
    }
    return first instanceof Decision.Running || first instanceof Decision.KeyReused;
  }

  private @Nullable UUID requestOf(int index) {
    IdempotencyKey key = asked.get(index).key();
    return key == null ? null : key.request();
  }

  private static @Nullable Key key(Candidate candidate) {
    IdempotencyKey key = candidate.key();
    return key == null ? null : new Key(candidate.app(), key.key());
  }
}
