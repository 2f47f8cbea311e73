-- Sheets on which several people write: every value ever typed into a cell, as a change that names those it replaces.
create table sheet_change (
  case_id text not null references assurance_case (case_id),
  -- 0 is the self-assessment of the cycle; later rounds have sheets of their own.
  round integer not null check (round >= 0),
  sheet text not null check (sheet in ('self-assessment', 'on-site')),
  standard text not null,
  criterion text not null,
  field text not null,
  change_id text not null,
  -- JSON null where the cell was cleared.
  value jsonb not null,
  parents text[] not null,
  author text not null,
  made_at timestamptz not null,
  source text not null check (source in ('screen', 'file', 'carried')),
  -- Nothing replaces it. Kept here so that a whole sheet is read by one index.
  is_head boolean not null,
  primary key (case_id, round, sheet, change_id),
  check (not change_id = any (parents))
);
create index sheet_change_head on sheet_change (case_id, round, sheet) where is_head;
create index sheet_change_cell on sheet_change (case_id, round, sheet, standard, criterion, field);

-- What is said about one criterion between the people of a case, in threads. Erasable: the words stand here alone.
create table workbook_comment (
  comment_id text primary key,
  case_id text not null references assurance_case (case_id),
  standard text not null,
  criterion text not null,
  -- The first comment of the thread; its own number where it opens one.
  thread_id text not null references workbook_comment (comment_id),
  -- `site`: the people of the site and the operator only; `all`: also assessors and reviewers of the case.
  audience text not null check (audience in ('site', 'all')),
  author text not null,
  -- Null where the words were erased.
  text text,
  mentions text[] not null default '{}',
  made_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  check ((resolved_at is null) = (resolved_by is null)),
  check (resolved_at is null or thread_id = comment_id)
);
create index workbook_comment_case on workbook_comment (case_id, standard, criterion, made_at);
