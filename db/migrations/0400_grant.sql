-- Roles held on scopes, and what a person chose. Names and addresses stand in the accounts alone.
create table role_grant (
  grant_id text primary key,
  user_id text not null,
  role text not null check (role in ('operator', 'technical-reviewer', 'decision-member', 'site-owner', 'site-contributor', 'firm-admin', 'lead-assessor', 'assessor', 'partner')),
  scope_kind text not null check (scope_kind in ('house', 'organisation', 'site', 'firm', 'case')),
  scope_id text not null,
  granted_at timestamptz not null,
  granted_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  check ((scope_kind = 'house') = (scope_id = '')),
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index role_grant_once on role_grant (user_id, role, scope_kind, scope_id) where revoked_at is null;
create index role_grant_scope on role_grant (scope_kind, scope_id) where revoked_at is null;

-- Whoever had an account before there were roles was the operator.
insert into role_grant (grant_id, user_id, role, scope_kind, scope_id, granted_at, granted_by)
  select 'grt_' || id, id, 'operator', 'house', '', "createdAt", 'cupel' from "user";

create table person_preference (
  user_id text primary key,
  language text not null default 'en',
  time_zone text,
  -- How mail comes: each notice at once, one letter a day, or none (the inbox holds all of them).
  mail text not null default 'at-once' check (mail in ('at-once', 'daily', 'none')),
  -- Secret part of the address of the person's calendar; null until asked for.
  calendar_token text unique
);

-- What the scheme set, over the defaults in the code. `confirmed_at` tells that a person looked at an assumed default.
create table scheme_setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);
