-- A UUID of version 7 of a moment (RFC 9562): 48 bits of milliseconds, the rest random.
create or replace function uuid_v7(at timestamptz) returns uuid language sql volatile as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send(floor(extract(epoch from at) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- Counts and decides a guess: one statement for the caller, and so one round trip and one
-- transaction. Of many guesses at once one is right, and no more than the budget are looked at: each
-- locks the challenge, and then the number's row, if it has one. In this order nobody waits in a
-- circle.
--
-- A right guess ends the code, its sessions, and tells so in the outbox. The body is that of
-- dev.sandi.event.OtpVerified; a test holds the two together.
create or replace function verify_code(
  of_app text, of_msisdn text, of_challenge text, of_simulated boolean,
  -- The guess, hashed with every live key.
  hashes text[], at timestamptz,
  -- The moment as JSON has it.
  at_text text,
  most_wrong int, wrong_window interval, most_failures int, failure_lock interval)
returns table (
  -- verified, expired, locked, not_found
  outcome text,
  -- The newest session that carried the code, if it was verified.
  session uuid,
  attempts_left int,
  -- If it is locked.
  retry_at timestamptz,
  -- Of the code that is live although the guess was wrong.
  live_until timestamptz,
  told int)
language plpgsql as $$
declare
  number   number_failures%rowtype;
  c        challenges%rowtype;
  wrong    timestamptz[];
  is_right boolean;
  of_session uuid;
  told_of_one int;
begin
  select * into c from challenges h
  where h.app_id = of_app and h.msisdn = of_msisdn and h.challenge = of_challenge
    and h.simulated = of_simulated
  for update;

  select * into number from number_failures f
  where f.app_id = of_app and f.msisdn = of_msisdn and f.simulated = of_simulated
  for update;
  if number.locked_until > at then
    return query select 'locked', null::uuid, 0, number.locked_until, null::timestamptz, 0;
    return;
  end if;
  if number.locked_until is not null then
    -- The lock has ended, and with it the row of failures.
    number.failures := 0;
  end if;

  if c.app_id is null then
    -- There is nothing to be guessed, so it is no attempt at anything.
    return query select 'not_found', null::uuid,
      least(most_wrong, most_failures - coalesce(number.failures, 0)),
      null::timestamptz, null::timestamptz, 0;
    return;
  end if;

  wrong := array(select w from unnest(c.wrong_guesses_at) w where w > at - wrong_window order by w);
  if cardinality(wrong) >= most_wrong then
    return query select 'locked', null::uuid, 0,
      wrong[cardinality(wrong) - most_wrong + 1] + wrong_window, null::timestamptz, 0;
    return;
  end if;

  is_right := coalesce(c.code_hash = any (hashes), false);
  if is_right and c.state = 'live' and c.expires_at > at then
    update challenges h
    set state = 'verified', sealed_code = null, sessions = '{}', wrong_guesses_at = '{}',
        updated_at = at
    where h.app_id = of_app and h.msisdn = of_msisdn and h.challenge = of_challenge
      and h.simulated = of_simulated;
    if number.app_id is not null then
      delete from number_failures f
      where f.app_id = of_app and f.msisdn = of_msisdn and f.simulated = of_simulated;
    end if;
    -- A session that is not known as sent yet only notes the moment: its OtpSent must be told
    -- first, by whoever records the gateway's answer. One by one: a plan for several would open the
    -- partitions of all days.
    told := 0;
    foreach of_session in array c.sessions loop
      with ended as (
        update sessions s
        set verified_at = at, ended_at = at,
            state = case s.state when 'accepted' then s.state else 'verified' end
        where s.session_id = of_session and s.ended_at is null
          and s.state in ('accepted', 'sent', 'delivered', 'undelivered')
        returning s.*
      )
      insert into outbox (event_id, topic, type, key, subject, occurred_at, traceparent, body)
      select uuid_v7(at), 'otp.lifecycle.v1', 'otp.verified.v1', e.session_id::text,
             e.session_id::text, at, e.traceparent,
             convert_to(json_build_object(
               'session', json_strip_nulls(json_build_object(
                 'id', e.session_id, 'app_id', e.app_id, 'msisdn', e.msisdn,
                 'challenge', e.challenge, 'callback_url', e.callback_url)),
               'verified_at', at_text)::text, 'UTF8')
      from ended e where e.state = 'verified';
      get diagnostics told_of_one = row_count;
      told := told + told_of_one;
    end loop;
    return query select 'verified', c.sessions[cardinality(c.sessions)], null::int,
      null::timestamptz, null::timestamptz, told;
    return;
  end if;
  if is_right and c.state in ('live', 'expired') then
    return query select 'expired', null::uuid, null::int, null::timestamptz, null::timestamptz, 0;
    return;
  end if;

  if is_right then
    -- Used up already: whoever repeats it, a client that missed the answer for one, guesses nothing.
    return query select 'not_found', null::uuid,
      least(most_wrong - cardinality(wrong), most_failures - coalesce(number.failures, 0)),
      null::timestamptz, null::timestamptz, 0;
    return;
  end if;
  update challenges h
  set wrong_guesses_at = wrong || at, updated_at = at
  where h.app_id = of_app and h.msisdn = of_msisdn and h.challenge = of_challenge
    and h.simulated = of_simulated;
  insert into number_failures as f
  values (of_app, of_msisdn, of_simulated, 1, null, at)
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
  returning f.* into number;
  return query select 'not_found', null::uuid,
    greatest(0, least(most_wrong - cardinality(wrong) - 1, most_failures - number.failures)),
    null::timestamptz,
    case when c.state = 'live' and c.expires_at > at then c.expires_at end, 0;
end
$$;
