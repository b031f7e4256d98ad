alter table sessions
  -- delivered, undelivered, failed, unreachable, late: the SMS goes to the simulated handset.
  add column simulated_outcome text,
  add column undelivered_at    timestamptz;

-- Delivery reports of simulated handsets whose outcome was chosen: told when they are due, whatever
-- is restarted meanwhile.
create table simulator_reports (
  session_id uuid        not null primary key,
  message_id uuid        not null,
  outcome    text        not null,
  due_at     timestamptz not null
);

create index simulator_reports_due on simulator_reports (due_at);
