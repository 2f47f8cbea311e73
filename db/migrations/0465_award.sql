-- Awards: one a site, mark, standard version and cycle, from one decision. What is public of it is a fact; this is its row.
create table award (
  award_id text primary key,
  case_id text not null references assurance_case (case_id),
  decision_id text not null references award_decision (decision_id),
  site_id text not null,
  organisation_id text not null,
  mark text not null,
  standard text not null,
  standard_version text not null,
  cycle integer not null,
  decided_on date not null,
  valid_until date not null,
  state text not null check (state in ('in-force', 'suspended', 'withdrawn', 'expired', 'transferred', 'replaced')),
  is_conditional boolean not null,
  follow_up_due_on date,
  under_review_since date,
  special_conditions jsonb not null default '[]',
  history jsonb not null,
  -- What stays the same over its life: assessment days, names as of the decision.
  particulars jsonb not null,
  -- The award it continues for a new owner.
  continues_award_id text references award (award_id),
  version integer not null default 1,
  changed_at timestamptz not null,
  check (valid_until > decided_on),
  check (not (is_conditional and follow_up_due_on is null))
);
create unique index award_once on award (case_id, standard, mark) where state <> 'transferred';
create unique index award_in_force_once on award (site_id, mark) where state in ('in-force', 'suspended');
create index award_site on award (site_id);
create index award_organisation on award (organisation_id);
create index award_running on award (valid_until) where state in ('in-force', 'suspended');

-- A question on an award before the body: proposed, noticed to the site, answered by it, decided. A clock may only propose.
create table award_matter (
  matter_id text primary key,
  award_id text not null references award (award_id),
  proposal text not null check (proposal in ('suspend', 'withdraw', 'reinstate', 'extend', 'transfer')),
  reason_class text not null,
  reason text not null,
  origin text not null check (origin in ('clock', 'operator', 'body', 'grievance')),
  -- Names the cause of a proposal that a clock made, so that it is made once.
  cause text,
  proposed_on date not null,
  proposed_by text not null,
  respond_by date not null,
  -- What else is proposed: the new end of validity, the new owner.
  terms jsonb not null default '{}',
  response text,
  response_evidence text[] not null default '{}',
  responded_on date,
  responded_by text,
  state text not null default 'noticed' check (state in ('noticed', 'decided', 'dropped')),
  outcome text check (outcome in ('as-proposed', 'kept')),
  decided_on date,
  decided_by text[] not null default '{}',
  minutes text,
  check ((state = 'decided') = (outcome is not null)),
  check ((response is null) = (responded_on is null)),
  -- The site has its say before anything is decided.
  check (state <> 'decided' or responded_on is not null or decided_on > respond_by or proposal in ('reinstate', 'extend'))
);
create unique index award_matter_cause on award_matter (award_id, cause) where cause is not null;
create index award_matter_award on award_matter (award_id);
create index award_matter_open on award_matter (respond_by) where state = 'noticed';

create table award_vote (
  -- A matter or an appeal.
  subject_id text not null,
  user_id text not null,
  vote text not null check (vote in ('for', 'against', 'abstain')),
  remark text,
  at timestamptz not null,
  primary key (subject_id, user_id)
);

create table award_appeal (
  appeal_id text primary key,
  matter_id text not null unique references award_matter (matter_id),
  award_id text not null references award (award_id),
  lodged_on date not null,
  lodged_by text not null,
  grounds text not null,
  state text not null default 'lodged' check (state in ('lodged', 'upheld', 'rejected')),
  decided_on date,
  heard_by text[] not null default '{}',
  outcome_text text,
  check ((state = 'lodged') = (decided_on is null))
);
create index award_appeal_award on award_appeal (award_id);

-- What was reported of a site that holds an award: a significant change of its operation, or a serious event.
create table award_report (
  report_id text primary key,
  award_id text not null references award (award_id),
  kind text not null check (kind in ('significant-change', 'serious-event')),
  happened_on date not null,
  -- Private; erasable.
  text text,
  source text not null check (source in ('site', 'operator', 'found')),
  reported_on date not null,
  reported_by text not null,
  state text not null default 'open' check (state in ('open', 'under-review', 'answered', 'dismissed')),
  -- When the site was told, and when it said that it knows: nothing is public before.
  told_on date,
  acknowledged_on date,
  public_since date,
  closed_on date,
  closing_text text,
  check (public_since is null or told_on is not null),
  check ((state in ('answered', 'dismissed')) = (closed_on is not null))
);
create index award_report_award on award_report (award_id);
