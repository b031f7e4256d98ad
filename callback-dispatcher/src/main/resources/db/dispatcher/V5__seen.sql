-- What lists and replays look for. An endpoint is asked for by the host of its origin, whatever the
-- scheme and the port.
alter table endpoints
  add column host text generated always as (substring(origin from '^[a-z]+://(.*):[0-9]+$')) stored;
create index on endpoints (host);

create index on deliveries (session_id);

-- What has ended, endpoint by endpoint, in the order of its events. What waits is left out: it is
-- entered once, when it ends, and no claim can be led here.
create index on deliveries (endpoint_id, state, type, event_id) where state <> 'pending';

-- What may be replayed, of all endpoints. What succeeds is never in it.
create index on deliveries (event_id) where state = 'exhausted';

-- Where the time of an attempt went; null for what did not happen: over a connection that was there
-- before, nothing was resolved and nothing connected.
alter table attempts
  add column dns_ms        int,
  add column connect_ms    int,
  add column tls_ms        int,
  add column first_byte_ms int,
  add column reused        boolean,
  -- What it was at when it failed.
  add column phase         text;
