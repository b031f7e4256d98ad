package dev.sandi.ingress.abandon;

import static java.util.Comparator.naturalOrder;

import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what was admitted and never published, as by a copy that was killed in between. Its client
 * was told nothing; it is listed as what it would have been told, 503, and what it took is given
 * back.
 *
 * <p>Looks through all requests once, a while after their time. Most have been heard of by then. Of
 * the others the topic tells whether they are published; the processor may be behind. So nothing is
 * noted when a request is published, which would cost each of them.
 */
final class EndAbandoned {

  private static final Logger log = LoggerFactory.getLogger(EndAbandoned.class);

  /** Bounds how many requests are held in memory, if the processor is behind. */
  private static final Duration AT_A_TIME = Duration.ofSeconds(30);

  /** What is given back is known for so long. */
  private static final Duration LONGEST_AGO = Duration.ofDays(1);

  private static final Duration READING = Duration.ofMinutes(2);
  private static final Duration LEASE = Duration.ofMinutes(3);

  private final AbandonedRequests requests;
  private final PublishedSessions published;
  private final Clock clock;
  private final Duration after;
  private final Counter ended;

  /**
   * @param after how old a request is when it is looked at: older than any whose publication may
   *     still be on its way
   */
  EndAbandoned(
      AbandonedRequests requests,
      PublishedSessions published,
      Clock clock,
      Duration after,
      Counter ended) {
    this.requests = requests;
    this.published = published;
    this.clock = clock;
    this.after = after;
    this.ended = ended;
  }

  /** Looks through some of the requests that nobody has looked at. Safe on several copies. */
  Next run() {
    Instant now = clock.instant();
    UUID oldest = UuidV7.lowerBound(now.minus(LONGEST_AGO));
    int late = requests.takeAgain(oldest);
    if (late > 0) {
      log.warn("{} requests that were given up have been published after all", late);
    }
    Instant until = now.minus(after);
    Optional<UUID> claimed = requests.claim(UuidV7.lowerBound(until), LEASE);
    if (claimed.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    Instant from = latest(UuidV7.instantOf(claimed.get()), UuidV7.instantOf(oldest));
    Instant to = earliest(from.plus(AT_A_TIME), until);
    List<Unheard> unheard = requests.unheard(UuidV7.lowerBound(from), UuidV7.lowerBound(to));
    requests
        .end(claimed.get(), UuidV7.lowerBound(to), unpublished(unheard))
        .filter(count -> count > 0)
        .ifPresent(this::tell);
    return to.isBefore(until) ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  private List<Unheard> unpublished(List<Unheard> unheard) {
    Optional<Instant> from =
        unheard.stream().map(each -> UuidV7.instantOf(each.since())).min(naturalOrder());
    if (from.isEmpty()) {
      return List.of();
    }
    Set<String> sessions =
        unheard.stream().map(each -> each.session().toString()).collect(Collectors.toSet());
    Set<String> missing = published.missing(sessions, from.get(), READING);
    return unheard.stream().filter(each -> missing.contains(each.session().toString())).toList();
  }

  private void tell(int count) {
    ended.increment(count);
    log.warn("{} requests were admitted and never published; they are listed as refused", count);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earliest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
