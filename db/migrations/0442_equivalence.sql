-- The equivalence matrix: what of another standard stands for which requirement. A row decides something only while it is
-- approved here.
create table equivalence (
  equivalence_id text primary key,
  standard text not null,
  standard_version text not null,
  criterion text,
  part text,
  external_scheme text not null,
  external_version text not null,
  clauses text[] not null,
  value text not null check (value in ('none', 'partial', 'full')),
  direction text not null check (direction in ('recognises', 'recognised-by', 'both')),
  valid_at_assessment boolean not null,
  same_boundary boolean not null,
  accredited_body boolean not null,
  max_age_months integer check (max_age_months between 1 and 240),
  gap text,
  evidence_required text[] not null,
  alignment text,
  note text,
  is_example boolean not null,
  approved_by text,
  approved_on date,
  valid_until date,
  revoked_on date,
  revocation_reason text,
  version integer not null default 1,
  changed_at timestamptz not null,
  check ((value = 'partial') = (gap is not null)),
  check (part is null or criterion is not null),
  check ((approved_by is null) = (approved_on is null)),
  -- An approval is always for a time.
  check ((approved_on is null) = (valid_until is null)),
  check ((revoked_on is null) = (revocation_reason is null)),
  check (revoked_on is null or approved_on is not null)
);
create index equivalence_requirement on equivalence (standard, standard_version, criterion);
create index equivalence_external on equivalence (external_scheme, external_version);
