-- Erasures of numbers, which are the receipts too: a row and what it has walked through.
create table erasures (
  id             uuid        primary key,
  -- Sealed with "erasure/<id>" as context, until the ingress has no need of it any more.
  sealed_msisdn  text,
  requested_at   timestamptz not null,
  -- first: through all rows. second: once more, when nothing that began before is under way.
  -- told: the other services are not done. done.
  stage          text        not null check (stage in ('first', 'second', 'told', 'done')),
  next_at        timestamptz not null,
  -- Where topics ended when it began, by partition: what is before that is to be read first.
  places         jsonb,
  -- How far the record of calls is gone through.
  audit_cursor   uuid        not null default '00000000-0000-0000-0000-000000000000',
  parts          int         not null default 0,
  -- {"<table>": <rows deleted or changed>}
  rows           jsonb       not null default '{}',
  -- {"<what>": <how often>}: what stays on purpose.
  kept           jsonb       not null default '{}',
  -- {"<topic>": <milliseconds that a record may stay, null for ever>}
  topics         jsonb       not null default '{}',
  walked_at      timestamptz,
  finished_at    timestamptz,
  check ((sealed_msisdn is null) = (walked_at is not null))
);

create index erasures_left on erasures (next_at) where walked_at is null;
create index erasures_told on erasures (id) where stage = 'told';

-- What the other services were asked to do, and did.
create table erasure_parts (
  erasure_id uuid   not null references erasures (id) on delete cascade,
  part       int    not null,
  service    text   not null,
  rows       jsonb  not null default '{}',
  done_at    timestamptz,
  primary key (erasure_id, part, service)
);
