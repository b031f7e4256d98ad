-- Most deliveries end with their first attempt, which therefore stands in their row: as a row of its
-- own it was a third write. The others are in attempts.
create type attempt as (
  started_at    timestamptz,
  duration_ms   int,
  http_status   int,
  error         text,
  answer_head   text,
  dns_ms        int,
  connect_ms    int,
  tls_ms        int,
  first_byte_ms int,
  reused        boolean,
  phase         text
);

alter table deliveries add column first_attempt attempt;

create view recorded_attempts as
select event_id as delivery_id, 1 as number, (first_attempt).*
from deliveries
where (first_attempt).started_at is not null
union all
select delivery_id, number, started_at, duration_ms, http_status, error, answer_head, dns_ms,
       connect_ms, tls_ms, first_byte_ms, reused, phase
from attempts;
