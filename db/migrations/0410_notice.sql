-- What a person is told, in the inbox and by mail. One row a person; mail leaves only where the scheme released it.
create table notice (
  notice_id text primary key,
  user_id text not null,
  -- Key of the message in languages/<tag>/notices.json, which is filled from `params`.
  kind text not null,
  params jsonb not null,
  link text not null,
  case_id text,
  due_on date,
  created_at timestamptz not null,
  -- The same matter is told once: a second notice with this key to the same person is passed over.
  dedupe_key text not null,
  read_at timestamptz,
  -- The thing was done, or is no longer this person's: no reminder follows, the row goes to the end of the inbox.
  done_at timestamptz,
  snoozed_until date,
  mail_state text not null default 'waiting' check (mail_state in ('waiting', 'held', 'sent', 'failed', 'none')),
  mail_tries integer not null default 0,
  mailed_at timestamptz,
  unique (user_id, dedupe_key)
);
create index notice_inbox on notice (user_id, created_at desc);
create index notice_open_case on notice (case_id) where done_at is null;
create index notice_mail on notice (created_at) where mail_state = 'waiting';
