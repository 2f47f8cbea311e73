-- The handshake by which an assessor firm and its team come to a case: proposed, accepted with a team, agreed by the site,
-- confirmed by the secretariat. One is under way at a time, and one is in force.
create table engagement (
  engagement_id text primary key,
  case_id text not null references assurance_case (case_id),
  site_id text not null,
  cycle integer not null,
  firm_id text not null references assessor_firm (firm_id),
  state text not null check (state in ('proposed', 'declined', 'accepted', 'objected', 'agreed', 'confirmed', 'withdrawn', 'ended')),
  proposed_by text not null,
  proposed_on date not null,
  message text,
  answered_on date,
  -- Why it was declined, objected to, withdrawn or ended.
  reason text,
  site_answered_on date,
  confirmed_on date,
  ended_on date,
  version integer not null default 1,
  changed_at timestamptz not null
);
create unique index engagement_one_under_way on engagement (case_id) where state in ('proposed', 'accepted', 'objected', 'agreed');
create unique index engagement_one_in_force on engagement (case_id) where state = 'confirmed';
create index engagement_firm on engagement (firm_id, state);
create index engagement_site on engagement (site_id, cycle);

create table engagement_member (
  engagement_id text not null references engagement (engagement_id),
  user_id text not null,
  role text not null check (role in ('lead-assessor', 'assessor')),
  primary key (engagement_id, user_id)
);
create unique index engagement_member_lead on engagement_member (engagement_id) where role = 'lead-assessor';
create index engagement_member_user on engagement_member (user_id);
