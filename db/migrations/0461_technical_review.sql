-- The technical review of a report: who reviews, what was asked and answered, what was checked, how it ended.
create table technical_review (
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 1),
  reviewer text not null,
  assigned_by text not null,
  assigned_at timestamptz not null,
  due_on date,
  -- What was checked, by its name in the scheme's list: yes, no, or does not apply, and a remark.
  checklist jsonb not null default '{}',
  version integer not null default 1,
  outcome text check (outcome in ('returned', 'finalised')),
  outcome_text text,
  concluded_at timestamptz,
  primary key (case_id, round),
  check ((outcome is null) = (concluded_at is null))
);
create index technical_review_reviewer on technical_review (reviewer) where concluded_at is null;

create table review_question (
  question_id text primary key,
  case_id text not null,
  round integer not null,
  standard text,
  criterion text,
  state text not null default 'open' check (state in ('open', 'answered', 'settled')),
  asked_at timestamptz not null,
  settled_at timestamptz,
  foreign key (case_id, round) references technical_review (case_id, round),
  check ((standard is null) = (criterion is null)),
  check ((state = 'settled') = (settled_at is not null))
);
create index review_question_case on review_question (case_id, round);

create table review_message (
  message_id text primary key,
  question_id text not null references review_question (question_id),
  author text not null,
  text text not null,
  at timestamptz not null
);
create index review_message_question on review_message (question_id, at);
