package dev.sandi.dispatcher.delivery;

import dev.sandi.storage.Columns;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Of which days anything is due, and since when: each day has a partition with indexes of its own,
 * and whoever claims looks into those of all days that it names. For one thread.
 */
final class DueDays {

  /** Days that are looked at one by one: those of the usual retention, and some. */
  private static final int DAYS_APART = 35;

  private static final UUID LAST = new UUID(-1, -1);

  /**
   * What is new is due from the time at which it is written, by whatever copy. With what was given
   * back it is as it was before: that is found by a look at all.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

  /** Of the time: under an old snapshot, a look at all steps over whatever was ever due. */
  private static final int PART_OF_LOOKS_AT_ALL = 50;

  /**
   * At most so many times as long as usual lies between them: one that took long because the
   * database stood still says nothing of the next.
   */
  private static final int LONGEST_OF_USUAL = 30;

  /** From the first to the last day of which something is due, by their numbers. */
  private static final String DUE_DAYS =
      """
      select min(n) as earliest, max(n) as latest, min(due.since) as since
      from unnest(?::uuid[], ?::uuid[]) with ordinality as day (begins, ends, n)
      cross join lateral (
        select coalesce(lease_until, next_attempt_at) as since from deliveries
        where event_id >= day.begins and event_id < day.ends
          and state = 'pending' and not in_hand and bulk = ?
          and coalesce(lease_until, next_attempt_at) between ? and ?
        order by bulk, coalesce(lease_until, next_attempt_at)
        limit 1) as due
      having count(*) > 0
      """;

  private final JdbcTemplate jdbc;
  private final Duration betweenLooksAtAll;
  private final Map<Boolean, Look> looks = new HashMap<>();

  /**
   * @param betweenLooksAtAll the least that is left between two of them; zero if each is one
   */
  DueDays(JdbcTemplate jdbc, Duration betweenLooksAtAll) {
    this.jdbc = jdbc;
    this.betweenLooksAtAll = betweenLooksAtAll;
  }

  /** Ids of the events of some days: from the least to the least that is greater. */
  private record Days(UUID begins, UUID ends) {}

  /**
   * What is due.
   *
   * @param begins the least id of an event of its days
   * @param ends the least that is greater than those of its days
   * @param since nothing is due from before
   */
  record Due(UUID begins, UUID ends, Instant since) {}

  /**
   * What a look leaves to the next.
   *
   * @param since nothing was due from before
   * @param allAgain when to look at all again, by the nano clock
   */
  private record Look(Instant since, long allAgain) {}

  /**
   * All days on which something is due, and those between; empty if nothing is.
   *
   * @param bulk of what is replayed in bulk, or of all else
   */
  Optional<Due> of(boolean bulk, Instant now) {
    long begun = System.nanoTime();
    Look last = looks.getOrDefault(bulk, new Look(Instant.EPOCH, begun));
    boolean all =
        betweenLooksAtAll.isZero() || begun - last.allAgain() >= 0 || now.isBefore(last.since());
    Optional<Due> due = look(bulk, all ? Instant.EPOCH : last.since(), now);
    long end = System.nanoTime();
    looks.put(
        bulk,
        new Look(
            due.map(Due::since).orElse(now).minus(CLOCKS_DIFFER),
            all ? end + pauseAfter(end - begun) : last.allAgain()));
    return due;
  }

  private long pauseAfter(long took) {
    long usual = betweenLooksAtAll.toNanos();
    return Math.min(LONGEST_OF_USUAL * usual, Math.max(usual, PART_OF_LOOKS_AT_ALL * took));
  }

  private Optional<Due> look(boolean bulk, Instant since, Instant now) {
    List<Days> days = days(now);
    return jdbc
        .query(
            DUE_DAYS,
            (row, number) ->
                new Due(
                    days.get(row.getInt("earliest") - 1).begins(),
                    days.get(row.getInt("latest") - 1).ends(),
                    row.getObject("since", OffsetDateTime.class).toInstant()),
            Columns.uuids(days, Days::begins),
            Columns.uuids(days, Days::ends),
            bulk,
            Columns.time(since),
            Columns.time(now))
        .stream()
        .findFirst();
  }

  /** Every day of the last weeks, all before as one, and all to come as one. */
  private static List<Days> days(Instant now) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    List<Days> days = new ArrayList<>();
    UUID begins = new UUID(0, 0);
    for (int ago = DAYS_APART; ago >= 0; ago--) {
      UUID ends = UuidV7.lowerBound(today.minus(ago, ChronoUnit.DAYS));
      days.add(new Days(begins, ends));
      begins = ends;
    }
    days.add(new Days(begins, LAST));
    return days;
  }
}
