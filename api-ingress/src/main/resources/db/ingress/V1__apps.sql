-- Who may ask.
create table apps (
  id                 text        primary key,
  name               text        not null,
  sandbox            boolean     not null default false,
  active             boolean     not null default true,
  insecure_callbacks boolean     not null default false,
  return_otp         boolean     not null default false,
  -- [{"id", "sealed_secret", "expires_at"}], newest first; sealed with the app's id as context.
  webhook_keys       jsonb       not null default '[]',
  -- {"<check>": "enforce" | "shadow" | "off"}
  check_modes        jsonb       not null default '{}',
  created_at         timestamptz not null,
  changed_at         timestamptz not null
);

-- Several may live at a time. A key itself is shown once and never stored.
create table api_keys (
  id           uuid        primary key,
  app_id       text        not null references apps (id) on delete cascade,
  -- The beginning of the key, which may be shown and logged.
  prefix       text        not null,
  -- SHA-256: a key is random and long, so that a slow hash would add nothing.
  hash         bytea       not null check (length(hash) = 32),
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked      boolean     not null default false,
  unique (app_id, hash)
);
