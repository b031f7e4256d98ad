package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Claims messages, and knows what an outage of the database leaves behind: claims that were perhaps
 * made, of which nothing was submitted, and leases that ran out because nobody could record what
 * became of their messages. Only the submitter's loop calls it.
 */
@Component
class ClaimMessages {

  /**
   * When the database is back, whoever could not record what became of its messages does so first,
   * however long it pauses between tries: they may have been sent, and their leases are over.
   */
  private static final long OTHERS_RECORD = TimeUnit.SECONDS.toNanos(6);

  private final Submissions submissions;
  private final ProcessorProperties properties;
  private final Clock clock;
  private final List<Unheard> unheard = new ArrayList<>();
  private boolean databaseAway;
  private long lapsedNotBefore = System.nanoTime();

  ClaimMessages(Submissions submissions, ProcessorProperties properties, Clock clock) {
    this.submissions = submissions;
    this.properties = properties;
    this.clock = clock;
  }

  /** A claim of which it is not known whether it was made. */
  private record Unheard(Instant leasedUntil, Consumer<Instant> giveBack) {}

  /** Claims messages of a gateway that are due, at most so many. */
  Claims due(String gateway, int most) {
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    Instant leasedUntil = now.plus(properties.submitLease());
    try {
      return submissions.claim(id, gateway, now, leasedUntil, most, mayBeLapsed());
    } catch (RuntimeException | Error e) {
      unheard.add(
          new Unheard(leasedUntil, later -> submissions.giveBack(id, gateway, leasedUntil, later)));
      throw e;
    }
  }

  /** Claims those of the messages that are due. */
  Claims these(List<SessionId> messages) {
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    Instant leasedUntil = now.plus(properties.submitLease());
    try {
      return submissions.claim(id, messages, now, leasedUntil);
    } catch (RuntimeException | Error e) {
      unheard.add(new Unheard(leasedUntil, later -> submissions.giveBack(id, messages, later)));
      throw e;
    }
  }

  /** Gives back what was claimed and not heard, so that it is not taken for perhaps sent. */
  void giveBackUnheard() {
    Instant now = clock.instant();
    unheard.removeIf(one -> !one.leasedUntil().isAfter(now));
    for (Unheard one : List.copyOf(unheard)) {
      one.giveBack().accept(now);
      unheard.remove(one);
    }
  }

  /** The database could not be asked, by whomever. */
  void databaseIsAway() {
    databaseAway = true;
  }

  /** All that a round asks of the database was answered. */
  void databaseIsThere() {
    if (databaseAway) {
      databaseAway = false;
      lapsedNotBefore = System.nanoTime() + OTHERS_RECORD;
    }
  }

  /** Whether what another copy did not end in time is taken for lost by now. */
  boolean mayBeLapsed() {
    return !databaseAway && System.nanoTime() - lapsedNotBefore >= 0;
  }
}
