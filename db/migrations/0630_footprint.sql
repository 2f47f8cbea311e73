-- Activity figures, emission factors and choices of allocation: versions that are never edited. Each change takes the next
-- factor version, under one row's lock, so that the versions are in the order of the commits and an answer can be given
-- again as of one of them (custody notes 8, invariants 32 and 36).
create table footprint_head (is_lock boolean primary key default true check (is_lock), version bigint not null check (version >= 0));
insert into footprint_head values (true, 0);

-- Editions of the shipped list of factors in the order this installation took them up, but for the one it began with.
create table footprint_edition (
  factor_version bigint primary key,
  edition text not null,
  recorded_at timestamptz not null
);

create table site_activity (
  activity_id text not null,
  version integer not null check (version > 0),
  organisation_id text not null,
  site_id text not null,
  stage text not null,
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  -- Canonical JSON of the figures.
  body text not null,
  -- Why it took the place of the version before.
  reason text check ((reason is null) = (version = 1)),
  recorded_at timestamptz not null,
  recorded_by text not null,
  factor_version bigint not null,
  primary key (activity_id, version)
);
create index site_activity_site on site_activity (organisation_id, site_id, stage);

create table emission_factor (
  organisation_id text not null,
  factor text not null,
  version integer not null check (version > 0),
  factor_version_id text not null unique,
  body text not null,
  reason text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  factor_version bigint not null,
  primary key (organisation_id, factor, version)
);

create table allocation_choice (
  organisation_id text not null,
  site_id text not null,
  stage text not null,
  rule text not null check (rule in ('mass', 'economic', 'system-expansion', 'by-value-ratio')),
  because text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  factor_version bigint not null,
  primary key (organisation_id, site_id, stage, factor_version)
);
