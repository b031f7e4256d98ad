alter table submissions
  -- By whom it is to be sent; '' until that is decided.
  add column gateway text    not null default '',
  -- Gateways that will not take it, or took it to no avail.
  add column tried   text[]  not null default '{}',
  -- Whether a gateway took it before, to no avail.
  add column resend  boolean not null default false,
  -- Submits whose answer never came, but for the one that the claim stands for.
  add column unanswered int  not null default 0;

drop index submissions_due;

create index submissions_due on submissions (gateway, due_at);

-- How many SMS of the session a gateway took.
alter table sessions add column sends int not null default 0;
