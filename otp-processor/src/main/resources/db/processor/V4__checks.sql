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
