// The cycle at the size of a large scheme: 2,000 cases, 33 criteria each, 20 pieces of evidence to a criterion. Filled by
// SQL, since what is measured is reading. Ours and a bare query of the same rows are asked in turns.
import { readConfig } from '#src/platform/config.ts'
import { openHouse } from '#src/platform/house.ts'
import { createApplication } from '#src/platform/server.ts'

const CASES = 2_000
const CRITERIA = 33
const LINKS = 20
const ROUNDS = 200
const TOKEN = 'local_token-of-the-benchmark'

export type CasesMeasured = { readonly what: string; readonly p50: number; readonly p95: number; readonly bareP50: number; readonly ratio: number; readonly goal: string }

const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

const fill = (criteria: readonly string[]): string[] => [
  `insert into participant select 'org_' || o, 'Participant ' || o, 'CHL', null, now() from generate_series(1, 200) o`,
  `insert into assurance_case (case_id, site_id, organisation_id, cycle, state, round, site_name, country, site_types, metals, standard, standard_version, applied_on, letter_signed_on, opened_at, changed_at)
    select 'cas_' || lpad(c::text, 26, '0'), 'CHL-' || lpad(c::text, 7, '0'), 'org_' || (c % 200 + 1), 1,
      (array['committed', 'committed', 'self-assessed', 'announced', 'assessed', 'in-review', 'conditional', 'awarded'])[c % 8 + 1], 1, 'Site ' || c, 'CHL', '{mine}', '{copper}',
      'risk-readiness-assessment', '3.0', date '2026-01-01' - c % 500, date '2026-02-01' - c % 500, now(), now() from generate_series(1, ${CASES}) c`,
  `insert into case_standard select case_id, standard, standard_version, '{copper}', true from assurance_case`,
  `insert into case_clock select case_id, k.clock, letter_signed_on, letter_signed_on + k.days, letter_signed_on + k.days, 'site-owner', null, null
    from assurance_case, (values ('self-assessment', 181), ('site-assessment', 365), ('full-conformance', 730)) k (clock, days)`,
  `insert into evidence (evidence_id, organisation_id, title, kind, written_in, owner_id, valid_from, valid_until, layer, version, added_at, added_by)
    select 'evd_' || lpad((c * 100 + e)::text, 26, '0'), 'org_' || (c % 200 + 1), 'Record ' || e, 'record', 'en', 'u1', date '2025-01-01', date '2027-01-01', 'assessor', 1, now(), 'u1'
    from generate_series(1, ${CASES}) c, generate_series(1, ${LINKS}) e`,
  `insert into evidence_revision (evidence_id, revision, sha256, byte_count, media_type, filename, scan, added_at, added_by)
    select evidence_id, 1, repeat('a', 64), 100, 'application/pdf', 'record.pdf', 'clean', now(), 'u1' from evidence`,
  ...criteria.flatMap((criterion) => [
    `insert into evidence_link (link_id, evidence_id, case_id, standard, criterion, linked_at, linked_by)
      select 'lnk_' || c || '_' || e || '_${criterion}', 'evd_' || lpad((c * 100 + e)::text, 26, '0'), 'cas_' || lpad(c::text, 26, '0'), 'risk-readiness-assessment', '${criterion}', now(), 'u1'
      from generate_series(1, ${CASES}) c, generate_series(1, ${LINKS}) e`,
    `insert into sheet_change (case_id, round, sheet, standard, criterion, field, change_id, value, parents, author, made_at, source, is_head)
      select 'cas_' || lpad(c::text, 26, '0'), 0, 'self-assessment', 'risk-readiness-assessment', '${criterion}', f.field, 'chg_' || c || '_${criterion}_' || f.field, f.value::jsonb, '{}', 'u1', now(), 'screen', true
      from generate_series(1, ${CASES}) c, (values ('rating', '"fully-meets"'), ('rationale', '"${'The procedure is kept and followed. '.repeat(8)}"')) f (field, value)`,
  ]),
  'analyze',
]

