-- When a number may be sent to again, by what was sent to it in a day, newest first. It may when at most
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
begin
  if p_in_hour > 0 then
    for i in 0 .. least(v_most, v_waits) loop
      v_left := case when i = v_waits then v_most else i end;
      v_next := least(v_next, coalesce(
        greatest(
          case when v_left > 0 and v_waits > 0 then
            p_times[1] + make_interval(secs => p_waits[least(v_left, v_waits)]) end,
          case when v_left < p_in_hour then p_times[v_left + 1] + interval '1 hour' end),
        p_now));
    end loop;
  end if;
  if cardinality(p_times) >= p_per_day then
    v_next := greatest(v_next, p_times[p_per_day] + interval '24 hours');
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

-- Takes up a session again under its Idempotency-Key. Rare, and a statement of its own: as a part of
-- admit it would be prepared, with every partition, for each batch.
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
  p_send       uuid,
  p_tries      int,
  p_with_otp   boolean
) returns uuid
language plpgsql
as $$
begin
  update idempotency set
    state = 'running', attempt = p_attempt, lease_until = p_lease, send_id = p_send, tries = p_tries,
    with_otp = p_with_otp, batch = p_batch, number = p_number
  where app_id = p_app and key = p_key and session_id = p_session;

  insert into requests as r (app_id, id, msisdn, challenge, http_status, state, state_rank,
    user_agent, time_limit, sandbox, simulated_outcome, attempt)
  values (p_app, p_session, p_msisdn, p_challenge, 201, 'requested', 10,
    p_user_agent, p_time_limit, p_sandbox, p_outcome, p_attempt)
  on conflict (app_id, id) do update set attempt = excluded.attempt;

  return p_send;
end $$;

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
-- steps cost more than all else.
drop function if exists admit;

