-- Since when somebody counts these five minutes, slice by slice and each in a transaction of its own. What
-- was begun and is older than a lease is taken up by another copy, from the start.
alter table counted_buckets add column taken_at timestamptz;
alter table timed_buckets add column taken_at timestamptz;
