-- A request is listed by the statement that admits it, so it need not come back from the topic.
alter table requests
  drop constraint requests_pkey,
  drop column session_id,
  -- Null: when the id says.
  alter column requested_at drop not null,
  -- Null: nothing has happened since.
  alter column updated_at drop not null,
  -- What the ingress accepted itself; null for what others published. Its first event follows from
  -- these columns.
  add column time_limit int,
  add column sandbox boolean,
  add column simulated_outcome text,
  -- Carries the time that the time limit counts from, if that is not the id.
  add column attempt uuid;

drop index requests_by_app;
drop index requests_by_msisdn;
alter table requests add primary key (app_id, id);

-- The number first: a search is mostly decided by its first column.
create index requests_by_msisdn on requests (msisdn, app_id, id);

-- Both begin anew: limits and keys of the last day are forgotten once.
drop table sends;
drop table idempotency;

-- What was sent to which number, for the rates of the last day. The number is the msisdn behind a
-- 1, which keeps leading zeros: integers are found several times faster than texts. The id is that
-- of the admission and not of the session, which may be older when a request is repeated under its
-- Idempotency-Key.
create table sends (
  number bigint      not null,
  id     uuid        not null,
  app_id text        not null,
  at     timestamptz not null,
  primary key (number, id)
) partition by range (id);

-- Answers to requests with an Idempotency-Key. Key and body are hashes of 128 bits; everything else
-- of an answer follows from the body, which is the same. A key is unique among those of the last
-- day, which span two partitions: the lock of the app's usage row holds that, the primary key helps.
create table idempotency (
  app_id      text        not null,
  key         uuid        not null,
  session_id  uuid        not null,
  body        uuid        not null,
  -- running, done, failed
  state       text        not null,
  -- The admission that this session was paid with; none for what costs nothing.
  send_id     uuid,
  -- The last attempt, which carries the time that the answer's times count from.
  attempt     uuid        not null,
  tries       int         not null,
  with_otp    boolean     not null,
  -- Until when the one who runs it is believed to be alive.
  lease_until timestamptz not null,
  kept_until  timestamptz not null,
  primary key (key, app_id, session_id)
) partition by range (session_id);
