-- That an answer was given is noted for all of a batch at once, and no longer in the row of each key.
-- A batch bears the name of its first request. Rows of before have no batch, and keep their state.
alter table idempotency
  add column batch  uuid,
  -- Which of the batch it is, from 1.
  add column number smallint;

-- Which requests of a batch were published: those that one of its rows names. Mostly there is one
-- row, and another one for each that came late.
create table answered (
  batch   uuid       not null,
  numbers smallint[] not null
) partition by range (batch);

create index answered_by_batch on answered (batch);
