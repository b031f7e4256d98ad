-- An endpoint is shut by one write on its row: by its breaker, by 410, by five days of failure, by hand.
alter table endpoints
  drop constraint endpoints_gate_check,
  add constraint endpoints_gate_check check (gate in ('open', 'broken', 'paused', 'gone', 'disabled')),
  -- When the gate was set. What an attempt says that began before is about another time.
  add column gate_since timestamptz,
  -- Probes that failed since the breaker opened.
  add column probes int not null default 0,
  -- The first of the failures since the last success.
  add column failing_since timestamptz,
  -- How many of the notices before it is disabled were told.
  add column notices int not null default 0;

-- What every copy reads every second: nothing of the endpoints that are well.
create index endpoints_in_trouble on endpoints (id) where gate <> 'open' or failing_since is not null;
