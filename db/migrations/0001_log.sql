-- The append-only log and the published facts derived from it (architecture section 5).
-- The header of an entry is its position and a salted digest of the payload, nothing else. Texts are stored as hashed.

create table log_head (
  is_head boolean primary key default true check (is_head),
  -- How many entries there are; the next entry takes this number as its position (RFC 6962 leaf index).
  size bigint not null check (size >= 0),
  -- How many entries there were when the last public one was written.
  public_size bigint not null check (public_size >= 0 and public_size <= size),
  recorded_at timestamptz not null
);
insert into log_head (size, public_size, recorded_at) values (0, 0, '1970-01-01T00:00:00Z');

create table log_entry (
  position bigint primary key check (position >= 0),
  header text not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  -- Null only where it was erased by law; the header stays, and with it the log.
  payload text,
  kind text not null,
  subject text not null,
  is_public boolean not null,
  recorded_at timestamptz not null
);
create index log_entry_time on log_entry (recorded_at, position);
create index log_entry_subject on log_entry (subject collate "C", position);

create table log_line (
  position bigint not null references log_entry (position),
  line integer not null check (line >= 0),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  kind text not null,
  fact_id text not null,
  text text,
  primary key (position, line)
);
create index log_line_fact on log_line (kind, fact_id collate "C");

create table published_fact (
  kind text not null,
  fact_id text not null,
  recorded_position bigint not null references log_entry (position),
  superseded_position bigint references log_entry (position) check (superseded_position > recorded_position),
  -- Canonical JSON; null only where the statement was removed by law.
  value text,
  withheld_reason text,
  -- Why nothing took the place of this version; null where a newer one did.
  retracted_reason text check (retracted_reason is null or superseded_position is not null),
  -- The site it speaks of, for the history of one record.
  about text,
  primary key (kind, fact_id, recorded_position),
  check ((value is null) = (withheld_reason is not null))
);
create unique index published_fact_current on published_fact (kind, fact_id) where superseded_position is null;
create index published_fact_about on published_fact (about collate "C") where about is not null;
create index published_fact_positions on published_fact (recorded_position);

create function log_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'the log is append-only' using errcode = 'restrict_violation';
  end if;
  -- Erasure by law is the one change: a text becomes null, everything else stays.
  if tg_table_name = 'log_entry' then
    if new.payload is not null or (to_jsonb(new) - 'payload') is distinct from (to_jsonb(old) - 'payload') then
      raise exception 'the log is append-only' using errcode = 'restrict_violation';
    end if;
  elsif new.text is not null or (to_jsonb(new) - 'text') is distinct from (to_jsonb(old) - 'text') then
    raise exception 'the log is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_entry_append_only before update or delete on log_entry for each row execute function log_is_append_only();
create trigger log_line_append_only before update or delete on log_line for each row execute function log_is_append_only();

create table idempotency_key (
  actor text not null,
  key text not null,
  input_hash text not null,
  status integer,
  content_type text,
  body text,
  created_at timestamptz not null,
  primary key (actor, key)
);

create table setting (
  name text primary key,
  value text not null
);
