-- What an app has used. Its row is locked by whoever decides about the app's requests, so that the
-- decisions of all copies come one after the other.
create table usage (
  app_id       text     primary key references apps (id) on delete cascade,
  -- Null: as much as it likes.
  quota        bigint   check (quota >= 0),
  used         bigint   not null default 0,
  -- The sends of the last second: when (microseconds since 1970), and how many at that time.
  recent_at    bigint[] not null default '{}',
  recent_count bigint[] not null default '{}'
) with (
  fillfactor = 40,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);

insert into usage (app_id) select id from apps;

create function begin_usage() returns trigger language plpgsql as $$
begin
  insert into usage (app_id) values (new.id) on conflict do nothing;
  return new;
end $$;

create trigger begin_usage after insert on apps for each row execute function begin_usage();

-- What was sent to which number, for the rates of the last day. The id is that of the admission and
-- not of the session, which may be older when a request is repeated under its Idempotency-Key.
create table sends (
  app_id text        not null,
  msisdn text        not null,
  id     uuid        not null,
  at     timestamptz not null,
  primary key (app_id, msisdn, id) include (at)
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
  msisdn      text        not null,
  tries       int         not null,
  with_otp    boolean     not null,
  -- Of the last attempt: what the answer's times count from.
  at          timestamptz not null,
  -- Until when the one who runs it is believed to be alive.
  lease_until timestamptz not null,
  kept_until  timestamptz not null,
  primary key (app_id, key, session_id)
) partition by range (session_id);
