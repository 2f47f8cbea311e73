-- The second lock on books (see 0590): a member's transaction sees the books of its organisations and what stands at its sites.
-- What follows metal from book to book goes across on purpose (src/access/across-books.ts). Draws and amounts have no lock of
-- their own: without the lot they are numbers without a name.
create function reached_books() returns setof integer language sql stable security definer set search_path = public as $$
  select book_no from custody_book where 'all' = any (scopes_of('house')) or organisation_id = any (scopes_of('organisations'))
$$;

alter table custody_event enable row level security;
create policy reached on custody_event using (book_no in (select reached_books()) or site_id = any (scopes_of('sites')))
  with check (book_no in (select reached_books()) or site_id = any (scopes_of('sites')));
alter table custody_lot enable row level security;
create policy reached on custody_lot using (book_no in (select reached_books()) or site_id = any (scopes_of('sites')))
  with check (book_no in (select reached_books()) or site_id = any (scopes_of('sites')));
alter table custody_shipment enable row level security;
create policy reached on custody_shipment
  using (book_no in (select reached_books()) or from_site_id = any (scopes_of('sites')) or to_organisation_id = any (scopes_of('organisations')) or to_site_id = any (scopes_of('sites')))
  with check (book_no in (select reached_books()) or from_site_id = any (scopes_of('sites')) or to_organisation_id = any (scopes_of('organisations')) or to_site_id = any (scopes_of('sites')));
