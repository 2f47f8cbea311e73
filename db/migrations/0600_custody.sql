-- The custody ledger: books of parties, lots, events and draws (custody notes 2 and 3). Working truth beside the log: every
-- batch of lines is one log entry of the kind custody.recorded whose subject is bat_<batch_no>; `cupel fsck` derives lots and
-- balances again from the texts of the lines.
create table custody_book (
  book_no integer generated always as identity primary key,
  organisation_id text not null unique,
  -- How much inputs may differ from outputs, losses and stock change before a line is refused.
  tolerance numeric(6, 5) not null default 0.02 check (tolerance >= 0 and tolerance < 1),
  -- Invented for a demonstration or a simulation: said wherever one of its lots appears.
  is_simulated boolean not null default false,
  opened_at timestamptz not null
);

create table custody_batch (
  batch_no bigint generated always as identity primary key,
  book_no integer not null references custody_book (book_no),
  -- Where it came from: form, file, bulk, epcis, scenario.
  source text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  line_count integer not null check (line_count > 0),
  -- Salts of the lines are derived from it; null only where it was erased by law.
  salt text
);

create sequence custody_event_no as bigint cache 1;
create sequence custody_lot_no as bigint cache 1;

create table custody_event (
  event_no bigint primary key,
  batch_no bigint not null references custody_batch (batch_no),
  line integer not null check (line >= 0),
  book_no integer not null references custody_book (book_no),
  event_ref text not null collate "C",
  kind text not null,
  site_id text not null,
  occurred_at timestamptz not null,
  -- Canonical JSON of the line; null only where it was erased by law.
  text text,
  -- Set once, by the event that took this one back.
  voided_by bigint references custody_event (event_no) deferrable initially deferred,
  unique (book_no, event_ref)
);
create index custody_event_batch on custody_event (batch_no, line);
create index custody_event_site on custody_event (site_id, occurred_at);

create table custody_lot (
  lot_no bigint primary key,
  book_no integer not null references custody_book (book_no),
  lot_ref text not null collate "C",
  event_no bigint not null references custody_event (event_no),
  born_at timestamptz not null,
  site_id text not null,
  material text not null,
  metal text not null,
  model text not null check (model in ('identity-preserved', 'segregated', 'controlled-blending', 'mass-balance', 'book-and-claim')),
  scrap_class text check (scrap_class in ('internal', 'pre-consumer', 'post-consumer')),
  root text,
  -- Grams as weighed, wet; null where only contained metal was stated.
  gross_g bigint check (gross_g >= 0),
  -- What the papers say of its origin where no record is linked: {kind, …}; null for what was made here of other lots.
  origin jsonb,
  is_void boolean not null default false
);
-- A lot taken back frees its reference for the correction. Not partial, so that a lot is found by its reference whether it
-- counts or not.
create unique index custody_lot_ref on custody_lot (book_no, lot_ref, (case when is_void then lot_no else 0 end));
create index custody_lot_event on custody_lot (event_no);
create index custody_lot_site on custody_lot (site_id, born_at);

create table custody_lot_metal (
  lot_no bigint not null references custody_lot (lot_no),
  substance text not null,
  -- Quanta (g, mg of gold and silver) as they now count.
  amount bigint not null check (amount >= 0),
  -- The law that no lot is overdrawn, and the guard of two who draw at once.
  left_over bigint not null check (left_over >= 0 and left_over <= amount),
  last_increase_at timestamptz,
  primary key (lot_no, substance)
);

create table custody_draw (
  event_no bigint not null references custody_event (event_no),
  lot_no bigint not null references custody_lot (lot_no),
  substance text not null,
  amount bigint not null check (amount > 0),
  -- How much of it is won, where it was stated: weighs the source's share.
  recovery numeric(10, 9) check (recovery > 0 and recovery <= 1),
  is_void boolean not null default false,
  primary key (event_no, lot_no, substance)
);
create index custody_draw_lot on custody_draw (lot_no);

-- Second weights and assays: all are kept, one is the settlement.
create table custody_measurement (
  event_no bigint not null references custody_event (event_no),
  lot_no bigint not null references custody_lot (lot_no),
  substance text not null,
  amount bigint not null check (amount >= 0),
  -- What the lot changed by where it is the settlement; 0 otherwise.
  change bigint not null,
  basis text not null,
  measured_by text not null,
  is_settlement boolean not null,
  is_void boolean not null default false,
  primary key (event_no, lot_no, substance)
);
create index custody_measurement_lot on custody_measurement (lot_no);
