-- Grows with every change of gateways or routes. Whoever changes something takes this row first: changes
-- happen one after the other, and copies see by one number whether there is anything new.
create table routing_version (
  only_row boolean primary key default true check (only_row),
  version  bigint  not null
);

insert into routing_version (version) values (1);

-- Gateways that administrators have defined; those of the file are not here. As json, which keeps what
-- was written as it was written.
create table gateways (
  name     text    primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  kind     text    not null,
  enabled  boolean not null,
  settings json    not null
);

-- The routes that administrators have set, as a whole; without a row, those of the file hold.
create table route_table (
  only_row boolean primary key default true check (only_row),
  routes   json    not null
);
