-- Balance accounts: an account per profile, site, metal and characteristic; entries that are never edited; periods that are
-- closed for ever (custody notes 2.2, invariants 11 to 24). Whole quanta: grams, milligrams of gold and silver.
create table balance_group (
  group_id text primary key,
  organisation_id text not null,
  profile text not null,
  name text not null,
  -- The boundary as it was declared.
  boundary text not null,
  declared_on date not null,
  declared_at timestamptz not null,
  declared_by text not null
);

create table balance_group_site (
  organisation_id text not null,
  profile text not null,
  site_id text not null,
  group_id text not null references balance_group (group_id),
  primary key (organisation_id, profile, site_id)
);
create index balance_group_site_group on balance_group_site (group_id);

create table balance_account (
  account_no bigint generated always as identity primary key,
  account_id text not null unique,
  organisation_id text not null,
  site_id text not null,
  profile text not null,
  profile_version text not null,
  -- The parameters as they were when it was opened: a later edition of the profile changes no account.
  rules jsonb not null,
  metal text not null,
  characteristic text not null check (characteristic in ('awarded-mined', 'recycled-pre-consumer', 'recycled-post-consumer')),
  model text not null check (model in ('identity-preserved', 'segregated', 'controlled-blending', 'mass-balance', 'book-and-claim')),
  unit text not null check (unit in ('g', 'mg')),
  begins_on date not null,
  recovery numeric(10, 9) not null check (recovery > 0 and recovery <= 1),
  recovery_document text,
  recovery_reviewed_on date,
  opened_at timestamptz not null,
  opened_by text not null,
  unique (organisation_id, profile, site_id, metal, characteristic)
);
create index balance_account_site on balance_account (site_id);

-- Metal of a site is credited by who receives it as long as the site keeps no account of this kind. Whoever credits it and
-- whoever opens that account hold the row, so that the second sees what the first did.
create table balance_supplier (
  site_id text not null,
  profile text not null,
  metal text not null,
  characteristic text not null,
  primary key (site_id, profile, metal, characteristic)
);

create table balance_entry (
  entry_no bigint generated always as identity primary key,
  entry_id text not null unique,
  account_no bigint not null references balance_account (account_no),
  period_no integer not null check (period_no > 0),
  kind text not null check (kind in ('credit', 'debit', 'return', 'throughput', 'adjustment', 'group-in', 'group-out', 'entitlement', 'expiry')),
  on_day date not null,
  -- The period whose credits it belongs to; that of the entry itself unless it corrects or returns an earlier one.
  vintage integer not null,
  -- Effect on the balance.
  amount bigint not null,
  -- Eligible contained metal in, other metal in, metal out: what shares are taken of.
  eligible bigint not null default 0,
  other bigint not null default 0,
  output bigint not null default 0,
  recovery numeric(10, 9) check (recovery > 0 and recovery <= 1),
  recovery_document text,
  -- What a credit rests on (a lot, a paper, a statement), what a debit is for (a claim, a document, a statement).
  rests_on text check (rests_on in ('lot', 'paper', 'statement', 'claim', 'document', 'group', 'close', 'correction')),
  rests_ref text,
  -- The party's own number of the line, as in a month file: the same number is the same line.
  line_ref text,
  line_text text,
  supplier_site text,
  supplier_name text,
  shipment text,
  model text,
  scrap_class text,
  document text,
  corrects bigint references balance_entry (entry_no),
  note text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  check (case kind when 'credit' then amount >= 0 and eligible > 0 when 'debit' then amount < 0 when 'return' then amount > 0 and corrects is not null
    when 'group-in' then amount > 0 when 'group-out' then amount < 0 when 'entitlement' then amount > 0 when 'expiry' then amount < 0
    when 'throughput' then amount = 0 and eligible = 0 when 'adjustment' then corrects is not null end)
);
create index balance_entry_account on balance_entry (account_no, period_no, on_day);
create index balance_entry_corrects on balance_entry (corrects) where corrects is not null;
create index balance_entry_shipment on balance_entry (shipment) where shipment is not null;
create unique index balance_entry_line on balance_entry (account_no, line_ref) where line_ref is not null;
-- Each claim and each statement debits one account once, and a statement credits one account once; a debit is returned once.
create unique index balance_entry_debit on balance_entry (rests_on, rests_ref) where kind = 'debit';
create unique index balance_entry_statement on balance_entry (rests_ref) where kind = 'credit' and rests_on = 'statement';
create unique index balance_entry_return on balance_entry (corrects) where kind = 'return';

-- A source is credited once per characteristic, and never for more than it holds over all of them: the same tonne is never
-- in two (invariant 18).
create table balance_source (
  profile text not null,
  metal text not null,
  source text not null,
  contained bigint not null check (contained > 0),
  credited bigint not null check (credited >= 0 and credited <= contained),
  characteristics text[] not null,
  primary key (profile, metal, source)
);
-- Whether a lot is credited anywhere is asked before its event is taken back.
create index balance_source_source on balance_source (source);

-- Left of each vintage after a close, by the accounts that are judged together: a group's id, else the account's; period 0
-- is what an account was opened with. Negative is a debt.
create table balance_vintage (
  pool text not null,
  metal text not null,
  characteristic text not null,
  period_no integer not null,
  vintage integer not null,
  quantity bigint not null,
  primary key (pool, metal, characteristic, period_no, vintage)
);

create table balance_period (
  account_no bigint not null references balance_account (account_no),
  period_no integer not null,
  from_day date not null,
  to_day date not null,
  opening bigint not null,
  credited bigint not null,
  debited bigint not null,
  returned bigint not null,
  adjusted bigint not null,
  group_in bigint not null,
  group_out bigint not null,
  expired bigint not null check (expired >= 0),
  closing bigint not null,
  eligible bigint not null,
  other bigint not null,
  output bigint not null,
  -- What whoever closed it counted in stock, and why books and stock differ.
  counted_stock bigint,
  difference_note text,
  -- SHA-256 of the canonical text of the close, which stands in the log.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  sealed text not null,
  closed_at timestamptz not null,
  closed_by text not null,
  primary key (account_no, period_no),
  check (closing = opening + credited - debited + returned + adjusted + group_in - group_out - expired)
);

-- What is closed stays as it is, and what was entered is never edited: corrections are entries of the open period.
create function balance_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'what a balance account holds is never changed or taken away' using errcode = 'restrict_violation';
end $$;
create trigger balance_period_kept before update or delete on balance_period for each row execute function balance_is_kept();
create trigger balance_entry_kept before update or delete on balance_entry for each row execute function balance_is_kept();
create trigger balance_vintage_kept before update or delete on balance_vintage for each row execute function balance_is_kept();

create function balance_period_is_open() returns trigger language plpgsql as $$
begin
  if exists (select 1 from balance_period where account_no = new.account_no and period_no >= new.period_no) then
    raise exception 'period % of account % is closed', new.period_no, new.account_no using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger balance_entry_open before insert on balance_entry for each row execute function balance_period_is_open();
