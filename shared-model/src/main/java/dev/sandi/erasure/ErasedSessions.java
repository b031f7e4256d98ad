package dev.sandi.erasure;

import dev.sandi.event.ErasureRequested;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sessions whose number is or was forgotten: their ids are all that is kept, so that an event that
 * comes later does not bring the number back.
 */
public final class ErasedSessions {

  /**
   * Longer than any record can come late: dead letters are put back for a month, and leave their
   * topic a week later at the latest.
   */
  private static final Duration LATEST = Duration.ofDays(40);

  private static final int MOST = 1000;

  private static final String NOTE_PART =
      """
      insert into erasure_parts (erasure_id, part, noted_at) values (?, ?, ?) on conflict do nothing
      """;

  private static final String NOTE_SESSIONS =
      """
      insert into erased_sessions (session_id, erasure_id, part, due_at)
      select id, ?, ?, ? from unnest(?::uuid[]) as s (id) order by id
      on conflict do nothing
      """;

  private static final String AMONG =
      "select distinct session_id from erased_sessions where session_id = any (?::uuid[])";

  private static final String FORGET =
      """
      delete from erased_sessions where (session_id, erasure_id) in (
        select session_id, erasure_id from erased_sessions
        where session_id < ? order by session_id limit ? for update skip locked)
      """;

  private static final String FORGET_PARTS =
      """
      delete from erasure_parts p
      where p.done_at < ? and not exists (
        select from erased_sessions e where e.erasure_id = p.erasure_id and e.part = p.part)
      """;

  private final JdbcTemplate jdbc;

  public ErasedSessions(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes what is to be forgotten, within the caller's transaction; what is noted changes nothing.
   */
  void note(ErasureRequested request, Instant now) {
    jdbc.update(NOTE_PART, request.erasureId(), request.part(), Columns.time(now));
    jdbc.update(
        NOTE_SESSIONS,
        request.erasureId(),
        request.part(),
        Columns.time(now),
        Columns.uuids(request.sessions(), SessionId::value));
  }

  /** Which of the sessions have no number any more. */
  public Set<UUID> among(Collection<UUID> sessions) {
    return sessions.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.queryForList(
                AMONG, UUID.class, Columns.uuids(List.copyOf(sessions), session -> session)));
  }

  /**
   * Deletes those of which nothing can come any more; true if there may be others.
   *
   * @param retention how long sessions are kept
   */
  boolean forget(Instant now, Duration retention) {
    Instant before = now.minus(retention).minus(LATEST);
    int forgotten = jdbc.update(FORGET, UuidV7.lowerBound(before), MOST);
    if (forgotten < MOST) {
      jdbc.update(FORGET_PARTS, Columns.time(before));
    }
    return forgotten == MOST;
  }
}
