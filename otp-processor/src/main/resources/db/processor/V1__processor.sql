-- One accepted request to send a code. The id is a UUID of version 7, so its day is in the key.
create table sessions (
  session_id   uuid        not null primary key,
  app_id       text        not null,
  msisdn       text        not null,
  challenge    text        not null,
  sandbox      boolean     not null,
  template     text        not null,
  callback_url text,
  traceparent  text        not null,
  requested_at timestamptz not null,
  expires_at   timestamptz not null,
  -- accepted, sent, delivered, undelivered, verified, expired, rejected, failed
  state        text        not null,
  reason       text,
  gateway      text,
  message_id   text,
  segments     int,
  sent_at      timestamptz,
  delivered_at timestamptz,
  verified_at  timestamptz,
  ended_at     timestamptz
) partition by range (session_id);

-- What is asked of one number by one app for one purpose: at most one live code, and a budget of
-- wrong guesses that a new code does not refill (NIST SP 800-63B-4, section 3.2.2).
create table challenges (
  app_id          text not null,
  msisdn          text not null,
  challenge       text not null,
  -- idle, live, verified, expired
  state           text not null,
  code_id         uuid,
  code_hash       text,
  -- Gone when the code ends.
  sealed_code     text,
  expires_at      timestamptz,
  expires_at_most timestamptz,
  sessions        uuid[] not null default '{}',
  wrong_guesses   int    not null default 0,
  guesses_since   timestamptz,
  updated_at      timestamptz not null,
  primary key (app_id, msisdn, challenge)
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0
);

create index challenges_due on challenges (expires_at) where state = 'live';
create index challenges_old on challenges (updated_at) where state <> 'live';

-- Messages on their way to a gateway: a row lives from the request to the gateway's answer. A row
-- with a claim was perhaps submitted: if its lease runs out, the outcome is ambiguous.
create table submissions (
  session_id uuid        not null primary key,
  code_id    uuid        not null,
  attempt    int         not null default 0,
  claim_id   uuid,
  -- When to submit, or until when the claim is leased.
  due_at     timestamptz not null
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);

create index submissions_due on submissions (due_at);

-- What a check had against a session, whether it was enforced or only recorded.
create table check_decisions (
  session_id uuid        not null,
  check_name text        not null,
  enforced   boolean     not null,
  reason     text        not null,
  evidence   jsonb       not null,
  decided_at timestamptz not null,
  primary key (session_id, check_name)
) partition by range (session_id);

-- From apps.v1: the settings of apps that this service needs.
create table apps (
  app_id      text        not null primary key,
  check_modes jsonb       not null,
  changed_at  timestamptz not null
);

-- From blocklist.v1. A block that was taken back stays, so that an older record cannot restore it.
create table blocks (
  key        text        not null primary key,
  digits     text        not null,
  prefix     boolean     not null,
  app_id     text,
  blocked    boolean     not null,
  reason     text        not null,
  source     text        not null,
  expires_at timestamptz,
  changed_at timestamptz not null
);

create index blocks_digits on blocks (digits) where blocked;

-- The inbox of the simulated handsets. The text carries a code, so it is sealed.
create table simulator_inbox (
  message_id  uuid        not null primary key,
  session_id  uuid        not null,
  msisdn      text        not null,
  sealed_text text        not null,
  received_at timestamptz not null
) partition by range (message_id);

create index simulator_inbox_msisdn on simulator_inbox (msisdn, message_id desc);
