package dev.sandi.ingress.status;

import dev.sandi.storage.Columns;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * One row per request to send a code, accepted or refused. Those that the ingress accepts itself
 * are listed by {@code admission}, with the statement that admits them.
 */
@Repository
class Requests {

  /** In the order of ids, so that two intakes that meet on several rows do not block each other. */
  private static final String ADVANCE =
      """
      insert into requests as r (id, app_id, msisdn, challenge, http_status, state,
        state_rank, reason, user_agent, requested_at, updated_at, promised_until, expires_at)
      select id, app_id, msisdn, challenge, 201, state,
        state_rank, reason, user_agent, requested_at, updated_at, promised_until, expires_at
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                  ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
        as e (id, app_id, msisdn, challenge, state, state_rank, reason,
              user_agent, requested_at, updated_at, promised_until, expires_at)
      order by app_id, id
      on conflict (app_id, id) do update set
        state = case when excluded.state_rank > r.state_rank then excluded.state else r.state end,
        reason = case when excluded.state_rank > r.state_rank then excluded.reason else r.reason end,
        -- What was taken for unpublished, and was published after all.
        http_status = case
          when excluded.state_rank > r.state_rank then excluded.http_status else r.http_status end,
        error = case when excluded.state_rank > r.state_rank then excluded.error else r.error end,
        state_rank = greatest(r.state_rank, excluded.state_rank),
        user_agent = coalesce(r.user_agent, excluded.user_agent),
        updated_at = greatest(r.updated_at, excluded.updated_at),
        promised_until = coalesce(r.promised_until, excluded.promised_until),
        expires_at = coalesce(r.expires_at, excluded.expires_at)
      where excluded.state_rank > r.state_rank
        or excluded.updated_at > r.updated_at
        or r.updated_at is null
        or (r.promised_until is null and excluded.promised_until is not null)
        or (r.expires_at is null and excluded.expires_at is not null)
      """;

  private static final String REFUSED =
      """
      insert into requests (id, app_id, msisdn, challenge, http_status, error, state, state_rank,
        user_agent, requested_at, updated_at)
      select id, app_id, msisdn, challenge, http_status, error, ?, ?, user_agent, at, at
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[],
                  ?::timestamptz[])
        as e (id, app_id, msisdn, challenge, http_status, error, user_agent, at)
      on conflict do nothing
      """;

  private final JdbcTemplate jdbc;

  Requests(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Stores progress, at most one of a session. Storing it again changes nothing. */
  void advance(List<Progress> all) {
    jdbc.update(
        ADVANCE,
        Columns.text(all, p -> p.session().id()),
        Columns.text(all, p -> p.session().appId()),
        Columns.text(all, p -> p.session().msisdn().digits()),
        Columns.text(all, p -> p.session().challenge()),
        Columns.text(all, Progress::state),
        Columns.integers(all, p -> p.state().rank()),
        Columns.text(all, Progress::reason),
        Columns.text(all, Progress::userAgent),
        Columns.text(all, p -> p.session().id().startedAt()),
        Columns.text(all, Progress::updatedAt),
        Columns.text(all, Progress::promisedUntil),
        Columns.text(all, Progress::expiresAt));
  }

  /** Stores refused requests. Storing them again changes nothing. */
  void refused(List<RefusedRequest> all) {
    jdbc.update(
        REFUSED,
        RequestState.REFUSED.toString(),
        RequestState.REFUSED.rank(),
        Columns.text(all, RefusedRequest::id),
        Columns.text(all, RefusedRequest::appId),
        Columns.text(all, r -> r.msisdn() == null ? null : r.msisdn().digits()),
        Columns.text(all, RefusedRequest::challenge),
        Columns.integers(all, RefusedRequest::httpStatus),
        Columns.text(all, RefusedRequest::error),
        Columns.text(all, RefusedRequest::userAgent),
        Columns.text(all, RefusedRequest::at));
  }
}
