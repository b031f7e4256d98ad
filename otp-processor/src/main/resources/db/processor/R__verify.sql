-- Ends codes that were guessed, by the places of their rows, which the caller has locked: nothing moves
-- a row that is locked.
create or replace function end_challenges(places tid[], at timestamptz) returns void
language plpgsql
as $$
declare
  rows int;
begin
  update challenges h
  set state = 'verified', sealed_code = null, sessions = '{}', wrong_guesses_at = '{}',
      updated_at = at
  where h.ctid = any (places);
  get diagnostics rows = row_count;
  if rows <> cardinality(places) then
    raise exception '% codes were to end, and % did', cardinality(places), rows;
  end if;
end
$$;

-- Counts and decides guesses, one after the other: one statement for the caller, and so one round trip
-- and one transaction, for however many. Of many guesses at one code one is right, and no more than
-- the budget are looked at: each locks the challenge, and then the number's row, if it has one. This is
-- done number by number, in one order (that of whoever issues codes), and if a number comes twice all
-- challenges are locked before the first number, so that nobody waits in a circle.
--
-- A right guess ends the code, and notes its sessions, which are ended and told of by the service.
create or replace function verify_codes(
  apps text[], msisdns text[], names text[], simulations boolean[],
  -- Of each guess its hashes with every live key, with a space between two.
  hashes text[],
  -- Whether several are at one number.
  repeated boolean,
  at timestamptz,
  most_wrong int, wrong_window interval, most_failures int, failure_lock interval)
returns table (
  -- Which guess, from 1.
  n int,
  -- verified, expired, locked, not_found
  outcome text,
  -- The newest session that carried the code, if it was verified.
  session uuid,
  attempts_left int,
  -- If it is locked.
  retry_at timestamptz,
  -- Of the code that is live although the guess was wrong.
  live_until timestamptz)
language plpgsql
-- Whoever issues a code holds its challenge for milliseconds. A batch that waits longer fails, and is
-- tried again guess by guess.
set lock_timeout = '100ms'
-- Planned for each batch anew, the statements about all of it would cost more than they do.
set plan_cache_mode = force_generic_plan
as $$
declare
  g        record;
  number   record;
  c        record;
  wrong    timestamptz[];
  is_right boolean;
  -- Of the right guesses: where the challenge's row is, which is locked, and its sessions.
  ended    tid[] := '{}';
  verified uuid[] := '{}';
begin
  if repeated then
    -- One by one (the lateral query with its own lock), in the order of the first.
    perform from (
      select k.app, k.msisdn, k.name, k.simulated
      from unnest(apps, msisdns, names, simulations) as k (app, msisdn, name, simulated)
      order by k.app collate "C", k.msisdn, k.name collate "C", k.simulated) k
    cross join lateral (
      select from challenges h
      where h.app_id = k.app and h.msisdn = k.msisdn and h.challenge = k.name
        and h.simulated = k.simulated
      for update) locked;
  end if;

  for g in
    select k.* from unnest(apps, msisdns, names, simulations, hashes)
      with ordinality as k (app, msisdn, name, simulated, hashes, n)
    order by k.app collate "C", k.msisdn, k.simulated, k.name collate "C", k.n
  loop
    n := g.n;
    session := null;
    attempts_left := null;
    retry_at := null;
    live_until := null;

    select h.ctid as place, h.state, h.code_hash, h.expires_at, h.sessions, h.wrong_guesses_at into c
    from challenges h
    where h.app_id = g.app and h.msisdn = g.msisdn and h.challenge = g.name
      and h.simulated = g.simulated
    for update;

    select f.failures, f.locked_until into number from number_failures f
    where f.app_id = g.app and f.msisdn = g.msisdn and f.simulated = g.simulated
    for update;
    if number.locked_until > at then
      outcome := 'locked';
      retry_at := number.locked_until;
      return next;
      continue;
    end if;
    if number.locked_until is not null then
      -- The lock has ended, and with it the row of failures.
      number.failures := 0;
    end if;

    if c.state is null then
      -- There is nothing to be guessed, so it is no attempt at anything.
      outcome := 'not_found';
      attempts_left := least(most_wrong, most_failures - coalesce(number.failures, 0));
      return next;
      continue;
    end if;

    wrong := c.wrong_guesses_at;
    if cardinality(wrong) > 0 then
      wrong := array(select w from unnest(wrong) w where w > at - wrong_window order by w);
      if cardinality(wrong) >= most_wrong then
        outcome := 'locked';
        retry_at := wrong[cardinality(wrong) - most_wrong + 1] + wrong_window;
        return next;
        continue;
      end if;
    end if;

    is_right := coalesce(c.code_hash = any (string_to_array(g.hashes, ' ')), false);
    if is_right and c.state = 'live' and c.expires_at > at then
      ended := ended || c.place;
      verified := verified || c.sessions;
      if repeated then
        -- The next guess may be at the same code.
        perform end_challenges(ended, at);
        ended := '{}';
      end if;
      if number.failures is not null then
        delete from number_failures f
        where f.app_id = g.app and f.msisdn = g.msisdn and f.simulated = g.simulated;
      end if;
      outcome := 'verified';
      session := c.sessions[cardinality(c.sessions)];
      return next;
      continue;
    end if;
    if is_right and c.state in ('live', 'expired') then
      outcome := 'expired';
      return next;
      continue;
    end if;

    if is_right then
      -- Used up already: whoever repeats it, a client that missed the answer for one, guesses nothing.
      outcome := 'not_found';
      attempts_left :=
        least(most_wrong - cardinality(wrong), most_failures - coalesce(number.failures, 0));
      return next;
      continue;
    end if;
    update challenges h
    set wrong_guesses_at = wrong || at, updated_at = at
    where h.app_id = g.app and h.msisdn = g.msisdn and h.challenge = g.name
      and h.simulated = g.simulated;
    insert into number_failures as f
    values (g.app, g.msisdn, g.simulated, 1, null, at)
    on conflict (app_id, msisdn, simulated) do update
    set failures = case
          when f.locked_until is null then f.failures + 1
          -- Somebody else has just locked it: there was no row yet when this guess looked.
          when f.locked_until > at then f.failures
          else 1 end,
        locked_until = case
          when f.locked_until > at then f.locked_until
          when f.locked_until is null and f.failures + 1 >= most_failures then at + failure_lock end,
        updated_at = at
    returning f.failures, f.locked_until into number;
    outcome := 'not_found';
    attempts_left :=
      greatest(0, least(most_wrong - cardinality(wrong) - 1, most_failures - number.failures));
    if c.state = 'live' and c.expires_at > at then
      live_until := c.expires_at;
    end if;
    return next;
  end loop;

  -- A statement costs more than its rows.
  if ended <> '{}' then
    perform end_challenges(ended, at);
  end if;
  if verified <> '{}' then
    insert into verified_sessions select unnest(verified), at;
  end if;
end
$$;
