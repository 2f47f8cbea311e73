-- Certificates that a site holds under standards of other schemes.
create table site_certificate (
  certificate_id text primary key,
  site_id text not null,
  organisation_id text not null,
  scheme text not null,
  scheme_version text not null,
  number text not null,
  body text not null,
  accreditation text,
  scope_text text not null,
  boundary text not null check (boundary in ('same', 'partial', 'other')),
  valid_from date not null,
  valid_until date not null,
  evidence_id text references evidence (evidence_id),
  withdrawn_on date,
  withdrawal_reason text,
  version integer not null default 1,
  added_at timestamptz not null,
  added_by text not null,
  check (valid_from <= valid_until),
  check ((withdrawn_on is null) = (withdrawal_reason is null))
);
create unique index site_certificate_once on site_certificate (site_id, scheme, scheme_version, number) where withdrawn_on is null;
create index site_certificate_site on site_certificate (site_id);
create index site_certificate_evidence on site_certificate (evidence_id) where evidence_id is not null;
