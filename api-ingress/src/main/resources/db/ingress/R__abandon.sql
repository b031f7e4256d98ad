-- Requests of some ids that were admitted, and of which nothing was heard since; those that were taken
-- up again by the id of that attempt. They were not published before since.
drop function if exists unheard;

create function unheard(p_from uuid, p_to uuid)
returns table (app_id text, session_id uuid, attempt uuid, since uuid)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  select r.app_id, r.id, r.attempt, p_from
  from apps a
  cross join lateral (
    select r.app_id, r.id, r.attempt from requests r
    where r.app_id = a.id and r.id >= p_from and r.id < p_to and r.state = 'requested'
      -- What others publish is listed from the topic.
      and r.time_limit is not null
      -- Taken up again, and perhaps on its way. Its own attempt may have kept its time.
      and not (r.attempt is not null
        and exists (select from taken_up t where t.session_id = r.id and t.attempt >= p_to))
  ) as r
  union all
  select r.app_id, r.id, r.attempt, t.since
  from taken_up t
  join requests r on r.app_id = t.app_id and r.id = t.session_id
  where t.attempt >= p_from and t.attempt < p_to
    and r.state = 'requested'
    -- Or else it is among those above.
    and (r.id < p_from or r.id >= p_to);
end $$;

-- Ends requests that were not published, and gives back what they took, all of it at once and by the
-- first who comes: null if somebody else has come. Who is taken up again meanwhile, or heard of, is
-- left alone.
drop function if exists abandon;

create function abandon(
  p_from    uuid,
  p_to      uuid,
  p_app     text[],
  p_session uuid[],
  p_attempt uuid[]
) returns int
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_ended int;
  v_apps  text[] := p_app || array(select t.app_id from taken_up t where t.attempt < p_to);
begin
  -- As admit does: whoever takes a session up again waits, or has done so.
  perform from usage where app_id = any (v_apps) order by app_id for update;

  update swept set up_to = p_to, busy_until = '-infinity' where up_to = p_from;
  if not found then
    return null;
  end if;

  with ended as (
    update requests r set
      http_status = 503, error = 'unavailable', state = 'refused', state_rank = 0,
      updated_at = clock_timestamp()
    from unnest(p_app, p_session, p_attempt) as u (app, session, attempt)
    where r.app_id = u.app and r.id = u.session and r.state = 'requested'
      and r.attempt is not distinct from u.attempt
    returning r.app_id, r.id, r.attempt, ('1' || r.msisdn)::bigint as number
  ),
  back as (
    delete from sends s using ended e
    where s.number = e.number and s.app_id = e.app_id and s.at > '-infinity'
      and s.id in (
        e.id, e.attempt, (select t.send_id from taken_up t where t.session_id = e.id))
    returning s.app_id, e.id as session, s.number, s.id, s.at
  ),
  refunded as (
    update usage u set used = u.used - b.sends
    from (select app_id, count(*) as sends from back group by app_id) as b
    where u.app_id = b.app_id
  ),
  noted as (
    insert into abandoned (session_id, app_id, number, send_id, at)
    select e.id, e.app_id, b.number, b.id, b.at
    from ended e left join back b on b.session = e.id
    on conflict (session_id) do nothing
  )
  select count(*) into v_ended from ended;

  delete from taken_up where app_id = any (v_apps) and attempt < p_to;
  return v_ended;
end $$;

-- Takes again what was given back for requests that were published after all, as something that was
-- heard of them tells.
drop function if exists take_again;

create function take_again(p_since uuid) returns int
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_apps  text[];
  v_taken int;
begin
  delete from abandoned where session_id < p_since;

  select array_agg(distinct a.app_id) into v_apps
  from abandoned a join requests r on r.app_id = a.app_id and r.id = a.session_id
  where r.http_status = 201;
  if v_apps is null then
    return 0;
  end if;
  perform from usage where app_id = any (v_apps) order by app_id for update;

  with late as (
    delete from abandoned a using requests r
    where a.app_id = any (v_apps) and r.app_id = a.app_id and r.id = a.session_id
      and r.http_status = 201
    returning a.app_id, a.number, a.send_id, a.at
  ),
  again as (
    insert into sends (number, id, app_id, at)
    select l.number, l.send_id, l.app_id, l.at from late l where l.send_id is not null
    on conflict do nothing
    returning app_id
  ),
  used as (
    update usage u set used = u.used + s.sends
    from (select app_id, count(*) as sends from again group by app_id) as s
    where u.app_id = s.app_id
  )
  select count(*) into v_taken from late;
  return v_taken;
end $$;
