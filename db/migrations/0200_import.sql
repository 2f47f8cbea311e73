-- Imports of directories: the batch, its rows as they came and as they were read, what a publication changed, and what
-- became of each entry of a directory. The uploaded bytes are not kept; their hash is.

create table column_mapping (
  signature text not null,
  kind text not null check (kind in ('third-party', 'mark-owner')),
  roles jsonb not null,
  defaults jsonb not null,
  directory jsonb not null,
  saved_at timestamptz not null,
  primary key (signature, kind)
);

create table import_batch (
  import_id text primary key,
  -- Later uploads have higher numbers; identifiers and instants of two servers need not.
  sequence integer not null unique,
  state text not null check (state in ('staged', 'published', 'reversed')),
  filename text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_count integer not null check (byte_count >= 0),
  directory jsonb not null,
  dataset_id text not null,
  columns text[] not null,
  signature text not null,
  roles jsonb not null,
  defaults jsonb not null,
  mapping_from text not null check (mapping_from in ('guessed', 'remembered', 'given')),
  -- The log size against which the rows were matched; a later one means that they are matched again before publication.
  matched_at bigint not null,
  uploaded_at timestamptz not null,
  published_at timestamptz,
  reversed_at timestamptz,
  -- An earlier published import of the same bytes.
  repeats text references import_batch (import_id),
  check ((state = 'staged') = (published_at is null)),
  check ((state = 'reversed') = (reversed_at is not null))
);
create index import_batch_sha256 on import_batch (sha256);
create index import_batch_dataset on import_batch (dataset_id, sequence);

create table import_row (
  import_id text not null references import_batch (import_id) on delete cascade,
  line integer not null check (line > 0),
  cells jsonb not null,
  -- Cells that a person wrote anew, by column; what came stays beside it.
  corrections jsonb not null default '{}',
  clean jsonb,
  problems jsonb not null,
  has_error boolean not null,
  has_warning boolean not null,
  entry_key text not null,
  candidates jsonb not null,
  state text not null check (state in ('error', 'matched', 'new', 'doubtful', 'joined', 'merging', 'rejected')),
  decided_by text not null check (decided_by in ('matching', 'person')),
  site_id text,
  merged_site_id text,
  joins_line integer,
  -- The site it went to, once published.
  published_site_id text,
  primary key (import_id, line),
  check (clean is not null or state in ('error', 'rejected')),
  check (state not in ('matched', 'merging') or site_id is not null),
  check ((state = 'merging') = (merged_site_id is not null)),
  check ((state = 'joined') = (joins_line is not null))
);
create index import_row_state on import_row (import_id, state, line);
create index import_row_entry on import_row (entry_key, import_id);

create table import_change (
  import_id text not null references import_batch (import_id),
  kind text not null,
  fact_id text not null,
  -- Canonical text before the first and after the last publication of the batch; null where there was or is none.
  before text,
  after text,
  primary key (import_id, kind, fact_id)
);

create table directory_entry (
  dataset_id text not null,
  entry_key text not null,
  import_id text not null references import_batch (import_id),
  -- `doubtful` stays so until a person decides, however much better the rest of the registry becomes known.
  outcome text not null check (outcome in ('placed', 'rejected', 'doubtful')),
  site_id text check ((site_id is not null) = (outcome = 'placed')),
  -- Of what the row said: the same words again change nothing, and undo no correction that was made since.
  row_hash text not null,
  primary key (dataset_id, entry_key, import_id)
);
