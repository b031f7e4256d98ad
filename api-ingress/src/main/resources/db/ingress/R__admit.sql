-- When a number may be sent to again, by what was sent to it in a day, in any order. It may when at most
-- so many of its sends are left in the hour that their wait is over; the fewer, the shorter it is.
drop function if exists next_send;

create function next_send(
  p_now      timestamptz,
  p_times    timestamptz[],
  p_in_hour  int,
  p_waits    int[],
  p_per_hour int,
  p_per_day  int
) returns timestamptz
language plpgsql stable
as $$
declare
  v_most  int := least(p_in_hour, p_per_hour - 1);
  v_waits int := cardinality(p_waits);
  v_left  int;
  v_next  timestamptz;
  -- Newest first. Sorted here, and not for each number that was never sent to.
  v_times timestamptz[] := array(select t from unnest(p_times) as t order by t desc);
begin
  if p_in_hour > 0 then
    for i in 0 .. least(v_most, v_waits) loop
      v_left := case when i = v_waits then v_most else i end;
      v_next := least(v_next, coalesce(
        greatest(
          case when v_left > 0 and v_waits > 0 then
            v_times[1] + make_interval(secs => p_waits[least(v_left, v_waits)]) end,
          case when v_left < p_in_hour then v_times[v_left + 1] + interval '1 hour' end),
        p_now));
    end loop;
  end if;
  if cardinality(v_times) >= p_per_day then
    v_next := greatest(v_next, v_times[p_per_day] + interval '24 hours');
  end if;
  return v_next;
end $$;

-- Whether a request of a batch was published. Asked only of keys that come again.
drop function if exists is_answered;

create function is_answered(p_batch uuid, p_number smallint) returns boolean
language plpgsql stable
as $$
begin
  return exists (select from answered a where a.batch = p_batch and p_number = any (a.numbers));
end $$;

-- Whether what a session took was given back, since who had admitted it died. Asked only of keys whose
-- lease is over.
drop function if exists is_abandoned;

create function is_abandoned(p_session uuid) returns boolean
language plpgsql stable
as $$
begin
  return exists (select from abandoned a where a.session_id = p_session);
end $$;

-- Whether something was heard of a session: it was published, though that may not be noted, or its publisher
-- may think that it failed. Asked only of keys that come again, and of what is given back.
drop function if exists is_heard_of;

create function is_heard_of(p_app text, p_session uuid) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from requests r
    where r.app_id = p_app and r.id = p_session and r.http_status = 201 and r.state <> 'requested');
end $$;

-- What a key was answered with, or is when it is taken up again: session, attempt, tries, with_otp,
-- sealed_otp.
-- Rare, and statements of their own: as a part of admit they would be prepared, with every partition,
-- for each batch.
drop function if exists recall;

create function recall(p_app text, p_key uuid, p_session uuid) returns text[]
language plpgsql stable
as $$
begin
  return (
    select array[i.session_id::text, i.attempt::text, i.tries::text, i.with_otp::text, i.sealed_otp]
    from idempotency i
    where i.app_id = p_app and i.key = p_key and i.session_id = p_session
  );
end $$;

-- Milliseconds since 1970 of a UUID of version 7 (RFC 9562, section 5.7).
drop function if exists uuid_millis;

