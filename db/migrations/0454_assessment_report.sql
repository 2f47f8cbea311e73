-- The report of a round: what the assessors say besides ratings and findings, which stand in the on-site record. A round
-- after the first names the path on which its open criteria are looked at again.
create table assessment_report (
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 1),
  content jsonb not null,
  version integer not null,
  saved_by text not null,
  saved_at timestamptz not null,
  -- The last submission; an earlier one was returned.
  submitted_by text,
  submitted_at timestamptz,
  submissions integer not null default 0,
  -- Counted from the on-site record at submission, by grade.
  finding_counts jsonb not null default '{}',
  primary key (case_id, round),
  check ((submitted_by is null) = (submitted_at is null))
);

create table assessment_round (
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 2),
  path text not null check (path in ('desk', 'on-site')),
  opened_by text not null,
  opened_on date not null,
  reason text not null,
  primary key (case_id, round)
);

-- What was submitted stands: ratings of a round whose report went on are kept with every earlier submission.
create table rating_submission (
  case_id text not null references assurance_case (case_id),
  round integer not null,
  submission integer not null,
  submitted_at timestamptz not null,
  record_hash text not null check (record_hash ~ '^[0-9a-f]{64}$'),
  -- The frozen on-site record, as canonical text.
  record text not null,
  primary key (case_id, round, submission)
);
