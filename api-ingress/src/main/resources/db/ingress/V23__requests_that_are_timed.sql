-- The same, and how many requests were looked at: those of which nothing is told yet, since the processor is
-- away, take as long, and the next slice is to be no wider for that.
drop function count_stage_times(uuid, uuid);

-- Without nested loops, but for those over apps, which nothing else can do: statistics of a day that was
-- new a moment ago know of no rows, and each event would be compared with each.
create function count_stage_times(first_id uuid, end_id uuid)
returns table (app_id text, times jsonb, callbacks jsonb, requests bigint)
language sql stable
set enable_seqscan = off
set enable_nestloop = off
as $$
  with accepted as materialized (
    select r.app_id, r.id, r.began
    from apps a cross join lateral (
      select a.id as app_id, r.id, to_timestamp(
        ('x' || left(replace(coalesce(r.attempt, r.id)::text, '-', ''), 12))::bit(48)::bigint / 1000.0) as began
      from requests r
      where r.app_id = a.id and r.id >= first_id and r.id < end_id and r.http_status = 201) r
  ),
  told as materialized (
    select t.session_id, t.type, t.at, t.type like 'callback.%' as is_callback,
      -- A callback has the id of the event that it tells of.
      case when t.type like 'callback.%' then (t.details ->> 'delivery_id')::uuid else t.event_id end as event_id,
      t.details ? 'http_status' as answered
    from timeline t where t.session_id >= first_id and t.session_id < end_id
  ),
  steps as (
    select session_id,
      min(at) filter (where type = 'otp.sent') as first_sent,
      max(at) filter (where type = 'otp.sent') as last_sent,
      min(at) filter (where type = 'otp.delivered') as delivered,
      min(at) filter (where type = 'otp.verified') as verified
    from told where not is_callback group by session_id
  ),
  told_of as (
    select session_id, min(at) filter (where not is_callback) as happened,
      min(at) filter (where is_callback and answered) as answered,
      case when bool_or(type = 'callback.delivered') then 'delivered'
           when bool_or(type = 'callback.exhausted') then 'exhausted'
           else 'failing' end as state
    from told group by session_id, event_id having bool_or(is_callback)
  ),
  took as (
    select a.app_id, s.stage, s.took
    from accepted a join steps on steps.session_id = a.id
    cross join lateral (values
      ('sent', first_sent - began),
      -- Of a code that was sent twice, the report is mostly of the last message.
      ('delivered', delivered - case when last_sent <= delivered then last_sent else first_sent end),
      ('verified', verified - case when delivered <= verified then delivered else first_sent end)
    ) as s (stage, took)
    where s.took is not null
    union all
    select a.app_id, 'called_back', o.answered - o.happened
    from accepted a join told_of o on o.session_id = a.id
    where o.answered is not null and o.happened is not null
  ),
  times as (
    select c.app_id, jsonb_object_agg(c.stage, c.steps) as times
    from (
      select n.app_id, n.stage, jsonb_object_agg(n.step, n.sessions) as steps
      from (select took.app_id, took.stage, duration_step(took.took) as step, count(*) as sessions
            from took group by 1, 2, 3) n
      group by 1, 2) c
    group by 1
  ),
  callbacks as (
    select n.app_id, jsonb_object_agg(n.state, n.callbacks) as callbacks
    from (select a.app_id, o.state, count(*) as callbacks
          from accepted a join told_of o on o.session_id = a.id group by 1, 2) n
    group by 1
  )
  select app_id, coalesce(times.times, '{}'), coalesce(callbacks.callbacks, '{}'), n.requests
  from (select a.app_id, count(*) as requests from accepted a group by 1) n
  left join times using (app_id) left join callbacks using (app_id)
$$;
