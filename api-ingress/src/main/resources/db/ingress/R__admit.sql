-- Decides about a batch of requests in one round trip; see dev.sandi.ingress.admission.Admissions,
-- which says what comes in and goes out. In this order: who was done or is given back, then for each
-- request its Idempotency-Key, the rates of its number, the app's rate, the app's quota.
--
-- Nothing is counted for a request that is refused. All requests of an app are decided under the
-- lock of its usage row, whose holder sees what was decided before. Plans are made once and for
-- all: joins that look up rows by their key, whatever the tables' sizes were at that time.
drop function if exists admit;

create function admit(
  p_now          timestamptz,
  p_lease        interval,
  p_app          text[],
  p_msisdn       text[],
  p_id           uuid[],
  p_session      uuid[],
  p_free         boolean[],
  p_blocked      boolean[],
  p_with_otp     boolean[],
  p_at           timestamptz[],
  p_key          uuid[],
  p_body         uuid[],
  p_done_app     text[],
  p_done_key     uuid[],
  p_done_session uuid[],
  p_back_app     text[],
  p_back_msisdn  text[],
  p_back_id      uuid[],
  p_back_key     uuid[],
  p_back_session uuid[],
  p_back_at      timestamptz[],
  p_back_unsure  boolean[]
) returns table (
  number int, outcome text, session_id uuid, send_id uuid, at timestamptz, tries int,
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
  -- The smallest UUIDs of version 7 that can matter; an hour for clocks that differ.
  v_sends  uuid;
  v_keys   uuid;
  -- The end of what can matter, which leaves the partitions of days to come unopened.
  v_until  uuid;
  -- The smallest of those a day ahead.
  v_ahead  uuid;
begin
  perform from usage where app_id = any (p_app || p_back_app) order by app_id for update;

  v_now := coalesce(p_now, clock_timestamp());
  v_micros := (extract(epoch from v_now) * 1000000)::bigint;
  v_sends := (lpad(to_hex((v_micros - 90000000000) / 1000), 12, '0') || '00000000000000000000')::uuid;
  v_keys := v_sends;
  v_until := (lpad(to_hex((v_micros + 3600000000) / 1000), 12, '0') || '00000000000000000000')::uuid;
  v_ahead := (lpad(to_hex((v_micros + 86400000000) / 1000), 12, '0') || '00000000000000000000')::uuid;

  if cardinality(p_done_key) > 0 then
    update idempotency i set state = 'done'
    from unnest(p_done_app, p_done_key, p_done_session) as d (app, key, session)
    where i.app_id = d.app and i.key = d.key and i.session_id = d.session;
  end if;

  if cardinality(p_back_app) > 0 then
    -- A request that was taken for dead may be told of late. What it took belongs to whoever has
    -- resumed it, which the time of the last attempt tells.
    with back as (
      delete from sends s
      using unnest(p_back_app, p_back_msisdn, p_back_id, p_back_key, p_back_at)
        as b (app, msisdn, id, key, at)
      where s.app_id = b.app and s.msisdn = b.msisdn and s.id = b.id and s.at > '-infinity'
        and (b.key is null or exists (
          select from idempotency i
          where i.app_id = b.app and i.key = b.key and i.send_id = b.id and i.state = 'running'
            and i.at = b.at))
      returning s.app_id
    )
    update usage u set used = u.used - b.sends
    from (select app_id, count(*) as sends from back group by app_id) as b
    where u.app_id = b.app_id;

    update idempotency i set state = 'failed'
    from unnest(p_back_app, p_back_key, p_back_session, p_back_id, p_back_at)
      as b (app, key, session, id, at)
    where i.app_id = b.app and i.key = b.key and i.state = 'running' and i.at = b.at
      and (i.session_id = b.session or i.send_id = b.id);

    -- A batch that is still on its way meets these, and fails as a whole. (Ids of days that may have
    -- no partition are passed over: they would make every batch fail.)
    insert into sends (app_id, msisdn, id, at)
    select b.app, b.msisdn, b.id, '-infinity'
    from unnest(p_back_app, p_back_msisdn, p_back_id, p_back_unsure) as b (app, msisdn, id, unsure)
    where b.unsure and b.id >= v_sends and b.id < v_ahead
    on conflict do nothing;
  end if;

  if cardinality(p_app) = 0 then
    return;
  end if;

  return query
  with request as materialized (
    select r.*,
      row_number() over (partition by r.app order by r.number) = 1 as opens_app,
      row_number() over (partition by r.app, r.key order by r.number) as key_rank,
      first_value(r.body) over (partition by r.app, r.key order by r.number) as first_body
    from unnest(p_app, p_msisdn, p_id, p_session, p_free, p_blocked, p_with_otp, p_at, p_key, p_body)
      with ordinality as r
        (app, msisdn, id, session, free, blocked, with_otp, at, key, body, number)
  ),
  keyed as materialized (
    select r.*, k.session_id as old_session, k.send_id as old_send, k.at as old_at,
      k.tries as old_tries, k.with_otp as old_with_otp, k.lease_until,
      case
        when r.key is null then 'new'
        when coalesce(k.body, r.first_body) <> r.body then 'conflict'
        when k.state = 'done' then 'replayed'
        when r.key_rank > 1 or (k.state = 'running' and k.lease_until > v_now) then 'running'
        when k.state = 'running' then 'resumed'
        when k.state = 'failed' then 'retried'
        else 'new'
      end as standing
    from request r
    left join lateral (
      select * from idempotency i
      where r.key is not null and i.app_id = r.app and i.key = r.key
        and i.session_id >= v_keys and i.session_id < v_until
        and i.kept_until > v_now
      order by i.session_id desc limit 1
    ) as k on true
  ),
  counted as materialized (
    select k.*, c.counts,
      case when c.counts then
        row_number() over (partition by k.app, k.msisdn, c.counts order by k.number) - 1
      else 0 end as ahead,
      s.times, coalesce(s.in_hour, 0) as in_hour, coalesce(s.in_day, 0) as in_day,
      first_value(a.requests_per_second) over app as per_second,
      first_value(a.resend_waits) over app as waits,
      first_value(a.sends_per_hour) over app as per_hour,
      first_value(a.sends_per_day) over app as per_day,
      first_value(a.recent) over app as recent,
      first_value(a.quota_left) over app as quota_left
    from keyed k
    cross join lateral (
      select k.standing in ('new', 'retried') and not k.free and not k.blocked as counts
    ) as c
    left join lateral (
      select array_agg(s.at order by s.at desc) as times,
        count(*) filter (where s.at > v_now - interval '1 hour') as in_hour,
        count(*) as in_day
      from sends s
      where c.counts and s.app_id = k.app and s.msisdn = k.msisdn and s.id >= v_sends
        and s.id < v_until
        and s.at > v_now - interval '24 hours'
    ) as s on true
    left join lateral (
      select p.requests_per_second, p.resend_waits, p.sends_per_hour, p.sends_per_day,
        u.quota - u.used as quota_left,
        (select coalesce(sum(t.sends), 0) from unnest(u.recent_at, u.recent_count) as t (at, sends)
         where t.at > v_micros - 1000000 and t.at <= v_micros + 1000000) as recent
      from apps p join usage u on u.app_id = p.id
      where k.opens_app and p.id = k.app
      limit 1
    ) as a on true
    window app as (partition by k.app order by k.number)
  ),
  -- Whoever is ahead in this batch is taken to have been sent now. A number may be sent to when at most
  -- so many of its sends are left in the hour that their wait is over; the fewer, the shorter it is.
  timed as materialized (
    select c.*,
      greatest(
        case when c.in_hour + c.ahead > 0 then (
          select min(coalesce(
            greatest(
              case when n.left > 0 and w.waits > 0 then
                case when c.ahead > 0 then v_now else c.times[1] end
                  + make_interval(secs => c.waits[least(n.left, w.waits)::int])
              end,
              case when n.left < c.in_hour + c.ahead then
                coalesce(c.times[(n.left + 1 - c.ahead)::int], v_now) + interval '1 hour'
              end),
            v_now))
          from (select cardinality(c.waits) as waits, least(c.in_hour + c.ahead, c.per_hour - 1) as most) as w
          cross join lateral generate_series(0, least(w.most, w.waits)) as i
          cross join lateral (select case when i = w.waits then w.most else i end as left) as n
        ) end,
        case when c.in_day + c.ahead >= c.per_day then
          coalesce(c.times[(c.per_day - c.ahead)::int], v_now) + interval '24 hours'
        end) as number_until
    from counted c
  ),
  ranked as materialized (
    select t.*,
      greatest(t.per_second - t.recent, 0) as rate_left,
      count(*) filter (where t.counts and coalesce(t.number_until <= v_now, true))
        over (partition by t.app order by t.number) as app_rank
    from timed t
  ),
  judged as materialized (
    select r.*,
      case
        when r.blocked and r.standing in ('new', 'retried') then 'blocked'
        when not r.counts and r.standing in ('new', 'retried') then 'admitted'
        when not r.counts then r.standing
        when r.number_until > v_now then 'number_limited'
        when r.app_rank <= r.rate_left and r.app_rank <= coalesce(r.quota_left, r.app_rank)
          then 'admitted'
        when r.rate_left <= greatest(coalesce(r.quota_left, r.rate_left), 0) then 'app_limited'
        else 'quota_used'
      end as verdict
    from ranked r
  ),
  tallied as materialized (
    select j.*,
      count(*) filter (where j.verdict <> 'admitted')
        over (partition by j.app, j.msisdn, j.counts order by j.number) > 0 as after_refusal
    from judged j
  ),
  -- After one that was refused, nobody was sent: the next to the number is refused for the same.
  decided as materialized (
    select t.*,
      case when t.counts then first_value(t.verdict) over same else t.verdict end as outcome,
      case when t.counts then first_value(t.number_until) over same end as until
    from tallied t
    window same as (partition by t.app, t.msisdn, t.counts, t.after_refusal order by t.number)
  ),
  sent as (
    insert into sends (app_id, msisdn, id, at)
    select d.app, d.msisdn, d.id, v_now from decided d where d.counts and d.outcome = 'admitted'
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
      where d.counts and d.outcome = 'admitted' group by d.app
    ) as s
    where u.app_id = s.app
  ),
  remembered as (
    insert into idempotency (app_id, key, session_id, body, state, send_id, msisdn, tries, with_otp,
      at, lease_until, kept_until)
    select d.app, d.key, d.session, d.body, 'running', case when d.counts then d.id end, d.msisdn,
      d.in_hour + d.ahead + 1, d.with_otp, d.at, v_now + p_lease, v_now + interval '24 hours'
    from decided d
    where d.key is not null and d.standing = 'new' and d.outcome = 'admitted'
  ),
  renewed as (
    update idempotency i set
      state = 'running', at = d.at, lease_until = v_now + p_lease,
      send_id = case when d.counts then d.id else i.send_id end,
      tries = case when d.counts then d.in_hour + d.ahead + 1 else i.tries end,
      with_otp = d.with_otp
    from decided d
    where i.app_id = d.app and i.key = d.key and i.session_id = d.old_session
      and (d.standing = 'resumed' or (d.standing = 'retried' and d.outcome = 'admitted'))
  )
  select d.number::int,
    case when d.outcome = 'resumed' then 'admitted' else d.outcome end,
    coalesce(d.old_session, d.session),
    case when d.standing = 'resumed' then d.old_send when d.counts then d.id end,
    case when d.outcome = 'replayed' then d.old_at else d.at end,
    case
      when d.outcome in ('replayed', 'resumed') then d.old_tries
      else (d.in_hour + d.ahead + 1)::int
    end,
    case when d.outcome = 'replayed' then d.old_with_otp else d.with_otp end,
    (extract(epoch from
      case d.outcome
        when 'number_limited' then d.until - v_now
        when 'app_limited' then interval '1 second'
        when 'running' then coalesce(d.lease_until - v_now, p_lease)
      end) * 1000000)::bigint,
    greatest(d.rate_left - d.app_rank, 0)::bigint,
    greatest(d.per_hour - d.in_hour - d.ahead - case when d.outcome = 'admitted' then 1 else 0 end, 0)::bigint,
    greatest(d.per_day - d.in_day - d.ahead - case when d.outcome = 'admitted' then 1 else 0 end, 0)::bigint
  from decided d;
end $$;
