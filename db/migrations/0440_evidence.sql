-- The evidence of an organisation. The bytes lie content-addressed outside the database; here stands what they are called,
-- who may see them, and what leans on them.
create table evidence (
  evidence_id text primary key,
  organisation_id text not null,
  -- The one site it belongs to; null where it is of the whole organisation.
  site_id text,
  title text not null,
  kind text not null,
  written_in text not null,
  -- The person who keeps it current: an account, never a name.
  owner_id text not null,
  valid_from date,
  valid_until date,
  layer text not null check (layer in ('private', 'assessor', 'partner', 'public')),
  superseded_by text references evidence (evidence_id),
  withdrawn_on date,
  -- The day on which another took its place.
  superseded_on date,
  withdrawal_reason text,
  -- Counts changes, so that two people cannot both change what they read.
  version integer not null default 1,
  added_at timestamptz not null,
  added_by text not null,
  check (valid_from is null or valid_until is null or valid_from <= valid_until),
  check (superseded_by is null or superseded_by <> evidence_id),
  check ((superseded_by is null) = (superseded_on is null)),
  check ((withdrawn_on is null) = (withdrawal_reason is null))
);
create index evidence_organisation on evidence (organisation_id, title);
create index evidence_due on evidence (valid_until) where valid_until is not null and superseded_by is null and withdrawn_on is null;
create index evidence_superseded_by on evidence (superseded_by) where superseded_by is not null;

-- Each file that an item held, the newest last. A revision is never changed; its bytes may be erased.
create table evidence_revision (
  evidence_id text not null references evidence (evidence_id),
  revision integer not null check (revision >= 1),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_count integer not null check (byte_count > 0),
  media_type text not null,
  filename text not null,
  scan text not null check (scan in ('not-scanned', 'clean')),
  erased_on date,
  added_at timestamptz not null,
  added_by text not null,
  primary key (evidence_id, revision)
);
create index evidence_revision_hash on evidence_revision (sha256) where erased_on is null;

-- One item serves many criteria of many cases.
create table evidence_link (
  link_id text primary key,
  evidence_id text not null references evidence (evidence_id),
  case_id text not null,
  standard text not null,
  criterion text not null,
  linked_at timestamptz not null,
  linked_by text not null,
  unique (case_id, standard, criterion, evidence_id)
);
create index evidence_link_evidence on evidence_link (evidence_id);
