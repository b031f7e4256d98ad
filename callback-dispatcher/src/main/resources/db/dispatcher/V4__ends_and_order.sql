create sequence deliveries_seq;

alter table deliveries
  -- Why no other attempt follows by itself.
  add column end_reason text,
  -- The order in which the events of a session came.
  add column seq bigint not null default nextval('deliveries_seq'),
  -- Whether it has ever waited in the table, and not only in the memory of the copy that took it in.
  add column waited boolean not null default true;

-- What holds back the later events of its session. First attempts that succeed are never in it.
create index on deliveries (session_id, seq) where state = 'pending' and waited;

-- What an app wants of its callbacks; null for the usual.
alter table apps add column callbacks jsonb;
