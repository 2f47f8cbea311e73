-- Claims: statements about a lot, a shipment or a site, frozen when they are issued (custody notes 2.1, 4.6; invariants 14 to
-- 16, 22, 31 and 35). What a claim says lies in `body`, never edited; `state` moves one way.
create table claim (
  claim_id text primary key,
  organisation_id text not null,
  site_id text,
  subject_kind text not null check (subject_kind in ('lot', 'shipment', 'site')),
  subject_id text not null,
  template text not null,
  template_version integer not null,
  basis text not null,
  audience text not null,
  state text not null check (state in ('issued', 'withdrawn', 'superseded', 'expired')),
  valid_until date not null,
  -- Canonical JSON of what was issued, and its hash.
  body text not null,
  digest text not null,
  -- Opens the claim to whoever was given its address.
  link_key text not null,
  issued_at timestamptz not null,
  issued_by text not null,
  ended_at timestamptz,
  end_reason text,
  superseded_by text references claim (claim_id) deferrable initially deferred,
  -- Set when something it rests on changed; cleared by a review.
  review_since timestamptz,
  review_reason text,
  check ((state = 'issued') = (ended_at is null)),
  check ((review_since is null) = (review_reason is null))
);
-- The same thing is said of one subject once.
create unique index claim_standing on claim (subject_kind, subject_id, template) where state = 'issued';
create index claim_organisation on claim (organisation_id, issued_at desc);
create index claim_review on claim (organisation_id) where review_since is not null;

-- What a claim rests on: lots, events, sites, figures. Found again when one of them changes.
create table claim_reliance (
  claim_id text not null references claim (claim_id),
  kind text not null check (kind in ('lot', 'event', 'site', 'activity', 'stage', 'factor')),
  ref text not null,
  primary key (kind, ref, claim_id)
);
create index claim_reliance_claim on claim_reliance (claim_id);

create table carbon_credit_series (
  series_no integer generated always as identity primary key,
  -- Registry and series as they are compared: without case, blanks and punctuation.
  folded text not null unique
);
-- Retired credits. A serial belongs to one claim for ever, also where that claim was withdrawn: ranges never overlap. The
-- number of the series stands before the serial, so that one range column says both.
create table carbon_credit (
  credit_no bigint generated always as identity primary key,
  claim_id text not null references claim (claim_id) deferrable initially deferred,
  series_no integer not null references carbon_credit_series (series_no),
  registry text not null,
  project text not null,
  series text not null,
  serial_from text not null,
  serial_to text not null,
  units bigint not null check (units > 0),
  vintage integer not null,
  type text not null check (type in ('avoidance', 'removal')),
  retired_on date not null,
  beneficiary text not null,
  span numrange not null,
  exclude using gist (span with &&)
);
create index carbon_credit_claim on carbon_credit (claim_id);
