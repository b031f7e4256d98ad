-- The code that an answer repeats, sealed for its session. Null unless it was the fixed one of a test
-- number, which may be another one when the answer is repeated.
alter table idempotency
  add column sealed_otp text;

-- Sessions that were taken up again under their key. If that attempt dies as well, it is looked for
-- when its own time comes; that of the session may be over.
create table taken_up (
  session_id uuid primary key,
  app_id     text not null,
  -- The last one.
  attempt    uuid not null,
  -- What the session is paid with; null if it is free.
  send_id    uuid,
  -- Before this id's time the session was not published.
  since      uuid not null
);
