-- Invitations: who is offered which role on what, by a one-time link of which only the hash is kept. The address goes when
-- the invitation is over and its time of keeping has passed; who invited whom to what stays.
create table invitation (
  invitation_id text primary key,
  email text,
  role text not null check (role in ('operator', 'technical-reviewer', 'decision-member', 'site-owner', 'site-contributor', 'firm-admin', 'assessor', 'partner')),
  scope_kind text not null check (scope_kind in ('house', 'organisation', 'site', 'firm')),
  scope_id text not null,
  -- Stays when the invitation is used or revoked, so that its link says what became of it; goes with the address.
  token_hash text unique,
  -- The link went to the address itself, so that whoever opens it has shown that the address is theirs.
  is_mailed boolean not null,
  invited_by text not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_by text,
  accepted_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  check ((scope_kind = 'house') = (scope_id = '')),
  check ((accepted_at is null) = (accepted_by is null)),
  check ((revoked_at is null) = (revoked_by is null)),
  check (accepted_at is null or revoked_at is null),
  check ((email is null) = (token_hash is null)),
  check (email is null or email = lower(email))
);
-- The same offer is open once.
create unique index invitation_open on invitation (email, role, scope_kind, scope_id) where accepted_at is null and revoked_at is null and email is not null;
create index invitation_scope on invitation (scope_kind, scope_id);
