-- What is told of callbacks: the events of one transaction in one row, deflated, since there is one
-- for each attempt. Rows live for milliseconds, as those of the outbox do.
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

-- Whether a delivery is, since it was born, with the copy that took it in. Most end there: were they
-- among what can be claimed, claims would step over the dead entries of all of them for as long as
-- anybody holds an old snapshot.
alter table deliveries add column in_hand boolean not null default false;

drop index deliveries_endpoint_id_coalesce_idx;

-- With what is replayed in bulk apart: a million of them is in nobody's way.
create index deliveries_due on deliveries (endpoint_id, bulk, coalesce(lease_until, next_attempt_at))
  where state = 'pending' and not in_hand;

-- What is found there long after it was taken in was with a copy that died.
create index deliveries_in_hand on deliveries (lease_until) where state = 'pending' and in_hand;
