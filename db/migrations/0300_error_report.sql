-- Error reports of the public. What was written and by whom is personal and confidential: it lives in this erasable row
-- and never in the log, whose entry names the report by id alone.
create table error_report (
  report_id text primary key,
  site_id text not null,
  fact_kind text,
  fact_id text,
  -- Null only after erasure.
  statement text,
  email text,
  received_on date not null,
  due_on date not null check (due_on >= received_on),
  outcome text check (outcome in ('corrected', 'rejected', 'disputed')),
  outcome_text text,
  decided_on date check (decided_on >= received_on),
  erased_on date,
  check ((fact_kind is null) = (fact_id is null)),
  check ((outcome is null) = (decided_on is null) and (outcome is null) = (outcome_text is null)),
  check ((statement is null) = (erased_on is not null)),
  check (erased_on is null or email is null)
);
create index error_report_open on error_report (due_on, report_id collate "C") where outcome is null;
create index error_report_site on error_report (site_id collate "C");
