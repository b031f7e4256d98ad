-- Messages that gateways took, a row for each part that is reported on. The id is the message's, a
-- UUID of version 7 of the moment.
create table gateway_messages (
  id           uuid     not null,
  part         int      not null,
  parts        int      not null,
  gateway      text     not null,
  message_id   text     not null,
  session_id   uuid     not null,
  -- As in ISO 3166, of the number; ZZ if it belongs nowhere.
  country      text     not null,
  -- From its report: null until there is one.
  delivered    boolean,
  reason       text,
  network_code text,
  reported_at  timestamptz,
  primary key (id, part)
) partition by range (id);

create index gateway_messages_reported on gateway_messages (gateway, message_id, id);
create index gateway_messages_session on gateway_messages (session_id);

-- Reports as gateways handed them in: each is a row until its message is found.
create table delivery_reports (
  id           bigint      generated always as identity primary key,
  gateway      text        not null,
  message_id   text        not null,
  delivered    boolean     not null,
  reason       text,
  network_code text,
  received_at  timestamptz not null,
  -- When to look for its message.
  look_at      timestamptz not null
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);

create index delivery_reports_due on delivery_reports (look_at);
create index delivery_reports_message on delivery_reports (gateway, message_id);

-- Messages that may be sent by another gateway yet.
create table fallbacks (
  session_id       uuid        not null primary key,
  code_id          uuid        not null,
  tried            text[]      not null,
  -- Without a report until then; null: only on a negative one.
  due_at           timestamptz,
  when_undelivered boolean     not null,
  -- It is on its way again.
  resent           boolean     not null default false,
  look_at          timestamptz not null,
  -- The report that is told if nothing comes of that.
  gateway          text,
  message_id       text,
  reason           text,
  network_code     text
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);

create index fallbacks_look on fallbacks (look_at);

-- The newest message of each id. Functions for their settings: a plan that was made when a day was
-- new and empty would go on to read the whole of it.
create function find_gateway_messages(gateways text[], message_ids text[])
returns table (n int, id uuid, part int, session_id uuid)
language sql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  select r.n::int, m.id, m.part, m.session_id
  from unnest(gateways, message_ids) with ordinality as r (gateway, message_id, n)
  cross join lateral (
    select g.id, g.part, g.session_id from gateway_messages g
    where g.gateway = r.gateway and g.message_id = r.message_id
    order by g.id desc limit 1) m
$$;

create function gateway_messages_of(sessions uuid[]) returns setof gateway_messages
language sql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  select * from gateway_messages g where g.session_id = any (sessions) order by g.id, g.part
$$;

-- What became of the messages of one minute, counted anew while they are young.
create table gateway_figures (
  minute    timestamptz not null,
  gateway   text        not null,
  country   text        not null,
  taken     bigint      not null,
  reported  bigint      not null,
  delivered bigint      not null,
  verified  bigint      not null,
  primary key (minute, gateway, country)
);

-- Up to when it is counted; one row.
create table gateway_figures_mark (
  one        boolean     not null primary key default true check (one),
  counted_to timestamptz
);

insert into gateway_figures_mark default values;

-- By gateway and country, of the messages of some minutes. A code that was sent twice and verified
-- is the merit of the newer message. Sessions are looked up one by one: a plan for all at once would
-- read whole days.
create function count_gateway_messages(lows uuid[], highs uuid[])
returns table (n int, gateway text, country text,
               taken bigint, reported bigint, delivered bigint, verified bigint)
language sql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  select r.n::int, c.*
  from unnest(lows, highs) with ordinality as r (low, high, n)
  cross join lateral (
    select g.gateway, g.country, count(*), count(g.reported_at),
           count(*) filter (where g.delivered and (g.parts = 1 or not exists (
             select from gateway_messages o
             where o.id = g.id and o.part > 0 and o.delivered is not true))),
           count(*) filter (where
             (select s.verified_at is not null from sessions s where s.session_id = g.session_id)
             and not exists (
               select from gateway_messages o
               where o.session_id = g.session_id and o.id > g.id))
    from gateway_messages g
    where g.id >= r.low and g.id < r.high and g.part = 0
    group by g.gateway, g.country) c
$$;
