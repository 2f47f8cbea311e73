-- Organisations that take part: owners of sites with accounts of their people. What is public of them is a fact; this is theirs.
create table participant (
  organisation_id text primary key,
  name text not null,
  country text not null,
  -- The day by which the company committed to bring in all its sites.
  all_sites_by date,
  created_at timestamptz not null
);
