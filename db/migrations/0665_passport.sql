-- Passports of products: what a code on a drum or bundle leads to. A version is frozen when it is issued; a later one never
-- changes it. Read by number only: the number is random, and no list tells how many a maker issued.
create table passport (
  passport_id text primary key,
  organisation_id text not null,
  lot_ref text not null collate "C",
  state text not null check (state in ('valid', 'under-review', 'withdrawn')),
  -- Why it is looked at again, or was withdrawn.
  state_reason text check (state = 'valid' or state_reason is not null),
  created_at timestamptz not null,
  state_at timestamptz not null
);
create index passport_lot on passport (organisation_id, lot_ref);

create table passport_version (
  passport_id text not null references passport (passport_id),
  version integer not null check (version > 0),
  -- Canonical JSON of what it says, as it was released.
  content text not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  release jsonb not null,
  because text not null,
  issued_at timestamptz not null,
  issued_by text not null,
  primary key (passport_id, version)
);

create function passport_version_is_frozen() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a passport is never changed' using errcode = 'restrict_violation';
end $$;
create trigger passport_version_frozen before update or delete on passport_version for each row execute function passport_version_is_frozen();
