alter table deliveries
  -- When it was made due again last, how many attempts had been made by then, and whether it was one
  -- of many: then it leaves the way to what is told for the first time.
  add column replayed_at timestamptz,
  add column attempts_before int not null default 0,
  add column bulk boolean not null default false;

-- Replays by filter. A batch holds the lock of its row, and moves the cursor with the deliveries.
create table replays (
  id         uuid        primary key,
  filter     jsonb       not null,
  rate       int         not null,
  state      text        not null check (state in ('running', 'done', 'cancelled')),
  -- There are as many at once as there are slots.
  slot       smallint    not null,
  -- Deliveries up to here are replayed or were counted, and those up to the last are to be.
  cursor_id  uuid        not null,
  counted_id uuid        not null,
  last_id    uuid        not null,
  -- Until when its rate is used up, and when it has its next turn.
  paced_at   timestamptz not null,
  next_at    timestamptz not null,
  total      bigint      not null default 0,
  matched    bigint      not null default 0,
  replayed   bigint      not null default 0,
  created_at timestamptz not null,
  ended_at   timestamptz
);

create unique index replays_slot on replays (slot) where state = 'running';
