-- What was admitted by a copy that died before it published it: listed as refused since, and what it
-- took given back. Kept for a day, in case it is taken up again, or comes to be sent after all.
create table abandoned (
  session_id uuid        primary key,
  app_id     text        not null,
  -- What was its row of sends; null if it had none.
  number     bigint,
  send_id    uuid,
  at         timestamptz
);

-- How far requests have been looked through for such, by all copies together.
create table swept (
  one        boolean     primary key default true check (one),
  -- The smallest id of a session that was not looked at.
  up_to      uuid        not null,
  -- Until when a copy is at it.
  busy_until timestamptz not null default '-infinity'
);

insert into swept (up_to)
select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;
