-- Standards as loaded from their files, and the licensed text that an operator adds. Files are stored as text: their
-- bytes are hashed. The loader (src/standards/load-standards.ts) is the single writer of versions and files.

create table standard_version (
  standard text not null,
  version text not null,
  status text not null check (status in ('draft', 'released')),
  primary key (standard, version)
);

-- Every revision of every file. The highest revision of a path stands; the others show what was known when.
create table standard_file (
  path text not null,
  revision integer not null check (revision >= 1),
  standard text not null,
  version text not null,
  -- The language of a language pack; null for the standard itself.
  language text,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  text text not null check (text <> ''),
  loaded_at timestamptz not null,
  primary key (path, revision),
  foreign key (standard, version) references standard_version (standard, version),
  check (path = standard || '/' || version || coalesce('.' || language, '') || '.yaml')
);

create function standard_file_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'a loaded standard file is never changed; a new revision is added' using errcode = 'restrict_violation';
end $$;
create trigger standard_file_append_only before update or delete on standard_file
  for each row execute function standard_file_is_append_only();

-- A released version stays released.
create function standard_version_stays_released() returns trigger language plpgsql as $$
begin
  if old.status = 'released' and new.status <> 'released' then
    raise exception 'a released standard version stays released' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger standard_version_released before update on standard_version
  for each row execute function standard_version_stays_released();

create table standard_text (
  standard text not null,
  version text not null,
  criterion text not null check (criterion <> ''),
  part text not null check (part in ('requirement', 'sub-requirement', 'guidance', 'rating-description')),
  key text not null check (key <> ''),
  language text not null check (language <> ''),
  text text not null check (text <> ''),
  is_public boolean not null,
  changed_at timestamptz not null,
  primary key (standard, version, criterion, part, key, language),
  foreign key (standard, version) references standard_version (standard, version)
);
