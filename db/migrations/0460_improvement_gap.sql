-- Gaps of an improvement plan: one a criterion that the decision found not fully met. The site plans and closes, an assessor verifies.
create table improvement_gap (
  gap_id text primary key,
  case_id text not null references assurance_case (case_id),
  -- The round whose decision opened it.
  round integer not null check (round >= 1),
  standard text not null,
  standard_version text not null,
  criterion text not null,
  level_found text not null,
  level_asked text not null,
  root_cause text,
  action text,
  owner_user_id text,
  due_on date,
  percent integer not null default 0 check (percent between 0 and 100),
  status text not null default 'open' check (status in ('open', 'in-progress', 'closed', 'verified')),
  closing_evidence text[] not null default '{}',
  closing_text text,
  closed_on date,
  closed_by text,
  verified_on date,
  -- An assessor of the case, or null where a later decision found the criterion fully met.
  verified_by text,
  verification_text text,
  version integer not null default 1,
  opened_on date not null,
  changed_at timestamptz not null,
  unique (case_id, standard, criterion),
  check (status not in ('closed', 'verified') or closed_on is not null or verified_on is not null),
  check ((status = 'verified') = (verified_on is not null)),
  -- Nobody verifies what they closed.
  check (verified_by is null or verified_by is distinct from closed_by)
);
create index improvement_gap_due on improvement_gap (due_on) where status in ('open', 'in-progress');

create table improvement_note (
  note_id text primary key,
  gap_id text not null references improvement_gap (gap_id),
  percent integer not null check (percent between 0 and 100),
  text text not null,
  author text not null,
  at timestamptz not null
);
create index improvement_note_gap on improvement_note (gap_id, at);
