-- One case is one cycle of one site: from application, or from re-assessment, to the end of what was awarded.
create table assurance_case (
  case_id text primary key,
  site_id text not null,
  organisation_id text not null,
  cycle integer not null check (cycle >= 1),
  state text not null,
  -- Which round of assessment is open or was last: 1 is the assessment, later ones remediation or follow-up.
  round integer not null default 0,
  round_kind text check (round_kind in ('assessment', 'remediation', 'follow-up')),
  site_name text not null,
  country text not null,
  site_types text[] not null,
  metals text[] not null,
  -- The standard that governs the cycle; further ones of the same visit stand in case_standard.
  standard text not null,
  standard_version text not null,
  firm_id text,
  cohort text,
  applied_on date not null,
  letter_signed_on date,
  previous_case_id text references assurance_case (case_id),
  version integer not null default 1,
  opened_at timestamptz not null,
  changed_at timestamptz not null
);
create index assurance_case_site on assurance_case (site_id, cycle);
create index assurance_case_organisation on assurance_case (organisation_id);
create index assurance_case_firm on assurance_case (firm_id) where firm_id is not null;
create index assurance_case_state on assurance_case (state, changed_at);
create unique index assurance_case_one_open on assurance_case (site_id) where state in ('applied', 'eligible', 'committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'in-review', 'final', 'remediation');

create table case_standard (
  case_id text not null references assurance_case (case_id),
  standard text not null,
  standard_version text not null,
  -- Marks asked for under this standard; empty for due diligence and chain of custody.
  marks text[] not null,
  is_governing boolean not null,
  primary key (case_id, standard)
);
create unique index case_standard_governing on case_standard (case_id) where is_governing;

-- Every move of a case: what the clocks start from, and what the history shows.
create table case_event (
  case_id text not null references assurance_case (case_id),
  sequence integer not null,
  event text not null,
  from_state text,
  to_state text not null,
  round integer not null,
  -- The civil day on which it happened; clocks run from it.
  happened_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  reason text,
  primary key (case_id, sequence)
);
create index case_event_kind on case_event (event, happened_on);

create table case_clock (
  case_id text not null references assurance_case (case_id),
  -- The clock of the standard, such as `self-assessment`.
  clock text not null,
  started_on date not null,
  -- As the standard computes it; `due_on` is the day after extensions.
  first_due_on date not null,
  due_on date not null,
  -- The role whose move stops it.
  owner_role text not null,
  done_on date,
  -- No longer runs though nothing was done: the case ended or a new cycle took over.
  dropped_on date,
  primary key (case_id, clock),
  check (due_on >= started_on)
);
create index case_clock_due on case_clock (due_on) where done_on is null and dropped_on is null;

create table case_extension (
  extension_id text primary key,
  case_id text not null,
  clock text not null,
  asked_on date not null,
  asked_until date not null,
  reason_class text not null,
  -- Private; erasable.
  reason text,
  decided_on date,
  granted_until date,
  decided_by text,
  decision_text text,
  foreign key (case_id, clock) references case_clock (case_id, clock)
);
create index case_extension_case on case_extension (case_id);

-- Ratings of an assessor, one a criterion and round. Written only while their round is open; then they stand.
create table rating (
  case_id text not null references assurance_case (case_id),
  round integer not null,
  standard text not null,
  standard_version text not null,
  criterion text not null,
  -- Null where the criterion does not apply; then `reason` says why.
  level text,
  is_applicable boolean not null,
  rationale text not null,
  -- Accepted on recognition of this certificate: desk check only.
  certificate_id text,
  evidence_ids text[] not null default '{}',
  rated_by text not null,
  rated_at timestamptz not null,
  primary key (case_id, round, standard, criterion),
  check ((level is null) = (not is_applicable))
);
create index rating_criterion on rating (standard, standard_version, criterion);
