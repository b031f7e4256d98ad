-- What is simulated is a challenge of its own: a send in the sandbox neither repeats nor replaces a
-- code that is live on a real handset.
alter table challenges
  add column simulated boolean not null default false,
  -- Times of the wrong guesses that count, the oldest first.
  add column wrong_guesses_at timestamptz[] not null default '{}';

update challenges c
set simulated = true
from sessions s
where s.session_id = c.code_id and (s.sandbox or s.simulated_outcome is not null);

update challenges
set wrong_guesses_at = array_fill(guesses_since, array[least(wrong_guesses, 5)])
where wrong_guesses > 0 and guesses_since is not null;

alter table challenges
  drop constraint challenges_pkey,
  add primary key (app_id, msisdn, challenge, simulated),
  drop column wrong_guesses,
  drop column guesses_since;

-- Wrong guesses at codes of a number since the last right one, over all challenges of an app.
create table number_failures (
  app_id       text        not null,
  msisdn       text        not null,
  simulated    boolean     not null,
  failures     int         not null,
  locked_until timestamptz,
  updated_at   timestamptz not null,
  primary key (app_id, msisdn, simulated)
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0
);

create index number_failures_old on number_failures (updated_at);

-- From apps.v1: what the codes are made of that are generated for an app.
create table code_formats (
  app_id     text        not null primary key,
  length     int         not null,
  alphabet   text        not null,
  changed_at timestamptz not null
);

alter table sessions
  -- The lines below the text by which a phone fills in the code.
  add column web_otp      text,
  add column android_hash text;
