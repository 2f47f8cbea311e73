-- Questions of the desk review and their answers, and the desk check of what was recognised from certificates. Words are
-- erasable; the log has the numbers alone.
create table desk_question (
  question_id text primary key,
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 1),
  standard text not null,
  -- Null: about the self-assessment as a whole.
  criterion text,
  asked_by text not null,
  asked_on date not null,
  due_on date not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  closed_by text,
  closed_on date,
  check ((closed_by is null) = (closed_on is null)),
  check ((state = 'closed') = (closed_on is not null))
);
create index desk_question_case on desk_question (case_id, round);

create table desk_message (
  question_id text not null references desk_question (question_id),
  sequence integer not null,
  author text not null,
  side text not null check (side in ('assessor', 'site')),
  written_at timestamptz not null,
  -- Null only after erasure.
  text text,
  primary key (question_id, sequence)
);

create table recognition_check (
  case_id text not null references assurance_case (case_id),
  round integer not null check (round >= 1),
  standard text not null,
  criterion text not null,
  certificate_id text not null,
  is_accepted boolean not null,
  note text not null,
  checked_by text not null,
  checked_on date not null,
  primary key (case_id, round, standard, criterion)
);
