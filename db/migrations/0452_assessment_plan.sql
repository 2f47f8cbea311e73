-- The plan of an assessment, one a round. A change of it takes back what the site confirmed.
create table assessment_plan (
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 1),
  content jsonb not null,
  version integer not null,
  saved_by text not null,
  saved_at timestamptz not null,
  confirmed_by text,
  confirmed_on date,
  approved_by text,
  approved_on date,
  primary key (case_id, round),
  check ((confirmed_by is null) = (confirmed_on is null)),
  check ((approved_by is null) = (approved_on is null)),
  check (approved_on is null or confirmed_on is not null)
);
