-- Groups of cases with rules of their own: pilots, joint commitments.
create table cohort (
  cohort text primary key check (cohort ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null,
  -- Length in months by clock, where it differs from the standard.
  clock_months jsonb not null default '{}',
  -- Clocks that do not run in it.
  without_clocks text[] not null default '{}',
  -- Whether its cases count in the figures of the programme.
  is_counted boolean not null,
  is_open boolean not null,
  note text,
  version integer not null default 1,
  changed_at timestamptz not null
);

-- How many sites the company says it has, where it committed to bring in all of them.
alter table participant add column all_sites_count integer check (all_sites_count >= 1);

-- A request can be taken back, and beyond the rule of the standard a body has to approve it.
alter table case_extension add column withdrawn_on date;
alter table case_extension add column asked_by text;
alter table case_extension add column approved_by text;
alter table case_extension add column due_before date;
alter table case_extension add constraint case_extension_decided_once check (decided_on is null or withdrawn_on is null);
create unique index case_extension_one_open on case_extension (case_id, clock) where decided_on is null and withdrawn_on is null;
