-- Running cases taken over from a workbook of the time before. What each row made is kept, so that the same file again
-- changes nothing and the whole can be undone while nothing happened since.
create table switch_over (
  switch_over_id text primary key,
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  applied_at timestamptz not null,
  applied_by text not null,
  note text not null,
  -- How differences of due days were settled: one entry each.
  choices jsonb not null,
  -- What it made besides cases: participants and records of sites.
  made jsonb not null,
  undone_at timestamptz,
  undone_by text,
  undo_reason text,
  check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_reason is null))
);

create table switch_over_case (
  switch_over_id text not null references switch_over (switch_over_id),
  -- The key of the operator's own list.
  own_key text not null,
  case_id text not null,
  site_name text not null,
  sequence integer not null,
  -- The row as it was read, with what hangs on it.
  content jsonb not null,
  -- Hash of every row of the case as it was made.
  rows_hash text not null,
  -- Published facts and evidence that it made.
  facts jsonb not null,
  evidence_ids text[] not null,
  is_undone boolean not null default false,
  primary key (switch_over_id, own_key)
);
create unique index switch_over_case_key on switch_over_case (own_key) where not is_undone;
create index switch_over_case_case on switch_over_case (case_id);
