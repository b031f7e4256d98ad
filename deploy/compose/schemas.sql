-- One database, three schemas, three roles: no service reads another's tables. The official image runs
-- this once, as the superuser, when the data directory is new.
\set ingress   `echo "$SANDI_INGRESS_DB_PASSWORD"`
\set processor `echo "$SANDI_PROCESSOR_DB_PASSWORD"`
\set dispatcher `echo "$SANDI_DISPATCHER_DB_PASSWORD"`

create role sandi_ingress login password :'ingress';
create role sandi_processor login password :'processor';
create role sandi_dispatcher login password :'dispatcher';

create schema ingress authorization sandi_ingress;
create schema processor authorization sandi_processor;
create schema dispatcher authorization sandi_dispatcher;

revoke create on schema public from public;
