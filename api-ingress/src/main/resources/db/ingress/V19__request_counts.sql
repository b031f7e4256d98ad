-- How many requests of an app ended how, by five minutes of their beginning. Counted from requests and
-- counted again while they change, so nothing here is ever added up twice, and requests pay nothing.
create table request_counts (
  app_id text        not null,
  bucket timestamptz not null,
  -- {"<state>" or "<state>:<error or reason>": <how many>}
  counts jsonb       not null,
  primary key (app_id, bucket)
) with (fillfactor = 70);

create index request_counts_by_bucket on request_counts (bucket);

-- Which five minutes there are, and when they were counted last. Who counts one holds its row.
create table counted_buckets (
  bucket     timestamptz not null primary key,
  -- By the database's clock.
  counted_at timestamptz
) with (fillfactor = 70);

-- A function for its settings: a plan that was made when a day was new and empty would go on to read the
-- whole of it, for every app.
create function count_requests(first_id uuid, end_id uuid)
returns table (app_id text, counts jsonb)
language sql stable
set enable_seqscan = off
as $$
  select a.id, c.counts
  from apps a cross join lateral (
    select jsonb_object_agg(ended, requests) as counts
    from (
      select r.state || coalesce(':' || coalesce(r.error, r.reason), '') as ended, count(*) as requests
      from requests r where r.app_id = a.id and r.id >= first_id and r.id < end_id
      group by 1 order by 2 desc
      -- States and reasons are slugs, of which there are few; whatever else comes, a row stays small.
      limit 100) e) c
  where c.counts is not null
$$;
