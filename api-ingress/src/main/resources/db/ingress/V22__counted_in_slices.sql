-- When somebody last said that they count these five minutes, slice by slice and each in a transaction of
-- its own. If they do not say so any more, another copy counts them, from the start.
alter table counted_buckets add column taken_at timestamptz;
alter table timed_buckets add column taken_at timestamptz;
