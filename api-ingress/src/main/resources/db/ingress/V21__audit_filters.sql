-- Whom a call of administration was about: by its path, or by what it changed; null if it was no app.
create function audited_app(path text, changed jsonb) returns text
language sql immutable
return coalesce(
  substring(path from '^/admin/v1/apps/([^/]+)'),
  substring(path from '^/admin/v1/blocks/([^/]+)/[^/]+$'),
  changed ->> 'app',
  substring(changed ->> 'blocked' from '^([^/]+)/'));

-- Looking is on record, too, and a console that is open looks every few seconds: what is asked for is
-- few of many rows.
create index admin_audit_by_app on admin_audit (audited_app(path, changed), id)
  where audited_app(path, changed) is not null;
create index admin_audit_by_source on admin_audit (source, id);
create index admin_audit_of_changes on admin_audit (id) where changed is not null;
