-- How many submits of a gateway ended without an answer, for good: written by the statements that find
-- it out, so that no restart forgets it.
create table ambiguous_submits (
  gateway text   not null primary key,
  submits bigint not null
) with (fillfactor = 50);
