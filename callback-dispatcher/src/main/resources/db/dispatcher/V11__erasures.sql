-- Sessions whose number is or was forgotten, by their ids: what comes of them later must not bring it
-- back. Few, so not partitioned; deleted when nothing can come any more.
create table erased_sessions (
  session_id uuid        not null,
  erasure_id uuid        not null,
  part       int         not null,
  -- How often it was gone through; twice is done.
  passes     smallint    not null default 0,
  due_at     timestamptz not null,
  primary key (session_id, erasure_id)
);

create index erased_sessions_left on erased_sessions (erasure_id, part, due_at) where passes < 2;

-- A part of an erasure: what came with one event, and is answered by one.
create table erasure_parts (
  erasure_id uuid        not null,
  part       int         not null,
  noted_at   timestamptz not null,
  -- {"<table>": <rows deleted or changed>}
  rows       jsonb       not null default '{}',
  done_at    timestamptz,
  primary key (erasure_id, part)
);

create index erasure_parts_left on erasure_parts (noted_at) where done_at is null;
