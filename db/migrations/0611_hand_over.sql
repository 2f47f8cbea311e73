-- Where the two sides of a hand-over meet, whichever comes first: the sender's organisation and its number of the shipment.
-- Both sides put the row there and lock it, so that two who record at the same moment still find each other.
create table custody_hand_over (
  from_organisation_id text not null,
  shipment_ref text not null collate "C",
  primary key (from_organisation_id, shipment_ref)
);

alter table custody_shipment
  add column organisation_id text not null,
  add column event_ref text not null collate "C",
  add column is_simulated boolean not null default false,
  add column note text,
  add column documents jsonb not null default '[]',
  add column legs jsonb not null default '[]',
  add column offered_at timestamptz not null;
create index custody_shipment_from on custody_shipment (organisation_id, shipment_no);
create index custody_shipment_waiting on custody_shipment (answer_by) where state = 'offered';

-- What a shipment holds, lot by lot, and how much of it is linked: never more than was shipped.
create table custody_shipped (
  ship_event_no bigint not null references custody_event (event_no),
  lot_no bigint not null references custody_lot (lot_no),
  substance text not null,
  position integer not null check (position >= 0),
  lot_ref text not null collate "C",
  metal text not null,
  model text not null check (model in ('identity-preserved', 'segregated', 'controlled-blending', 'mass-balance', 'book-and-claim')),
  amount bigint not null check (amount > 0),
  -- The law that each shipped quantum is linked once.
  linked bigint not null default 0 check (linked >= 0 and linked <= amount),
  primary key (ship_event_no, lot_no, substance)
);

-- Lots that came from somebody else: until it is linked, where one comes from is what its papers say, else unknown.
create table custody_receipt (
  lot_no bigint primary key references custody_lot (lot_no),
  event_no bigint not null references custody_event (event_no),
  event_ref text not null collate "C",
  position integer not null check (position >= 0),
  organisation_id text not null,
  site_id text not null,
  lot_ref text not null collate "C",
  metal text not null,
  model text not null,
  received_at timestamptz not null,
  from_organisation_id text,
  from_name text,
  shipment_ref text collate "C",
  sent_as text collate "C",
  origin jsonb not null,
  -- Quanta by substance as first received: what a link accounts for, whatever is weighed later.
  contained jsonb not null,
  -- Set where a party undid the link: it is not made again by itself.
  unlinked_because text,
  is_void boolean not null default false
);
create index custody_receipt_shipment on custody_receipt (from_organisation_id, shipment_ref, event_no) where shipment_ref is not null and not is_void;
create index custody_receipt_event on custody_receipt (event_no);
create index custody_receipt_open on custody_receipt (organisation_id, lot_no) where not is_void;

alter table custody_link
  add column is_by_hand boolean not null default false;

-- What happened to a hand-over, for both sides to read.
create table custody_shipment_step (
  shipment_no bigint not null references custody_shipment (shipment_no),
  step_no bigint generated always as identity,
  step text not null check (step in ('offered', 'accepted', 'linked', 'unlinked', 'disputed', 'settlement-proposed', 'settled', 'lapsed', 'corrected', 'void')),
  at timestamptz not null,
  side text not null check (side in ('sender', 'receiver', 'time')),
  user_id text,
  reason text,
  primary key (shipment_no, step_no)
);
