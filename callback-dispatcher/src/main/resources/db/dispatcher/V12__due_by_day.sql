-- Whether anything of a day is due at all. Whoever claims goes from endpoint to endpoint, in each
-- day that is looked at, and most days have nothing that is due. What succeeds at once is never in
-- it.
create index deliveries_due_at on deliveries (bulk, coalesce(lease_until, next_attempt_at))
  where state = 'pending' and not in_hand;