const BARE_BOARD = `select c.*, p.name, n.clock, n.due_on, n.first_due_on, n.owner_role, l.overdue from assurance_case c left join participant p using (organisation_id)
  left join (select distinct on (case_id) * from case_clock where done_on is null and dropped_on is null order by case_id, due_on, clock) n using (case_id)
  left join (select case_id, count(*) as overdue from case_clock where done_on is null and dropped_on is null and due_on < current_date group by case_id) l using (case_id) order by n.due_on`
const BARE_WORKBOOK = [
  `select * from sheet_change where case_id = $1 and round = 0 and sheet = 'self-assessment' and is_head`,
  `select l.*, e.*, r.* from evidence_link l join evidence e using (evidence_id) left join evidence_revision r using (evidence_id) where l.case_id = $1`,
  `select * from workbook_comment where case_id = $1`,
]

/** @param folder an empty data folder */
export async function measureCases(folder: string): Promise<CasesMeasured[]> {
  const config = readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'error' }, folder)
  const open = await openHouse(config, { token: TOKEN })
  try {
    const { rows } = await open.house.database.pool.query(`select text from standard_file where path = 'risk-readiness-assessment/3.0.yaml' order by revision desc limit 1`)
    const criteria = [...String(rows[0].text).matchAll(/^ {2}- slug: (\S+)\n {4}number:/gm)].map((match) => match[1]!).slice(0, CRITERIA)
    if (criteria.length !== CRITERIA) throw new Error(`found ${criteria.length} criteria, wanted ${CRITERIA}`)
    for (const statement of fill(criteria)) await open.house.database.pool.query(statement)
    const application = await createApplication(open.house, open.accounts, config, (_, error) => { throw error })
    const ask = async (path: string): Promise<number> => {
      const began = performance.now()
      const response = await application.fetch(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${TOKEN}` } }))
      const body = await response.arrayBuffer()
      if (!response.ok || body.byteLength < 10_000) throw new Error(`${path} answered ${response.status}: ${new TextDecoder().decode(body).slice(0, 200)}`)
      return performance.now() - began
    }
    const bare = async (statements: readonly string[], values: readonly unknown[]): Promise<number> => {
      const began = performance.now()
      for (const statement of statements) JSON.stringify((await open.house.database.pool.query(statement, [...values])).rows)
      return performance.now() - began
    }
    const caseOf = (i: number): string => `cas_${String(i * 7 % CASES + 1).padStart(26, '0')}`
    const inTurns = async (what: string, goal: string, ours: (i: number) => Promise<number>, theirs: (i: number) => Promise<number>): Promise<CasesMeasured> => {
      for (let i = 0; i < 10; i++) { await ours(i); await theirs(i) }
      const times: { ours: number; bare: number }[] = []
      for (let i = 0; i < ROUNDS; i++) times.push(i % 2 === 0 ? { ours: await ours(i), bare: await theirs(i) } : { bare: await theirs(i), ours: await ours(i) })
      const [mine, plain] = [times.map((one) => one.ours).toSorted((a, b) => a - b), times.map((one) => one.bare).toSorted((a, b) => a - b)]
      return { what, goal, p50: at(mine, 0.5), p95: at(mine, 0.95), bareP50: at(plain, 0.5), ratio: at(mine, 0.5) / at(plain, 0.5) }
    }
    return [
      await inTurns(`board of ${CASES} cases`, 'p95 under 150 ms, ratio at most 3', () => ask('/api/v1/board'), () => bare([BARE_BOARD], [])),
      await inTurns(`workbook, ${CRITERIA} criteria × ${LINKS} pieces of evidence`, 'p95 under 50 ms, ratio at most 3', (i) => ask(`/api/v1/cases/${caseOf(i)}/workbook`), (i) => bare(BARE_WORKBOOK, [caseOf(i)])),
    ]
  } finally { await open.close() }
}
