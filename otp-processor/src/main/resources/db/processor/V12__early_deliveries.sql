-- Of the messages of a minute, those that were reported as delivered when the minute was counted
-- first: minutes are compared by what was known of them at the same age. Null where nobody noted it.
alter table gateway_figures add column early bigint;
