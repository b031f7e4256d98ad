-- The result has one column more than in V4.
drop function if exists look_back(bigint[], bigint[], bigint[], int[], timestamptz, uuid, uuid, int);

-- Of the last requests below each prefix those near the numbers asked for, and all if they are more than
-- few; with the moment when their code was verified, if it was, for those near and for all that one owner
-- has had below the prefix lately, if they are more than few. A function for its settings: a plan that
-- was made when a day was new and empty would go on to read the whole of it for every prefix. The moments
-- are looked up one by one, by a key that is null where nobody asks: a join might read all sessions.
create or replace function look_back(prefixes bigint[], lows bigint[], highs bigint[], fews int[],
                                     since timestamptz, lately timestamptz, first_id uuid, last_id uuid,
                                     most int)
returns table (owner text, number bigint, session_id uuid, micros bigint, verified_micros bigint)
language sql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  select r.owner, r.number, r.session_id,
         (extract(epoch from r.requested_at) * 1000000)::bigint,
         (select (extract(epoch from s.verified_at) * 1000000)::bigint
          from sessions s
          where s.session_id = case
            when r.number between p.low and p.high
              or (r.recent > p.few and r.requested_at > lately) then r.session_id end)
  from unnest(prefixes, lows, highs, fews) as p (prefix, low, high, few)
  cross join lateral (
    select latest.*, count(*) over () as total,
           count(*) filter (where latest.requested_at > lately)
             over (partition by latest.owner) as recent
    from (
      select q.owner, q.number, q.requested_at, q.session_id
      from recent_requests q
      where q.prefix = p.prefix and q.requested_at > since
        and q.session_id between first_id and last_id
      order by q.requested_at desc, q.session_id desc
      limit most) latest) r
  where r.total > p.few or r.number between p.low and p.high
$$;
