-- Assessor firms and what each firm and each of its assessors is approved for. Who the assessors are stands in the grants.
create table assessor_firm (
  firm_id text primary key,
  name text not null,
  -- Name without accents, case and legal form: a firm is registered once in a country.
  folded_name text not null,
  country text not null,
  website text,
  version integer not null default 1,
  registered_at timestamptz not null,
  unique (folded_name, country)
);

create table assessor_approval (
  approval_id text primary key,
  firm_id text not null references assessor_firm (firm_id),
  -- Null: of the firm itself.
  user_id text,
  matter text not null check (matter in ('standard', 'language')),
  -- Slug of a standard, or code of a language.
  subject text not null,
  -- Null: every version of the standard.
  standard_version text,
  valid_from date not null,
  valid_until date not null,
  granted_at timestamptz not null,
  granted_by text not null,
  withdrawn_on date,
  withdrawal_reason text,
  check (valid_until >= valid_from),
  check (matter = 'standard' or standard_version is null),
  check ((withdrawn_on is null) = (withdrawal_reason is null))
);
create index assessor_approval_firm on assessor_approval (firm_id, user_id);

-- A conflict of interest that a firm or an assessor declared. The note is personal and erasable; the log has the kind alone.
create table conflict_declaration (
  declaration_id text primary key,
  firm_id text not null references assessor_firm (firm_id),
  user_id text,
  target_kind text not null check (target_kind in ('organisation', 'site')),
  target_id text not null,
  kind text not null check (kind in ('employment', 'ownership', 'consulting', 'family', 'other')),
  -- The day on which it ended; null while it lasts.
  ended_on date,
  note text,
  declared_at timestamptz not null,
  declared_by text not null,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  check ((withdrawn_at is null) = (withdrawal_reason is null))
);
create index conflict_declaration_target on conflict_declaration (target_kind, target_id);
create index conflict_declaration_firm on conflict_declaration (firm_id);

-- Who holds shares of whom, as far as independence asks: firms, organisations, and companies between or above them.
create table shareholding (
  shareholding_id text primary key,
  holder_kind text not null check (holder_kind in ('firm', 'organisation', 'company')),
  holder_id text not null,
  holder_name text not null,
  held_kind text not null check (held_kind in ('firm', 'organisation', 'company')),
  held_id text not null,
  held_name text not null,
  percent numeric not null check (percent > 0 and percent <= 100),
  held_from date,
  held_until date,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  check (held_until is null or held_from is null or held_until >= held_from),
  check ((holder_kind, holder_id) <> (held_kind, held_id))
);
create index shareholding_held on shareholding (held_kind, held_id);
