-- What an app wants of its callbacks: other pauses, and no attempt that may repeat one.
alter table apps
  add column callbacks jsonb not null default '{"retry_schedule":[],"at_most_once":false}';
