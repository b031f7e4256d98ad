package dev.sandi.dispatcher.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Deliveries as they stand after some time, many of them at once. */
public final class Past {

  /** Events a millisecond apart, each of a session of its own, that ended a minute after. */
  private static final String ENDED =
      """
      with endpoint as (
        insert into endpoints (app_id, origin, created_at) values (?, ?, now())
        on conflict (app_id, origin) do update set origin = excluded.origin returning id, app_id
      ),
      numbered as (
        select lpad(to_hex((extract(epoch from cast(? as timestamptz)) * 1000)::bigint + n), 12, '0')
                 as millis, md5(random()::text || n) as random
        from generate_series(1, ?) as n
      )
      insert into deliveries (event_id, endpoint_id, app_id, session_id, type, url, body,
                              traceparent, state, attempts, next_attempt_at, created_at, ended_at,
                              end_reason)
      select (millis || '7' || substr(random, 1, 3) || '8' || substr(random, 4, 15))::uuid,
             endpoint.id, endpoint.app_id,
             (millis || '7' || substr(random, 20, 3) || '9' || substr(random, 10, 15))::uuid,
             'otp.sent', ?, '{}', '', ?, ?, cast(? as timestamptz), cast(? as timestamptz),
             case when ? = 'pending' then null else cast(? as timestamptz) end,
             case when ? = 'exhausted' then 'attempts_used_up' end
      from numbered cross join endpoint
      """;

  private Past() {}

  /** Deliveries that were begun an hour ago. */
  public static void deliveries(
      Dispatcher dispatcher, Customer customer, String url, String state, int count, Instant now) {
    Instant first = now.minus(Duration.ofHours(1));
    int attempts = state.equals("pending") ? 0 : 11;
    dispatcher
        .jdbc()
        .update(
            ENDED,
            customer.id().value(),
            url.substring(0, url.indexOf('/', "https://".length())),
            first.atOffset(ZoneOffset.UTC),
            count,
            url,
            state,
            attempts,
            first.atOffset(ZoneOffset.UTC),
            first.atOffset(ZoneOffset.UTC),
            state,
            first.plusSeconds(60).atOffset(ZoneOffset.UTC),
            state);
  }
}
