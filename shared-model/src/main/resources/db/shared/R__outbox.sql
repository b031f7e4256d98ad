-- The outbox that each service has in its own schema. Rows live for milliseconds: they are deleted
-- when the broker has them, so the table is vacuumed by count and not by share.
create table if not exists outbox (
  id          bigint generated always as identity primary key,
  event_id    uuid        not null,
  topic       text        not null,
  type        text        not null,
  key         text        not null,
  subject     text        not null,
  occurred_at timestamptz not null,
  traceparent text        not null,
  body        bytea       not null
) with (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_vacuum_cost_delay = 0
);
