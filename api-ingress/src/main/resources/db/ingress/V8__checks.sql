alter table apps
  -- Apps of one owner are watched as one by the checks; by default an app is its own.
  add column owner           text,
  -- Where links in its templates may lead to.
  add column allowed_domains text[] not null default '{}',
  -- {"<check>": {"<setting>": …}}; what is absent has its default.
  add column check_settings  jsonb  not null default '{}';
