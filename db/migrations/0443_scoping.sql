-- The scope of a case as it was computed, each time that it changed: what the difference is told from.
create table scoping_snapshot (
  case_id text not null,
  sequence integer not null check (sequence >= 1),
  computed_at timestamptz not null,
  -- The day from which conditions were judged.
  assessment_on date not null,
  -- The last day on which it is sure to say the same without anything being decided; null where days change nothing.
  fresh_until date,
  -- What made it change, as recorded in the log.
  cause jsonb not null,
  lines jsonb not null,
  changes jsonb not null,
  primary key (case_id, sequence)
);

-- A site asks that a standard be recognised which the matrix does not hold.
create table recognition_request (
  request_id text primary key,
  case_id text not null,
  site_id text not null,
  organisation_id text not null,
  scheme_name text not null,
  scheme_version text not null,
  web_address text,
  words text not null,
  state text not null check (state in ('received', 'under-review', 'answered')),
  outcome text check (outcome in ('recognised', 'recognised-in-part', 'declined')),
  answer text,
  asked_on date not null,
  asked_by text not null,
  taken_up_on date,
  answered_on date,
  answered_by text,
  version integer not null default 1,
  check ((state = 'answered') = (outcome is not null and answer is not null and answered_on is not null))
);
create index recognition_request_state on recognition_request (state, asked_on);
create index recognition_request_case on recognition_request (case_id);
