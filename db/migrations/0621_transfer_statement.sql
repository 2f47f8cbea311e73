-- Transfer statements: one debit here, one credit there, the same quantity; never edited, voided at most, and re-issued under
-- a new number that names the old one (custody notes 2.6, invariants 14 and 15).
create table transfer_statement (
  number text primary key check (number ~ '^TS-[0-9A-HJKMNP-TV-Z]{10}-[0-9A-Z]$'),
  account_no bigint not null references balance_account (account_no),
  organisation_id text not null,
  site_id text not null,
  profile text not null,
  metal text not null,
  characteristic text not null,
  unit text not null,
  quantity bigint not null check (quantity > 0),
  dispatch_on date not null,
  to_organisation_id text,
  to_name text,
  to_site_id text,
  -- Book and reference of the shipment it travels with.
  shipment text,
  -- Canonical JSON of the statement as issued, and its SHA-256.
  document text not null,
  digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
  supersedes text unique references transfer_statement (number),
  issued_at timestamptz not null,
  issued_by text not null,
  state text not null check (state in ('issued', 'accepted', 'void')),
  accepted_account_no bigint references balance_account (account_no),
  answered_at timestamptz,
  answered_by text,
  void_reason text,
  check ((state = 'accepted') = (accepted_account_no is not null)),
  check ((state = 'void') = (void_reason is not null)),
  check (to_organisation_id is not null or to_name is not null)
);
create index transfer_statement_from on transfer_statement (organisation_id, issued_at);
create index transfer_statement_to on transfer_statement (to_organisation_id, issued_at) where to_organisation_id is not null;
create index transfer_statement_shipment on transfer_statement (shipment) where shipment is not null;

-- Only the answer may be written, once; accepted and void are for ever.
create function transfer_statement_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'issued' or new.state = 'issued'
    or (new.number, new.account_no, new.quantity, new.document, new.digest, new.dispatch_on) is distinct from (old.number, old.account_no, old.quantity, old.document, old.digest, old.dispatch_on) then
    raise exception 'a transfer statement is never edited' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger transfer_statement_kept before update or delete on transfer_statement for each row execute function transfer_statement_is_kept();
