-- Whose session it was, so that what shadow mode lets pass is counted for one app. Null: from before.
alter table check_decisions add column app_id text;

-- What would have been refused, if its check were enforced. Only that: what is refused is read with its
-- session.
create index check_decisions_shadow on check_decisions (app_id, check_name, session_id)
  where not enforced;
