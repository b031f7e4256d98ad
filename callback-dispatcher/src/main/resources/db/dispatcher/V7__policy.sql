alter table deliveries
  -- Whether it waits for the earlier events of its session, and they for it: as its app wanted it
  -- when it was taken in. One that does not has never waited, whatever became of it.
  add column ordered boolean not null default true;

alter table endpoints
  -- The last failure that counted for what follows.
  add column failed_at timestamptz,
  -- For how long it does nothing but fail, in milliseconds; silence counts for a day at most.
  add column failing_ms bigint not null default 0;

-- The authorities and the client certificate that an app wants for its callbacks; the key is sealed.
alter table apps add column callback_tls jsonb;
