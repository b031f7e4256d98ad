-- What is told of sessions: the events of one transaction in one row, deflated. Rows live for
-- milliseconds, as those of the outbox do.
create table outbox_batches (
  id     bigint generated always as identity primary key,
  events bytea not null
) with (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_vacuum_cost_delay = 0,
  toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 5000,
  toast.autovacuum_vacuum_cost_delay = 0
);

alter table outbox_batches alter column events set storage external;
