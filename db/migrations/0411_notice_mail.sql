-- The outbox is the notices themselves: `waiting` ones leave when `mail_due_at` is reached; a try that failed moves it on.
alter table notice add column mail_due_at timestamptz;
alter table notice add column mail_problem text;
-- How it came: told by somebody's act, or found due by the clock. Reminders wait for the person's morning.
alter table notice add column is_reminder boolean not null default false;
create index notice_mail_state on notice (mail_state, user_id) where mail_state in ('waiting', 'held', 'failed');
create index notice_matter on notice (dedupe_key text_pattern_ops) where done_at is null;

-- The last civil day, in the person's own time zone, on which their letter of the day left.
alter table person_preference add column digest_on date;
