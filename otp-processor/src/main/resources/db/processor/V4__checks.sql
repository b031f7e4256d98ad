alter table apps
  -- Apps of one owner are watched as one; by default an app is its own.
  add column owner           text,
  add column allowed_domains text[] not null default '{}',
  -- {"<check>": {"<setting>": …}}; what is absent has its default.
  add column check_settings  jsonb  not null default '{}';

-- What was asked for lately: the memory of the checks that look at the past. Rows are written once, by
-- whoever makes the session, and dropped by the day.
create table recent_requests (
  session_id   uuid        not null,
  owner        text        not null,
  number       bigint      not null,
  -- The number without its last four digits.
  prefix       bigint      not null,
  requested_at timestamptz not null,
  -- The checks that were asked: blocked 1, spam 2, sequential 4, conversion 8, geography 16.
  asked        int         not null
) partition by range (session_id);

create index recent_requests_prefix on recent_requests (prefix, requested_at);

-- Of the last requests below each prefix those near the numbers asked for, and all if they are more than
-- few. A function for its settings: a plan that was made when a day was new and empty would go on to
-- read the whole of it for every prefix.
create function look_back(prefixes bigint[], lows bigint[], highs bigint[], fews int[],
                          since timestamptz, first_id uuid, last_id uuid, most int)
returns table (owner text, number bigint, session_id uuid, micros bigint)
language sql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  select r.owner, r.number, r.session_id,
         (extract(epoch from r.requested_at) * 1000000)::bigint
  from unnest(prefixes, lows, highs, fews) as p (prefix, low, high, few)
  cross join lateral (
    select latest.*, count(*) over () as total
    from (
      select q.owner, q.number, q.requested_at, q.session_id
      from recent_requests q
      where q.prefix = p.prefix and q.requested_at > since
        and q.session_id between first_id and last_id
      order by q.requested_at desc, q.session_id desc
      limit most) latest) r
  where r.total > p.few or r.number between p.low and p.high
$$;

-- Messages that gateways took and codes that were verified, by owner, hour and area: what conversion and
-- bursts are compared with. Counted from the sessions when their codes are old enough to tell.
create table traffic_hours (
  -- The smallest UUID of version 7 of the hour, so that days are dropped whole.
  hour     uuid   not null,
  owner    text   not null,
  -- Digits of a prefix, an ISO 3166 region, or '*' for all.
  area     text   not null,
  sent     bigint not null,
  verified bigint not null,
  primary key (hour, owner, area)
) partition by range (hour);

-- Up to when sessions are counted; one row.
create table traffic_mark (
  one        boolean     not null primary key default true check (one),
  counted_to timestamptz
);

insert into traffic_mark default values;

create index blocks_lengths on blocks (length(digits)) where blocked;

-- The block against each number that has the most digits. Lengths that blocks have are few: walked by
-- their index, and only those are looked up, one by one (offset 0): whatever was known of the list when
-- a plan is made, it may have grown by a million since, and numbers times blocks is too many.
create function match_blocks(ids uuid[], apps text[], msisdns text[], at timestamptz)
returns table (id uuid, digits text, prefix boolean, app_id text, reason text, source text)
language sql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  with recursive lengths (n) as (
    (select length(b.digits) from blocks b where b.blocked order by length(b.digits) limit 1)
    union all
    select (select length(b.digits) from blocks b where b.blocked and length(b.digits) > n
            order by length(b.digits) limit 1)
    from lengths where n is not null
  )
  select distinct on (r.id) r.id, b.digits, b.prefix, b.app_id, b.reason, b.source
  from unnest(ids, apps, msisdns) as r (id, app, msisdn)
  join lengths on n <= length(r.msisdn)
  cross join lateral (
    select l.digits, l.prefix, l.app_id, l.reason, l.source, l.expires_at
    from blocks l where l.blocked and l.digits = left(r.msisdn, n) offset 0) b
  where (b.prefix or n = length(r.msisdn))
    and (b.app_id is null or b.app_id = r.app)
    and (b.expires_at is null or b.expires_at > at)
  order by r.id, n desc
$$;
