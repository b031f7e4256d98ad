create sequence blocks_revision;

-- Numbers and prefixes that may not be sent to, by the admin API and by blocklist.v1. A block that was
-- taken back stays a while, so that an older record cannot restore it.
create table blocks (
  -- As in BlockChanged: "[<app id>/]<digits>[*]". In the order of bytes, as all that is read by ranges.
  key        text collate "C" not null primary key,
  digits     text collate "C" not null,
  -- Whether the digits are the beginning of the blocked numbers.
  prefix     boolean          not null,
  -- Null: for all apps. An app need not exist.
  app_id     text,
  blocked    boolean          not null,
  reason     text             not null,
  source     text             not null,
  expires_at timestamptz,
  changed_at timestamptz      not null,
  -- Grows with every change; what a copy looks for.
  revision   bigint           not null default 0
);

-- One writer at a time, up to its commit: whoever has seen revision n has seen all before it. Once a
-- statement, so that a batch takes one revision, and a row no more than its number.
create function revise_blocks() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('blocks_revision'));
  perform nextval('blocks_revision');
  return null;
end $$;

create trigger revise_blocks before insert or update on blocks
  for each statement execute function revise_blocks();

create function revise_block() returns trigger language plpgsql as $$
begin
  new.revision := currval('blocks_revision');
  return new;
end $$;

create trigger revise_block before insert or update on blocks
  for each row execute function revise_block();

create index blocks_by_revision on blocks (revision);
create index blocks_by_digits on blocks (digits, key);

-- What is to be forgotten: few rows, whatever the size of the list.
create index blocks_taken_back on blocks (changed_at) where not blocked;
create index blocks_that_end on blocks (expires_at) where expires_at is not null;
