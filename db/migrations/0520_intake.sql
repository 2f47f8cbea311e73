-- Concerns about an assessment and grievances: what somebody said without an account. Days, never instants, and numbers
-- that hold no time, so that nothing here tells when a person spoke. Words and contact are erasable.
create table intake (
  intake_id text primary key,
  kind text not null check (kind in ('concern', 'grievance')),
  -- Only the hash of the receipt is kept; whoever holds the receipt may come back.
  receipt_hash text not null unique,
  language text not null,
  source_group text not null,
  statement text,
  contact text,
  shares_contact boolean not null,
  received_on date not null,
  closed_on date,
  erased_on date,
  check ((erased_on is not null) = (statement is null)),
  check (erased_on is null or contact is null)
);
create index intake_closed on intake (closed_on) where erased_on is null;

create table concern (
  intake_id text primary key references intake (intake_id),
  site_id text not null,
  received_on date not null,
  -- The case and round whose notice it answers; null where it is about a site without one.
  case_id text,
  round integer,
  topics text[] not null,
  -- Reached the assessors before the visit, as the notice promised for those in time.
  is_in_time boolean not null,
  disposition text,
  disposition_text text,
  criteria text[] not null default '{}',
  disposed_on date,
  disposed_by text,
  check ((disposition is null) = (disposed_on is null))
);
create index concern_case on concern (case_id) where case_id is not null;
create index concern_site on concern (site_id);

create table grievance (
  intake_id text primary key references intake (intake_id),
  subject_kind text not null check (subject_kind in ('scheme', 'site', 'assessor', 'claim')),
  site_id text,
  subject_text text not null,
  state text not null check (state in ('received', 'admitted', 'with-site', 'inquiry', 'decided', 'closed')),
  -- What the site is told, without anything that tells who spoke.
  summary_for_site text,
  site_answer text,
  site_answered_on date,
  outcome text,
  outcome_text text,
  decided_by text,
  touches_award boolean not null default false,
  version integer not null default 1,
  check (subject_kind <> 'site' or site_id is not null)
);
create index grievance_state on grievance (state);
create index grievance_site on grievance (site_id) where site_id is not null;

create table grievance_step (
  intake_id text not null references grievance (intake_id),
  step text not null check (step in ('acknowledge', 'admit', 'site-answer', 'inquiry', 'publish')),
  started_on date not null,
  due_on date not null,
  done_on date,
  primary key (intake_id, step)
);
create index grievance_step_due on grievance_step (due_on) where done_on is null;

create table intake_message (
  intake_id text not null references intake (intake_id),
  sequence integer not null,
  direction text not null check (direction in ('from-source', 'to-source')),
  text text,
  sent_on date not null,
  primary key (intake_id, sequence)
);
