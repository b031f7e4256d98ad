-- The read model: one row per request to send a code, accepted or refused. Partitions are made and
-- dropped by DailyPartitions; the day is the one in the id.
create table requests (
  -- The session's id; the request's own id if it was refused.
  id           uuid        not null primary key,
  app_id       text        not null,
  session_id   uuid,
  msisdn       text,
  challenge    text,
  http_status  smallint    not null,
  error        text,
  state        text        not null,
  -- Decides between two events, whichever comes first.
  state_rank   smallint    not null,
  reason       text,
  user_agent   text,
  requested_at timestamptz not null,
  updated_at   timestamptz not null,
  -- As promised in the answer; the code itself, once it is sent, may end at another time.
  promised_until timestamptz,
  expires_at   timestamptz
) partition by range (id);

-- A state is in no index, so that a change of it stays within the row's page (HOT).
create index requests_by_app on requests (app_id, id);
create index requests_by_msisdn on requests (app_id, msisdn, id);

-- What happened to a session. Partitioned by the session's day and not the event's: a timeline is
-- read in one partition, and ends with its request.
create table timeline (
  session_id uuid        not null,
  event_id   uuid        not null,
  type       text        not null,
  at         timestamptz not null,
  details    jsonb       not null,
  primary key (session_id, event_id)
) partition by range (session_id);
