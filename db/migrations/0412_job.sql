-- Work that repeats: one row each, locked by whoever runs it, so that two servers on one database do it once.
create table job (
  name text primary key,
  ran_at timestamptz,
  ran_on date
);
insert into job (name) values ('sweep');
