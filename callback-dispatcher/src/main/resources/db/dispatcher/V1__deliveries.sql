-- The settings of apps, from apps.v1. Secrets stay sealed.
create table apps (
  id                 text primary key,
  sandbox            boolean     not null,
  insecure_callbacks boolean     not null,
  webhook_keys       jsonb       not null,
  changed_at         timestamptz not null
);

-- An endpoint is an app and an origin. What holds up all of its deliveries stands here once, and not
-- in each of them.
create table endpoints (
  id          bigint generated always as identity primary key,
  app_id      text        not null,
  origin      text        not null,
  gate        text        not null default 'open' check (gate in ('open', 'broken', 'paused', 'gone')),
  gate_reason text,
  gate_until  timestamptz,
  created_at  timestamptz not null,
  unique (app_id, origin)
);

-- One row for each lifecycle event that is to be told. The event's id is the webhook-id; being a UUID
-- of version 7 it also names the partition. No foreign keys: they would be checked for each row, and
-- endpoints are never deleted.
create table deliveries (
  event_id        uuid        primary key,
  endpoint_id     bigint      not null,
  app_id          text        not null,
  session_id      uuid        not null,
  type            text        not null,
  url             text        not null,
  body            bytea       not null,
  traceparent     text        not null,
  state           text        not null check (state in ('pending', 'delivered', 'exhausted')),
  attempts        int         not null default 0,
  next_attempt_at timestamptz not null,
  lease_until     timestamptz,
  claim_id        uuid,
  last_status     int,
  last_error      text,
  created_at      timestamptz not null,
  ended_at        timestamptz
) partition by range (event_id);

-- What can be claimed, endpoint by endpoint: at the time of the next attempt, or when the lease of the
-- copy that holds it runs out. The backlog of one endpoint is never in the way of another's.
create index on deliveries (endpoint_id, coalesce(lease_until, next_attempt_at)) where state = 'pending';

-- Every attempt on record; it shares the day of its delivery.
create table attempts (
  delivery_id uuid        not null,
  number      int         not null,
  started_at  timestamptz not null,
  duration_ms int         not null,
  http_status int,
  error       text,
  answer_head text,
  primary key (delivery_id, number)
) partition by range (delivery_id);
