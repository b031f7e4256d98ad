alter table api_keys
  add column name       text not null default '',
  add column revoked_at timestamptz;

-- A key is revoked, not deleted; if somebody does delete one, it must be forgotten as well.
create function revise_app_of_deleted_key() returns trigger language plpgsql as $$
begin
  update apps set revision = 0 where id = old.app_id;
  return null;
end $$;

create trigger revise_app_of_deleted_key after delete on api_keys
  for each row execute function revise_app_of_deleted_key();

-- Copies ask for what has a higher revision, and would never hear of an app that is gone.
create function keep_app() returns trigger language plpgsql as $$
begin
  raise exception 'apps are suspended, not deleted' using errcode = 'restrict_violation';
end $$;

create trigger keep_app before delete on apps for each statement execute function keep_app();

-- Every call of administration. Small, and kept for long: not partitioned.
create table admin_audit (
  -- The request's id, a UUID of version 7: in the order of time.
  id      uuid        primary key,
  at      timestamptz not null,
  method  text        not null,
  path    text        not null,
  -- Null until it is answered.
  status  smallint,
  source  text        not null,
  -- What it changed, without secrets; written in the transaction of the change.
  changed jsonb
);
