-- Anybody may apply for a site, also twice and for a site of somebody else: what is open is counted from the acceptance on.
drop index assurance_case_one_open;
create unique index assurance_case_one_open on assurance_case (site_id) where state in ('eligible', 'committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'in-review', 'final', 'remediation');
-- One case takes over from one.
create unique index assurance_case_successor on assurance_case (previous_case_id) where previous_case_id is not null and state <> 'left';
-- A due day never comes nearer than the standard computed it.
alter table case_clock add constraint case_clock_never_sooner check (due_on >= first_due_on);

-- What was applied for, beside the case that it opened.
create table application (
  case_id text primary key references assurance_case (case_id),
  -- The site stands in no registry yet: its record is published with the letter.
  is_new_site boolean not null,
  place text,
  -- As the applicant names the organisation; the participant is made at the acceptance.
  participant_name text not null,
  participant_country text not null,
  all_sites_by date,
  all_sites_count integer check (all_sites_count >= 1),
  is_contact_resourced boolean not null,
  language text not null,
  note text,
  applied_by text not null,
  decided_on date,
  decided_by text,
  is_eligible boolean,
  reason text,
  check ((decided_on is null) = (is_eligible is null))
);

-- The person who coordinates for a site: private, and erasable.
create table case_contact (
  case_id text primary key references assurance_case (case_id),
  name text,
  email text,
  phone text,
  named_on date not null,
  erased_on date,
  check ((erased_on is null) or (name is null and email is null and phone is null))
);

-- The letter of commitment as it was signed. The text is public; who signed it is not.
create table commitment_letter (
  case_id text primary key references assurance_case (case_id),
  -- Canonical text (RFC 8785), as hashed.
  document text not null,
  document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
  way text not null check (way in ('in-application', 'uploaded')),
  file_hash text check (file_hash ~ '^[0-9a-f]{64}$'),
  signed_on date not null,
  signed_at timestamptz not null,
  signed_by text not null,
  signer_name text,
  signer_role text,
  erased_on date,
  check ((way = 'uploaded') = (file_hash is not null)),
  check ((erased_on is null) or (signer_name is null and signer_role is null))
);

-- Scans of signed letters, until one is signed with and for as long as the letter stands.
create table letter_file (
  case_id text not null references assurance_case (case_id),
  sha256 text not null,
  filename text not null,
  media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  byte_count integer not null check (byte_count > 0),
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  primary key (case_id, sha256)
);
