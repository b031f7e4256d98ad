-- What simulated handsets do whose msisdn begins with these digits, as operators have chosen. In the
-- database, so that every copy does the same from the next message on. Bounded by who writes it.
create table simulator_outcomes (
  prefix       text   not null primary key check (prefix ~ '^[0-9]{1,16}$'),
  outcome      text   not null,
  latency      bigint not null,
  report_after bigint not null,
  reason       text,
  network_code text
);

comment on column simulator_outcomes.latency is 'milliseconds';
comment on column simulator_outcomes.report_after is 'milliseconds';

alter table simulator_reports
  add column reason       text,
  add column network_code text;
