-- What the body decided on a report: who voted, who did not and why, the outcome per standard and mark, the minutes.
create table award_decision (
  decision_id text primary key,
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 1),
  state text not null default 'open' check (state in ('open', 'recorded', 'sent-back')),
  opened_on date not null,
  opened_by text not null,
  meeting_on date,
  agenda_note text,
  decided_on date,
  recorded_at timestamptz,
  recorded_by text,
  outcome text check (outcome in ('awarded', 'conditional', 'not-awarded')),
  -- Per standard and mark: what the rule gives, what was decided, why it is less; with the hash of what the engine was given.
  results jsonb not null default '[]',
  -- The engine's answers as they stood when it was recorded.
  answers jsonb not null default '[]',
  engine text,
  inputs_hash text,
  special_conditions jsonb not null default '[]',
  minutes text,
  reason text,
  check ((state = 'open') = (recorded_at is null)),
  check ((state = 'recorded') = (outcome is not null)),
  check (state <> 'recorded' or (minutes is not null and decided_on is not null))
);
create unique index award_decision_once on award_decision (case_id, round) where state <> 'sent-back';
create index award_decision_open on award_decision (opened_on) where state = 'open';

create table decision_recusal (
  decision_id text not null references award_decision (decision_id),
  user_id text not null,
  -- `declared` by the member; `forced` found by the house.
  basis text not null check (basis in ('declared', 'forced')),
  reason text not null,
  at timestamptz not null,
  primary key (decision_id, user_id)
);

create table decision_vote (
  decision_id text not null references award_decision (decision_id),
  user_id text not null,
  vote text not null check (vote in ('by-rule', 'less', 'send-back', 'abstain')),
  remark text,
  at timestamptz not null,
  primary key (decision_id, user_id)
);
