-- The second lock: a member's transaction runs as a role without rights of its own on other parties' rows. The first lock
-- is the policy in the code (src/access/policy.ts); a question that forgets it finds nothing here. The scopes of whoever
-- acts are told to the transaction (src/platform/row-security.ts); the operator and the program itself are not bound.
-- Where the database's account may not create roles, the second lock is not there, and the start says so.
do $$ begin
  create role cupel_member nologin;
exception
  when duplicate_object then null;
  when insufficient_privilege then raise notice 'the role cupel_member cannot be created: row security stays off';
end $$;

-- Scopes of the transaction as text arrays; nothing set means no scope at all.
create function scopes_of(kind text) returns text[] language sql stable as $$
  select string_to_array(coalesce(nullif(current_setting('cupel.' || kind, true), ''), '{}'), ',')
$$;

-- The cases that the scopes reach, and the cycles of the same site before them. Read once a statement.
create function reached_cases() returns setof text language sql stable security definer set search_path = public as $$
  with reached as (
    select site_id, cycle from assurance_case
    where 'all' = any (scopes_of('house')) or case_id = any (scopes_of('cases')) or site_id = any (scopes_of('sites')) or organisation_id = any (scopes_of('organisations'))
  ) select distinct c.case_id from assurance_case c join reached r on c.site_id = r.site_id and c.cycle <= r.cycle
$$;

do $$
declare bound text;
begin
  foreach bound in array array['sheet_change', 'workbook_comment', 'evidence_link', 'rating', 'rating_submission', 'assessment_plan', 'assessment_report', 'recognition_check',
    'desk_question', 'improvement_gap', 'technical_review', 'review_question', 'award_decision', 'concern', 'scoping_snapshot'] loop
    execute format('alter table %I enable row level security', bound);
    execute format('create policy reached on %I using (case_id in (select reached_cases())) with check (case_id in (select reached_cases()))', bound);
  end loop;
end $$;

alter table evidence enable row level security;
create policy reached on evidence
  using ('all' = any (scopes_of('house')) or organisation_id = any (scopes_of('organisations')) or site_id = any (scopes_of('sites')) or layer in ('partner', 'public')
    or organisation_id in (select organisation_id from assurance_case where case_id in (select reached_cases()))
    or evidence_id in (select evidence_id from evidence_link))
  with check ('all' = any (scopes_of('house')) or organisation_id = any (scopes_of('organisations')) or site_id = any (scopes_of('sites'))
    or organisation_id in (select organisation_id from assurance_case where case_id in (select reached_cases())));

-- Calibration compares an assessor with all others: counts only, never whose case.
create function rating_counts(of_standard text, of_version text) returns table (rated_by text, criterion text, level text, count bigint)
  language sql stable security definer set search_path = public as $$
  select rated_by, criterion, level, count(*) from rating
  where standard = of_standard and standard_version = of_version and level is not null
  group by rated_by, criterion, level order by criterion, rated_by
$$;
