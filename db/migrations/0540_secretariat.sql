-- Reports drawn for a check of their quality, and what the check found.
create table quality_check (
  case_id text not null references assurance_case (case_id),
  round integer not null,
  -- Which draw it belongs to: the draw can be made again from its seed.
  draw_id text not null,
  drawn_on date not null,
  verdict text check (verdict in ('sound', 'minor-faults', 'serious-faults')),
  remarks text,
  checked_on date,
  checked_by text,
  primary key (case_id, round, draw_id),
  check ((verdict is null) = (checked_on is null))
);
