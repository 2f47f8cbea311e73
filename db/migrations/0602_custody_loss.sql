-- Metal that went into a process and did not come out, by event: as stated, and what the balance leaves within the tolerance
-- of the book. With it a site's stock adds up whether summed by lot or by event.
create table custody_loss (
  event_no bigint not null references custody_event (event_no),
  substance text not null,
  amount bigint not null check (amount > 0),
  -- Null where the line states none.
  stated bigint check (stated >= 0),
  primary key (event_no, substance)
);

-- Papers of a lot that were handed in after it was recorded, or with it: a certificate of analysis, a bill of lading. The
-- bytes lie under their hash.
create table custody_document (
  document_id text primary key,
  lot_no bigint not null references custody_lot (lot_no),
  kind text not null,
  document_ref text not null,
  issued_on date,
  filename text not null,
  media_type text not null,
  byte_count integer not null check (byte_count > 0),
  sha256 text not null,
  attached_at timestamptz not null,
  attached_by text not null
);
create index custody_document_lot on custody_document (lot_no);
create index custody_document_sha256 on custody_document (sha256);

-- A restored backup goes on counting behind the last number it holds.
alter sequence custody_event_no owned by custody_event.event_no;
alter sequence custody_lot_no owned by custody_lot.lot_no;