create function admit(
  p_now          timestamptz,
  p_lease        interval,
  p_app          text[],
  p_msisdn       text[],
  -- Of the request, and of the session that it becomes unless its key stands for one.
  p_id           uuid[],
  p_free         boolean[],
  p_blocked      boolean[],
  p_with_otp     boolean[],
  p_key          uuid[],
  p_body         uuid[],
  p_challenge    text[],
  p_time_limit   int[],
  p_sandbox      boolean[],
  p_outcome      text[],
  p_user_agent   text[],
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
  number int, outcome text, session_id uuid, send_id uuid, attempt uuid, tries int,
  with_otp boolean, wait_micros bigint, app_left bigint, hour_left bigint, day_left bigint
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
begin
  perform from usage where app_id = any (p_app || p_back_app) order by app_id for update;

  v_now := coalesce(p_now, clock_timestamp());
  v_micros := (extract(epoch from v_now) * 1000000)::bigint;
  v_since := (lpad(to_hex((v_micros - 90000000000) / 1000), 12, '0') || '00000000000000000000')::uuid;
  v_until := (lpad(to_hex((v_micros + 3600000000) / 1000), 12, '0') || '00000000000000000000')::uuid;

  if cardinality(p_done_batch) > 0 then
    insert into answered (batch, numbers)
    select d.batch, d.numbers::smallint[] from unnest(p_done_batch, p_done_numbers) as d (batch, numbers);
  end if;

  if cardinality(p_back_app) > 0 then
    v_ahead := (lpad(to_hex((v_micros + 86400000000) / 1000), 12, '0') || '00000000000000000000')::uuid;

    -- A request that was taken for dead may be told of late. What it took belongs to whoever has
    -- resumed it, which the last attempt tells.
    with owned as materialized (
      select b.app, ('1' || b.msisdn)::bigint as number, b.key,
        case when b.key is null then b.attempt else i.send_id end as send,
        coalesce(i.session_id, b.session) as session
      from unnest(p_back_app, p_back_msisdn, p_back_attempt, p_back_session, p_back_key)
        as b (app, msisdn, attempt, session, key)
      left join lateral (
        select i.session_id, i.send_id from idempotency i
        where b.key is not null and i.app_id = b.app and i.key = b.key
          and i.state = 'running' and i.attempt = b.attempt
        limit 1
      ) as i on true
      where b.key is null or i.session_id is not null
    ),
    back as (
      delete from sends s using owned o
      where s.number = o.number and s.id = o.send and s.app_id = o.app and s.at > '-infinity'
      returning s.app_id
    ),
    refunded as (
      update usage u set used = u.used - b.sends
      from (select app_id, count(*) as sends from back group by app_id) as b
      where u.app_id = b.app_id
    ),
    unlisted as (
      delete from requests r using owned o
      where r.app_id = o.app and r.id = o.session and r.state = 'requested'
    )
    update idempotency i set state = 'failed'
    from owned o
    where i.app_id = o.app and i.key = o.key and i.session_id = o.session;

    -- A batch that is still on its way meets these, and fails as a whole. (Ids of days that may have
    -- no partition are passed over: they would make every batch fail.)
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

  return query
  with app as materialized (
    select p.id, p.resend_waits as waits, cardinality(p.resend_waits) as most_waits,
      p.sends_per_hour as per_hour, p.sends_per_day as per_day, u.quota - u.used as quota_left,
      greatest(p.requests_per_second - w.sends, 0)::int as rate_left,
      coalesce(w.oldest, v_micros) as oldest
    from (select distinct unnest(p_app) as id) as a
    join apps p on p.id = a.id
    join usage u on u.app_id = a.id
    cross join lateral (
      select coalesce(sum(t.sends), 0) as sends, min(t.at) as oldest
      from unnest(u.recent_at, u.recent_count) as t (at, sends)
      where t.at > v_micros - 1000000 and t.at <= v_micros + 1000000
    ) as w
  ),
  timed as (
    select r.number, r.app, r.msisdn, k.session_id as old_session, k.send_id as old_send,
      k.attempt as old_attempt, k.tries as old_tries, k.with_otp as old_with_otp,
      c.standing, c.counts, coalesce(s.in_hour, 0)::int as in_hour, coalesce(s.in_day, 0)::int as in_day,
      a.per_hour, a.per_day, a.rate_left, a.quota_left,
      case
        when c.standing = 'running' then k.lease_until
        when s.in_day > 0 then
          next_send(v_now, s.times, s.in_hour::int, a.waits, a.per_hour, a.per_day)
      end as until
    from (
      select n as number, p_app[n] as app, ('1' || p_msisdn[n])::bigint as msisdn, p_key[n] as key
      from (select generate_series(1, cardinality(p_app)) as n) as all_of_them
    ) as r
    join app a on a.id = r.app
    left join lateral (
      select * from idempotency i
      where r.key is not null and i.app_id = r.app and i.key = r.key
        and i.session_id >= v_since and i.session_id < v_until
        and i.kept_until > v_now
      order by i.session_id desc limit 1
    ) as k on true
    cross join lateral (
      select t.standing,
        t.standing in ('new', 'retried') and not p_free[r.number] and not p_blocked[r.number] as counts
      from (
        select case
          when k.session_id is null then 'new'
          when k.body <> p_body[r.number] then 'conflict'
          when k.state = 'failed' then 'retried'
          when k.state = 'done' or is_answered(k.batch, k.number) then 'replayed'
          when k.lease_until > v_now then 'running'
          else 'resumed'
        end as standing
      ) as t
      -- Or else all of it is written out wherever it is used.
      offset 0
    ) as c
    left join lateral (
      select array_agg(s.at order by s.at desc) as times,
        count(*) filter (where s.at > v_now - interval '1 hour') as in_hour,
        count(*) as in_day
      from sends s
      where c.counts and s.number = r.msisdn and s.id >= v_since and s.id < v_until
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
        when r.standing not in ('new', 'retried') then r.standing
        when p_blocked[r.number] then 'blocked'
        when p_free[r.number] then 'admitted'
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
    select d.msisdn, p_id[d.number], d.app, v_now
    from decided d where d.counts and d.verdict = 'admitted'
  ),
  listed as (
    insert into requests (app_id, id, msisdn, challenge, http_status, state, state_rank,
      user_agent, time_limit, sandbox, simulated_outcome)
    select d.app, p_id[d.number], p_msisdn[d.number], p_challenge[d.number], 201, 'requested', 10,
      p_user_agent[d.number], p_time_limit[d.number], p_sandbox[d.number], p_outcome[d.number]
    from decided d where d.standing = 'new' and d.verdict = 'admitted'
  ),
  used as (
    update usage u set
      used = u.used + s.sends,
      -- Past a hundred entries those of ten milliseconds become one, as of the last of them.
      (recent_at, recent_count) = (
        select array_agg(m.at order by m.at) || v_micros, array_agg(m.sends order by m.at) || s.sends
        from (
          select max(t.at) as at, sum(t.sends)::bigint as sends
          from unnest(u.recent_at, u.recent_count) as t (at, sends)
          where t.at > v_micros - 1000000 and t.at <= v_micros + 1000000
          group by case when cardinality(u.recent_at) < 100 then t.at else t.at / 10000 end
        ) as m
      )
    from (
      select d.app, count(*) as sends from decided d
      where d.counts and d.verdict = 'admitted' group by d.app
    ) as s
    where u.app_id = s.app
  ),
  remembered as (
    insert into idempotency (app_id, key, session_id, body, state, send_id, attempt, tries, with_otp,
      lease_until, kept_until, batch, number)
    select d.app, p_key[d.number], p_id[d.number], p_body[d.number], 'running',
      case when d.counts then p_id[d.number] end, p_id[d.number], d.in_hour + 1,
      p_with_otp[d.number], v_now + p_lease, v_now + interval '24 hours', p_id[1], d.number
    from decided d
    where d.standing = 'new' and d.verdict = 'admitted' and p_key[d.number] is not null
  )
  select d.number,
    case when d.verdict = 'resumed' then 'admitted' else d.verdict end,
    coalesce(d.old_session, p_id[d.number]),
    case
      when d.standing = 'resumed' or d.standing = 'retried' and d.verdict = 'admitted' then
        renew(d.app, p_key[d.number], d.old_session, p_id[d.number], p_id[1], d.number, p_msisdn[d.number],
          p_challenge[d.number], p_time_limit[d.number], p_sandbox[d.number], p_outcome[d.number],
          p_user_agent[d.number], v_now + p_lease,
          case when d.counts then p_id[d.number] else d.old_send end,
          case when d.counts then d.in_hour + 1 else d.old_tries end, p_with_otp[d.number])
      when d.counts then p_id[d.number]
    end,
    case when d.verdict = 'replayed' then d.old_attempt else p_id[d.number] end,
    case when d.verdict in ('replayed', 'resumed') then d.old_tries else d.in_hour + 1 end,
    case when d.verdict = 'replayed' then d.old_with_otp else p_with_otp[d.number] end,
    case
      when d.verdict in ('number_limited', 'running')
        then (extract(epoch from d.until - v_now) * 1000000)::bigint
      when d.verdict = 'app_limited'
        then (select a.oldest + 1000000 - v_micros from app a where a.id = d.app)
    end,
    greatest(d.rate_left - d.app_rank, 0),
    greatest(d.per_hour - d.in_hour - (d.verdict = 'admitted')::int, 0)::bigint,
    greatest(d.per_day - d.in_day - (d.verdict = 'admitted')::int, 0)::bigint
  from decided d;
end $$;
