-- Changes of a case to another version of one of its standards. What was done is kept, so that it can be undone exactly.
create table case_migration (
  migration_id text primary key,
  case_id text not null references assurance_case (case_id),
  standard text not null,
  from_version text not null,
  to_version text not null,
  reason text not null,
  migrated_at timestamptz not null,
  migrated_by text not null,
  -- What was carried where, and which criteria are new.
  outcome jsonb not null,
  -- What undoing takes back: numbers of changes, links and comments.
  trace jsonb not null,
  undone_at timestamptz,
  undone_by text,
  undo_reason text,
  check (from_version <> to_version),
  check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_reason is null))
);
create unique index case_migration_standing on case_migration (case_id, standard, to_version) where undone_at is null;
create index case_migration_case on case_migration (case_id, migrated_at);