create function uuid_millis(p_id uuid) returns bigint
language sql immutable
as $$
  select ('x' || lpad(left(replace(p_id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint
$$;

-- What tells an attempt from all others, whichever times it keeps: all between its time and its segments.
drop function if exists attempt_mark;

create function attempt_mark(p_attempt uuid) returns text
language sql immutable
as $$
  select substr(p_attempt::text, 15, 21)
$$;

drop function if exists renew;

create function renew(
  p_app        text,
  p_key        uuid,
  p_session    uuid,
  p_attempt    uuid,
  p_batch      uuid,
  p_number     int,
  p_msisdn     text,
  p_challenge  text,
  p_time_limit int,
  p_sandbox    boolean,
  p_outcome    text,
  p_user_agent text,
  p_lease      timestamptz,
  -- Whether it is not known what became of it; or else it was given back, unanswered. Returned, too.
  p_resumed    boolean,
  -- Whether it was counted anew; or else it keeps what it was paid with.
  p_counts     boolean,
  p_tries      int,
  p_with_otp   boolean,
  p_sealed_otp text
) returns text[]
language plpgsql
as $$
declare
  v_send_id uuid;
  -- What the answer is made of.
  v_attempt uuid;
  -- Whether the same is promised again: as long as half of its time is left, since it may have been answered
  -- and not noted, or published though its publisher gave up; and of whatever was heard of, since its code may
  -- be over.
  v_kept    boolean;
  v_swept   uuid := (select up_to from swept);
begin
  select i.attempt,
    uuid_millis(p_attempt) - uuid_millis(i.attempt) <= p_time_limit * 500
      or is_heard_of(p_app, p_session)
  into v_attempt, v_kept
  from idempotency i
  where i.app_id = p_app and i.key = p_key and i.session_id = p_session;

  -- An attempt begins with its time and ends with its segments.
  v_attempt := case
    when v_kept then
      (left(v_attempt::text, 14) || attempt_mark(p_attempt) || right(v_attempt::text, 1))::uuid
    else p_attempt
  end;

  update idempotency i set
    state = 'running', attempt = v_attempt, lease_until = p_lease, batch = p_batch, number = p_number,
    with_otp = case when v_kept then i.with_otp else p_with_otp end,
    -- The session may have been published, with this code. That of the request is sealed for another one.
    sealed_otp = case when v_kept or p_sealed_otp is not null then i.sealed_otp end,
    send_id = case when p_counts then p_attempt else i.send_id end,
    tries = case when p_counts then p_tries else i.tries end
  where i.app_id = p_app and i.key = p_key and i.session_id = p_session
  returning i.send_id into v_send_id;

  update taken_up set attempt = p_attempt, send_id = v_send_id where session_id = p_session;
  -- Who was looked for and not given back is on the topic.
  if not found and not (p_resumed and p_session < v_swept) then
    insert into taken_up (session_id, app_id, attempt, send_id, since)
    values (p_session, p_app, p_attempt, v_send_id,
      case when p_session < v_swept then p_attempt else p_session end);
  end if;

  insert into requests as r (app_id, id, msisdn, challenge, http_status, state, state_rank,
    user_agent, time_limit, sandbox, simulated_outcome, attempt)
  values (p_app, p_session, p_msisdn, p_challenge, 201, 'requested', 10,
    p_user_agent, p_time_limit, p_sandbox, p_outcome, v_attempt)
  on conflict (app_id, id) do update set
    attempt = excluded.attempt,
    state = case when r.http_status = 201 then r.state else excluded.state end,
    state_rank = case when r.http_status = 201 then r.state_rank else excluded.state_rank end,
    updated_at = case when r.http_status = 201 then r.updated_at end,
    http_status = 201,
    error = null;

  delete from abandoned where session_id = p_session;

  return recall(p_app, p_key, p_session) || p_resumed::text;
end $$;

-- What apps may send before they meet their rate or quota, and where their sends of the last second
-- stand. Written to be a part of the statement that asks for it.
drop function if exists room;

create function room(p_apps text[], p_micros bigint) returns table (
  app text, waits int[], per_hour int, per_day int, rate_left int, quota_left bigint,
  oldest bigint, newest bigint,
  -- The entries of that second, and the last one that stays as it is: past a hundred of them those of
  -- ten milliseconds become one, as of the last of them.
  first int, last int, kept int
)
language sql stable
as $$
  select p.id, p.resend_waits, p.sends_per_hour, p.sends_per_day,
    greatest(p.requests_per_second - coalesce(
      (select sum(t.sends) from unnest(u.recent_count[w.first:w.last]) as t (sends)), 0), 0)::int,
    u.quota - u.used, coalesce(u.recent_at[w.first], p_micros), u.recent_at[w.last],
    w.first, w.last,
    w.last - coalesce(
      w.last - w.first >= 99 and u.recent_at[w.last] / 10000 >= p_micros / 10000, false)::int
  from apps p
  join usage u on u.app_id = p.id
  -- And of one to come, if the clock was set back.
  cross join lateral (
    select width_bucket(p_micros - 1000000, u.recent_at) + 1 as first,
      width_bucket(p_micros + 1000000, u.recent_at) as last
    offset 0
  ) as w
  where p.id = any (p_apps)
$$;

-- Decides about a batch of requests in one round trip; see dev.sandi.ingress.admission.Admissions,
-- which says what comes in and goes out. In this order: who was done or is given back, then for each
-- request its Idempotency-Key, the rates of its number, the app's rate, the app's quota. What is
-- admitted is counted and listed.
--
-- No two requests of a batch have a key in common, nor a number that counts: dev.sandi.ingress.
-- admission.Round sees to it. Nothing is counted for a request that is refused. All requests of an
-- app are decided under the lock of its usage row, whose holder sees what was decided before. Plans
-- are made once and for all: joins that look up rows by their key, whatever the tables' sizes were
-- at that time. Arrays are read by their index where a value is needed: columns that go through all
-- steps cost more than all else. Most requests are new, and nothing can hold them back: they are
-- admitted first and together. Only what is left is weighed one by one.
drop function if exists admit;

create function admit(
  p_now          timestamptz,
  p_lease        interval,
  p_app          text[],
  -- The msisdn behind a 1.
  p_msisdn       bigint[],
  -- Of the request, and of the session that it becomes unless its key stands for one.
  p_id           uuid[],
  -- 1: free, 2: blocked, 4: with the client's own code, 8: in the sandbox, 16: unfit.
  p_flags        int[],
  p_key          uuid[],
  p_body         uuid[],
  p_challenge    text[],
  p_time_limit   int[],
  -- Each of these is empty if it is null for all of them.
  p_outcome      text[],
  p_user_agent   text[],
  p_sealed_otp   text[],
  p_done_batch   uuid[],
  -- Each an array of integers, written out.
  p_done_numbers text[],
  p_back_app     text[],
  p_back_msisdn  text[],
  p_back_attempt uuid[],
  p_back_session uuid[],
  p_back_key     uuid[],
  p_back_unsure  boolean[]
) returns table (
  -- Whom it is said of.
  numbers int[],
  outcome text, tries int, wait_micros bigint, app_left bigint, hour_left bigint, day_left bigint,
  recalled text[]
)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
#variable_conflict use_column
declare
  v_now    timestamptz;
  v_micros bigint;
  -- The smallest UUID of version 7 that can matter; an hour for clocks that differ.
  v_since  uuid;
  -- The end of what can matter, which leaves the partitions of days to come unopened.
  v_until  uuid;
  -- The smallest of those a day ahead.
  v_ahead  uuid;
  -- Requests by their numbers: whose msisdn or key is known,
  v_known  int[];
  -- who are new, of apps with room for all of theirs: nothing holds them back,
  v_new    int[] := '{}';
  -- and all others.
  v_others int[];
begin
  perform from usage where app_id = any (p_app || p_back_app) order by app_id for update;

  v_now := coalesce(p_now, clock_timestamp());
  v_micros := (extract(epoch from v_now) * 1000000)::bigint;
  v_since := (lpad(to_hex((v_micros - 90000000000) / 1000), 12, '0') || '00000000000000000000')::uuid;
  v_until := (lpad(to_hex((v_micros + 3600000000) / 1000), 12, '0') || '00000000000000000000')::uuid;

  -- Ids of days that may have no partition are passed over here and below: they would make every
  -- batch fail.
  v_ahead := (lpad(to_hex((v_micros + 86400000000) / 1000), 12, '0') || '00000000000000000000')::uuid;

  if cardinality(p_done_batch) > 0 then
    insert into answered (batch, numbers)
    select d.batch, d.numbers::smallint[] from unnest(p_done_batch, p_done_numbers) as d (batch, numbers)
    where d.batch >= v_since and d.batch < v_ahead;
  end if;

  if cardinality(p_back_app) > 0 then
    -- A request that was taken for dead may be told of late. What it took belongs to whoever has
    -- resumed it, which the last attempt tells.
    with owned as materialized (
      select b.app, ('1' || b.msisdn)::bigint as number, b.key,
        case when b.key is null then b.attempt else i.send_id end as send,
        coalesce(i.session_id, b.session) as session,
        -- What was taken over may have been answered by whoever had it: it waits for the next one. What was
        -- heard of is paid for, whatever its publisher thinks.
        b.key is null
          or attempt_mark(i.attempt) = attempt_mark(coalesce(i.send_id, i.session_id))
            and not is_heard_of(b.app, i.session_id) as ends
      from unnest(p_back_app, p_back_msisdn, p_back_attempt, p_back_session, p_back_key)
        as b (app, msisdn, attempt, session, key)
      left join lateral (
        select i.session_id, i.send_id, i.attempt from idempotency i
        where b.key is not null and i.app_id = b.app and i.key = b.key
          and i.state = 'running' and attempt_mark(i.attempt) = attempt_mark(b.attempt)
        limit 1
      ) as i on true
      where b.key is null or i.session_id is not null
      -- As those who list progress lock the rows of requests.
      order by b.app, session
    ),
    back as (
      delete from sends s using owned o
      where o.ends and s.number = o.number and s.id = o.send and s.app_id = o.app and s.at > '-infinity'
      returning s.app_id
    ),
    refunded as (
      update usage u set used = u.used - b.sends
      from (select app_id, count(*) as sends from back group by app_id) as b
      where u.app_id = b.app_id
    ),
    unlisted as (
      delete from requests r using owned o
      where o.ends and r.app_id = o.app and r.id = o.session and r.state = 'requested'
    )
    update idempotency i set
      state = case when o.ends then 'failed' else i.state end,
      lease_until = case when o.ends then i.lease_until else '-infinity' end
    from owned o
    where i.app_id = o.app and i.key = o.key and i.session_id = o.session;

    -- A batch that is still on its way meets these, and fails as a whole.
    insert into sends (number, id, app_id, at)
    select ('1' || b.msisdn)::bigint, b.attempt, b.app, '-infinity'
    from unnest(p_back_app, p_back_msisdn, p_back_attempt, p_back_unsure)
      as b (app, msisdn, attempt, unsure)
    where b.unsure and b.attempt >= v_since and b.attempt < v_ahead
    on conflict do nothing;
  end if;

  if cardinality(p_app) = 0 then
    return;
  end if;

  v_known := array(
    select unnest(array_positions(p_msisdn, s.number)) from sends s
    where s.number = any (p_msisdn) and s.id >= v_since and s.id < v_until
    union
    select unnest(array_positions(p_key, i.key)) from idempotency i
    where i.key = any (p_key) and i.session_id >= v_since and i.session_id < v_until);

  if cardinality(v_known) < cardinality(p_app) then
    for numbers, app_left, hour_left, day_left in
      with asked as (
        select p_app[n] as app, count(*) as all_of_them,
          array_agg(n) filter (where n <> all (v_known)) as numbers
        from generate_series(1, cardinality(p_app)) as n
        where p_flags[n] & 19 = 0
        group by p_app[n]
      ),
      roomy as materialized (
        select r.*, a.numbers, cardinality(a.numbers)::bigint as sends
        from asked a
        join room(p_app, v_micros) r on r.app = a.app
        where cardinality(a.numbers) > 0
          and a.all_of_them <= r.rate_left
          and a.all_of_them <= coalesce(r.quota_left, a.all_of_them)
      ),
      used as (
        update usage u set
          used = u.used + r.sends,
          recent_at = u.recent_at[r.first:r.kept] || greatest(r.newest, v_micros),
          recent_count = u.recent_count[r.first:r.kept]
            || r.sends + case when r.kept < r.last then u.recent_count[r.last] else 0 end
        from roomy r where u.app_id = r.app
      )
      select r.numbers, r.rate_left - r.sends, greatest(r.per_hour - 1, 0),
        greatest(r.per_day - 1, 0)
      from roomy r
    loop
      outcome := 'admitted';
      tries := 1;
      v_new := v_new || numbers;
      return next;
    end loop;
  end if;

  if cardinality(v_new) > 0 then
    insert into sends (number, id, app_id, at)
    select p_msisdn[n], p_id[n], p_app[n], v_now from unnest(v_new) as n;

    insert into requests (app_id, id, msisdn, challenge, http_status, state, state_rank, user_agent,
      time_limit, sandbox, simulated_outcome)
    select p_app[n], p_id[n], substr(p_msisdn[n]::text, 2), p_challenge[n], 201, 'requested', 10,
      p_user_agent[n], p_time_limit[n], p_flags[n] & 8 > 0, p_outcome[n]
    from unnest(v_new) as n;

    if cardinality(array_remove(p_key, null)) > 0 then
      insert into idempotency (app_id, key, session_id, body, state, send_id, attempt, tries,
        with_otp, lease_until, kept_until, batch, number, sealed_otp)
      select p_app[n], p_key[n], p_id[n], p_body[n], 'running', p_id[n], p_id[n], 1,
        p_flags[n] & 4 > 0, v_now + p_lease, v_now + interval '24 hours', p_id[1], n, p_sealed_otp[n]
      from unnest(v_new) as n
      where p_key[n] is not null;
    end if;

    if cardinality(v_new) = cardinality(p_app) then
      return;
    end if;
  end if;

  v_others := array(
    select generate_series(1, cardinality(p_app)) except select unnest(v_new));

  return query
  with app as materialized (
    select * from room(p_app, v_micros)
  ),
  timed as (
    select r.number, r.app, k.session_id as old_session, c.standing, c.counts,
      coalesce(s.in_hour, 0)::int as in_hour, a.per_hour - coalesce(s.in_hour, 0) as hour_left,
      a.per_day - coalesce(s.in_day, 0) as day_left, a.rate_left, a.quota_left,
      case
        when c.standing = 'running' then k.lease_until
        when s.in_day > 0 then
          next_send(v_now, s.times, s.in_hour::int, a.waits, a.per_hour, a.per_day)
      end as until
    from (select n as number, p_app[n] as app, p_key[n] as key from unnest(v_others) as n) as r
    join app a on a.app = r.app
    left join lateral (
      select i.session_id, i.attempt, i.body, i.state, i.batch, i.number, i.lease_until from idempotency i
      where r.key is not null and i.app_id = r.app and i.key = r.key
        and i.session_id >= v_since and i.session_id < v_until
        and i.kept_until > v_now
      order by i.session_id desc limit 1
    ) as k on true
    cross join lateral (
      select t.standing,
        t.standing in ('new', 'retried') and p_flags[r.number] & 19 = 0 as counts
      from (
        select case
          when k.session_id is null then 'new'
          when k.body <> p_body[r.number] then 'conflict'
          when k.state = 'failed' then 'retried'
          when k.state = 'done' or is_answered(k.batch, k.number) then 'replayed'
          -- Unless its times are those of a later attempt, which may be on no topic.
          when left(k.attempt::text, 14) = left(k.session_id::text, 14)
            and is_heard_of(r.app, k.session_id) then 'replayed'
          when k.lease_until > v_now then 'running'
          when is_abandoned(k.session_id) then 'retried'
          else 'resumed'
        end as standing
      ) as t
      -- Or else all of it is written out wherever it is used.
      offset 0
    ) as c
    left join lateral (
      select array_agg(s.at) as times,
        count(*) filter (where s.at > v_now - interval '1 hour') as in_hour,
        count(*) as in_day
      from sends s
      where c.counts and s.number = p_msisdn[r.number] and s.id >= v_since and s.id < v_until
        and s.app_id = r.app and s.at > v_now - interval '24 hours'
    ) as s on true
  ),
  ranked as (
    select t.*,
      count(*) filter (where t.counts and coalesce(t.until <= v_now, true))
        over (partition by t.app order by t.number) as app_rank
    from timed t
  ),
  decided as materialized (
    select r.*,
      case
        when r.standing not in ('new', 'retried', 'resumed') then r.standing
        -- What was begun is left as it is, until it comes as it was.
        when p_flags[r.number] & 16 > 0 then 'unfit'
        when r.standing = 'resumed' then r.standing
        when p_flags[r.number] & 2 > 0 then 'blocked'
        when p_flags[r.number] & 1 > 0 then 'admitted'
        when r.until > v_now then 'number_limited'
        when r.app_rank <= r.rate_left and r.app_rank <= coalesce(r.quota_left, r.app_rank)
          then 'admitted'
        when r.rate_left <= greatest(coalesce(r.quota_left, r.rate_left), 0) then 'app_limited'
        else 'quota_used'
      end as verdict
    from ranked r
  ),
  sent as (
    insert into sends (number, id, app_id, at)
    select p_msisdn[d.number], p_id[d.number], d.app, v_now
    from decided d where d.counts and d.verdict = 'admitted'
  ),
  listed as (
    insert into requests (app_id, id, msisdn, challenge, http_status, state, state_rank,
      user_agent, time_limit, sandbox, simulated_outcome)
    select d.app, p_id[d.number], substr(p_msisdn[d.number]::text, 2), p_challenge[d.number], 201,
      'requested', 10, p_user_agent[d.number], p_time_limit[d.number], p_flags[d.number] & 8 > 0,
      p_outcome[d.number]
    from decided d where d.standing = 'new' and d.verdict = 'admitted'
  ),
  used as (
    update usage u set
      used = u.used + s.sends,
      recent_at = u.recent_at[s.first:s.kept] || greatest(s.newest, v_micros),
      recent_count = u.recent_count[s.first:s.kept]
        || s.sends + case when s.kept < s.last then u.recent_count[s.last] else 0 end
    from (
      select a.*, d.sends
      from (
        select d.app, count(*) as sends from decided d
        where d.counts and d.verdict = 'admitted' group by d.app
      ) as d
      join app a on a.app = d.app
    ) as s
    where u.app_id = s.app
  ),
  remembered as (
    insert into idempotency (app_id, key, session_id, body, state, send_id, attempt, tries, with_otp,
      lease_until, kept_until, batch, number, sealed_otp)
    select d.app, p_key[d.number], p_id[d.number], p_body[d.number], 'running',
      case when d.counts then p_id[d.number] end, p_id[d.number], d.in_hour + 1,
      p_flags[d.number] & 4 > 0, v_now + p_lease, v_now + interval '24 hours', p_id[1], d.number,
      p_sealed_otp[d.number]
    from decided d
    where d.standing = 'new' and d.verdict = 'admitted' and p_key[d.number] is not null
  )
  select array[d.number],
    case when d.verdict = 'resumed' then 'admitted' else d.verdict end,
    d.in_hour + 1,
    case
      when d.verdict in ('number_limited', 'running')
        then (extract(epoch from d.until - v_now) * 1000000)::bigint
      when d.verdict = 'app_limited'
        then (select a.oldest + 1000000 - v_micros from app a where a.app = d.app)
    end,
    greatest(d.rate_left - d.app_rank, 0),
    greatest(d.hour_left - (d.verdict = 'admitted')::int, 0),
    greatest(d.day_left - (d.verdict = 'admitted')::int, 0),
    case
      when d.verdict = 'replayed' then recall(d.app, p_key[d.number], d.old_session)
      when d.verdict = 'resumed' or d.standing = 'retried' and d.verdict = 'admitted' then
        renew(d.app, p_key[d.number], d.old_session, p_id[d.number], p_id[1], d.number,
          substr(p_msisdn[d.number]::text, 2), p_challenge[d.number], p_time_limit[d.number],
          p_flags[d.number] & 8 > 0, p_outcome[d.number], p_user_agent[d.number], v_now + p_lease,
          d.verdict = 'resumed', d.counts, d.in_hour + 1, p_flags[d.number] & 4 > 0,
          p_sealed_otp[d.number])
    end
  from decided d;
end $$;
