create sequence apps_revision;

alter table apps
  -- An app that tries the product: its quota is one for testing.
  add column trial               boolean not null default false,
  add column requests_per_second int     not null default 50 check (requests_per_second > 0),
  -- Seconds between two sends to one number: after the first, the second, …; the last one holds on.
  add column resend_waits        int[]   not null default '{30,60,120}',
  add column sends_per_hour      int     not null default 5 check (sends_per_hour > 0),
  add column sends_per_day       int     not null default 10 check (sends_per_day > 0),
  -- [{"msisdn", "sealed_code", "outcome"}]; sealed with "<app id>/<msisdn>" as context.
  add column test_numbers        jsonb   not null default '[]',
  -- Grows with every change of the app or its keys; what a copy looks for.
  add column revision            bigint  not null default 0;

-- One writer at a time, up to its commit: whoever has seen revision n has seen all before it.
create function revise_app() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('apps_revision'));
  new.revision := nextval('apps_revision');
  return new;
end $$;

create trigger revise_app before insert or update on apps
  for each row execute function revise_app();

create function revise_app_of_key() returns trigger language plpgsql as $$
begin
  update apps set revision = 0 where id = new.app_id;
  return new;
end $$;

create trigger revise_app_of_key
  after insert or update of hash, expires_at, revoked on api_keys
  for each row execute function revise_app_of_key();

update apps set revision = 0;

create index apps_by_revision on apps (revision);
