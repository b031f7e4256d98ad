-- Why no other attempt follows by itself.
alter table deliveries add column end_reason text;
