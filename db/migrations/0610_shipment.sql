-- Hand-overs between books. A link says that what one party received is what another shipped; it never changes a quantity,
-- only where metal comes from, and each shipped gram is linked once (custody notes 8; architecture section 6).
create table custody_shipment (
  shipment_no bigint generated always as identity primary key,
  book_no integer not null references custody_book (book_no),
  shipment_ref text not null collate "C",
  event_no bigint not null references custody_event (event_no),
  shipped_at timestamptz not null,
  from_site_id text not null,
  to_organisation_id text,
  to_name text,
  to_site_id text,
  model text check (model in ('identity-preserved', 'segregated', 'controlled-blending', 'mass-balance', 'book-and-claim')),
  state text not null check (state in ('offered', 'accepted', 'disputed', 'lapsed', 'settled', 'void')),
  -- When an answer is due; who does not answer is told, and the sender sees it as lapsed.
  answer_by timestamptz,
  answered_at timestamptz,
  -- Both weights of a dispute, and what was agreed.
  dispute jsonb,
  unique (book_no, shipment_ref)
);
create index custody_shipment_to on custody_shipment (to_organisation_id, state) where to_organisation_id is not null;
create unique index custody_shipment_event on custody_shipment (event_no);

create table custody_link (
  receive_event_no bigint not null references custody_event (event_no),
  receive_lot_no bigint not null references custody_lot (lot_no),
  ship_event_no bigint not null references custody_event (event_no),
  ship_lot_no bigint not null references custody_lot (lot_no),
  substance text not null,
  -- Quanta of the shipped draw that this received lot accounts for.
  amount bigint not null check (amount > 0),
  linked_at timestamptz not null,
  is_void boolean not null default false,
  primary key (receive_lot_no, ship_event_no, ship_lot_no, substance)
);
create index custody_link_ship on custody_link (ship_event_no, ship_lot_no);
create index custody_link_receive on custody_link (receive_event_no);

-- Links at one and the same instant could close a circle between them: they are made one after another.
create table custody_link_order (is_lock boolean primary key default true check (is_lock));
insert into custody_link_order default values;
