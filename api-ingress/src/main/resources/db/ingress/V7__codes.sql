alter table apps
  -- What the codes are made of that are generated for it.
  add column code_length   int   not null default 6 check (code_length between 4 and 10),
  add column code_alphabet text  not null default 'numeric',
  -- The lines below the text of its SMS, by which a phone fills in the code.
  add column web_otp       text,
  add column android_hash  text,
  -- Texts by name; the one named default is what is sent if a request names none.
  add column templates     jsonb not null default '{}';
