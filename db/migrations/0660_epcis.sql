-- EPCIS 2.0: documents that were sent in, and events as they came. An event that did something to a book names the event of
-- the ledger; one that could not be booked says why. Events recorded by other ways have no row here: they are told in EPCIS
-- when they are asked for.
create table epcis_capture (
  capture_id text primary key,
  organisation_id text not null,
  error_behaviour text not null check (error_behaviour in ('rollback', 'proceed')),
  created_at timestamptz not null,
  created_by text not null,
  -- Null while the events wait or are being captured.
  finished_at timestamptz,
  is_success boolean,
  event_count integer not null check (event_count > 0),
  -- One answer per event: {event, eventId, state, ref, reason}.
  answers jsonb not null default '[]',
  -- Of a large document that waits: its text, and who sent it. Gone when it is captured.
  document text,
  sent_by jsonb,
  check ((finished_at is null) = (document is not null)),
  check ((finished_at is null) = (is_success is null))
);
create index epcis_capture_book on epcis_capture (organisation_id, created_at, capture_id);
create index epcis_capture_waiting on epcis_capture (created_at) where finished_at is null;

create table epcis_event (
  epcis_no bigint generated always as identity primary key,
  organisation_id text not null,
  capture_id text not null references epcis_capture (capture_id),
  event_id text not null,
  -- When the event was declared wrong; empty for the event itself. A declaration has the id of what it declares.
  declared_at text not null default '',
  hash text not null,
  event_type text not null,
  event_time timestamptz not null,
  record_time timestamptz not null,
  action text,
  biz_step text,
  disposition text,
  read_point text,
  biz_location text,
  -- Everything else it is found by, as kind:value.
  terms text[] not null,
  -- The event as it came, and the JSON-LD context it came under; null only where it was erased by law.
  text text,
  context jsonb,
  -- The event of the ledger, where it was booked; else why it was not.
  event_ref text collate "C",
  kept_code text,
  kept_detail text,
  -- The place, where it is a site here.
  site_id text,
  unique (organisation_id, event_id, declared_at),
  check ((event_ref is null) = (kept_code is not null))
);
create index epcis_event_time on epcis_event (organisation_id, event_time, epcis_no);
create index epcis_event_record on epcis_event (organisation_id, record_time, epcis_no);
create index epcis_event_terms on epcis_event using gin (terms);
create index epcis_event_hash on epcis_event (organisation_id, hash);
create index epcis_event_ref on epcis_event (organisation_id, event_ref) where event_ref is not null;
-- Events of a book in the order of their time, and in the order in which they were recorded.
create index custody_event_time on custody_event (book_no, occurred_at, event_no);
create index custody_batch_time on custody_batch (book_no, recorded_at);
