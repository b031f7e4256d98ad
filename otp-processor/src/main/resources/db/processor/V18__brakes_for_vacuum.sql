-- Tables that grow with the number of customers, unlike queues, which are small: a vacuum of them at full
-- speed reads all of their indexes for a second, once a minute, and whoever verifies meanwhile waits for
-- the core.
alter table challenges set (autovacuum_vacuum_cost_delay = 2);
alter table number_failures set (autovacuum_vacuum_cost_delay = 2);
