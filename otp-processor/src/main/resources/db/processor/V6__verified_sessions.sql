-- Sessions whose code was verified, until their rows say so and it is told. A guess writes here and not
-- to sessions: to write there opens the partitions of all days, which many sessions at a time can share.
create table verified_sessions (
  session_id  uuid        not null primary key,
  verified_at timestamptz not null
) with (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_vacuum_cost_delay = 0
);

-- Guesses are decided by verify_codes, many at a time, and told by the service.
drop function if exists verify_code(
  text, text, text, boolean, text[], timestamptz, text, int, interval, int, interval);
drop function if exists uuid_v7(timestamptz);
