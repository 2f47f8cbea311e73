-- What each party lets others see of metal that came by its book (custody notes 2.6). Nothing is the default and has no row.
create table disclosure_choice (
  organisation_id text not null,
  -- An organisation, `everyone` downstream, or the `public`.
  partner text not null,
  field text not null check (field in ('origin', 'handling', 'documents', 'footprint', 'shares')),
  level text not null check (level in ('nothing', 'region', 'country', 'site')),
  chosen_at timestamptz not null,
  chosen_by text not null,
  primary key (organisation_id, partner, field),
  check (field in ('origin', 'handling') or level in ('nothing', 'site'))
);

-- The operator's look into one book: with a reason, for a limited time, told to the party unless the law forbids it.
create table custody_inquiry (
  inquiry_id text primary key,
  organisation_id text not null,
  reason text not null check (length(btrim(reason)) >= 10),
  -- Why the party is not told; null where it is.
  untold_because text,
  opened_at timestamptz not null,
  opened_by text not null,
  closes_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  check (closes_at > opened_at)
);
create index custody_inquiry_book on custody_inquiry (organisation_id, closes_at);

-- Corrections whose reach the sweep works out: an award that stands otherwise, an event taken back, a second assay, a link.
create table provenance_change (
  change_no bigint generated always as identity primary key,
  cause text not null check (cause in ('award-changed', 'event-corrected', 'lot-adjusted', 'link-made', 'link-undone', 'factor-revised')),
  -- The site, the book, or the batch of lines it came by.
  subject text not null,
  -- While it is worked out, also how far (place, frontier): a change may reach more lots than one sweep follows.
  detail jsonb not null,
  -- Lots it starts from, where they are known at once; else those of the site, or of the book.
  lot_nos bigint[] not null default '{}',
  changed_at timestamptz not null,
  worked_at timestamptz
);
create index provenance_change_open on provenance_change (change_no) where worked_at is null;

-- The lots of each book that a change reached. What they were before and are now is asked of the records as known then.
create table provenance_impact (
  change_no bigint not null references provenance_change (change_no),
  lot_no bigint not null references custody_lot (lot_no),
  organisation_id text not null,
  primary key (change_no, lot_no)
);
create index provenance_impact_book on provenance_impact (organisation_id, change_no desc, lot_no);
create index provenance_impact_lot on provenance_impact (lot_no);
-- Metal that came in with a paper that names a site: an award of that site reaches it.
create index custody_lot_origin on custody_lot ((origin ->> 'siteId')) where origin ->> 'siteId' is not null;
