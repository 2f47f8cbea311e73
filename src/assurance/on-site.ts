// The on-site record (assurance process, step 3): ratings, findings, media scan, interviews and closing meeting of one
// visit, on one sheet, whatever number of standards and marks it serves. Here stands which cells the sheet has and what may
// be written into them; who wrote what and when is the sheet's (`sheet.ts`).
import { z } from 'zod'
import { isStorable } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import type { CaseState } from './cycle.ts'
import { readingOf, type CellKey, type Change, type Reading } from './sheet.ts'
import { NOT_APPLICABLE, mayBeLeftOut, type WorkbookLine } from './workbook.ts'

export const FindingGrade = z.enum(['critical', 'major', 'minor', 'observation', 'good-practice'])
export type FindingGrade = z.infer<typeof FindingGrade>
export const MediaRelevance = z.enum(['none', 'background', 'followed-up'])

/** A criterion of one of the standards of the visit. */
export const Clause = z.object({ standard: Slug, criterion: Slug })
export type Clause = z.infer<typeof Clause>
export const clauseText = ({ standard, criterion }: Clause): string => `${standard}/${criterion}`

/** Who was at the closing meeting: roles and numbers, never names. */
export const Attendance = z.object({ role: z.string().trim().min(1).max(100).refine(isStorable), count: z.number().int().min(0).max(10_000) })

const words = (most: number) => z.string().max(most).refine(isStorable, 'the text holds a character that cannot be stored')
const ids = z.array(z.string().max(60)).max(200)

/** The parts of the record: a criterion stands under its standard, the others under a name that no standard bears. */
export const parts = {
  criterion: { rating: z.string().max(80), rationale: words(8000), 'not-applicable-reason': words(8000), notes: words(20_000), evidence: ids, certificate: z.string().max(60) },
  finding: { grade: FindingGrade, statement: words(8000), clauses: z.array(Clause).min(1).max(100), evidence: ids, 'withdrawn-reason': words(2000) },
  media: { source: words(500), 'searched-on': Day, words: words(500), found: words(4000), relevance: MediaRelevance },
  interviews: { count: z.number().int().min(0).max(100_000), 'shortfall-reason': words(1000) },
  closing: { 'held-on': Day, attendees: z.array(Attendance).max(50), differences: words(8000) },
} as const satisfies Record<string, Readonly<Record<string, z.ZodType>>>
export type Part = keyof typeof parts

const PREFIX = 'on-site-'
export const keyStandard = (part: Exclude<Part, 'criterion'>): string => `${PREFIX}${part}`
export const CLOSING = 'meeting'

/** Which part a cell belongs to. */
export const partOf = ({ standard }: Pick<CellKey, 'standard'>): Part =>
  (Object.keys(parts) as Part[]).find((part) => standard === `${PREFIX}${part}`) ?? 'criterion'

/** Fields that make up the rating: whoever changes one changes the rating. */
export const ratingFields: ReadonlySet<string> = new Set(['rating', 'not-applicable-reason', 'certificate'])

/** The record is written from the announcement until its report is submitted. */
export const recordStates: readonly CaseState[] = ['announced', 'desk-reviewed', 'assessed']

/** What cannot stand in a cell, and what can; undefined where the value may. Null clears a cell. */
export function recordFault(lines: ReadonlyMap<string, WorkbookLine>, key: CellKey, value: unknown): string | undefined {
  const part = partOf(key)
  const schema = (parts[part] as Readonly<Record<string, z.ZodType>>)[key.field]
  if (schema === undefined) return `"${key.field}" is no field of ${part}; use one of ${Object.keys(parts[part]).join(', ')}`
  const line = lines.get(`${key.standard}/${key.criterion}`)
  if (part === 'criterion' && line === undefined) return 'no criterion of that name applies to this site under the standards of the case'
  if (part === 'closing' && key.criterion !== CLOSING) return `the closing meeting stands under "${CLOSING}"`
  if (value === null) return undefined
  const parsed = schema.safeParse(value)
  if (!parsed.success) return parsed.error.issues[0]!.message
  if (part === 'criterion' && key.field === 'rating') return ratingFault(line!, value as string)
  if (part === 'finding' && key.field === 'clauses') {
    const stray = (value as Clause[]).find((clause) => !lines.has(clauseText(clause)))
    if (stray !== undefined) return `${clauseText(stray)} is no criterion of this visit`
  }
  return undefined
}

function ratingFault(line: WorkbookLine, value: string): string | undefined {
  const levels = line.standard.ratingScale.levels.map(({ slug }) => slug)
  if (value === NOT_APPLICABLE) return mayBeLeftOut(line) ? undefined : 'the standard lets no site leave this criterion out'
  return levels.includes(value) ? undefined : `"${value.slice(0, 60)}" is not on the scale; use one of ${[...levels, NOT_APPLICABLE].join(', ')}`
}

type Heads = ReadonlyMap<string, readonly Change[]>
const nothing: Reading = readingOf([])
export const readAt = (cells: Heads, standard: string, criterion: string, field: string): Reading => {
  const heads = cells.get(`${standard}/${criterion}/${field}`)
  return heads === undefined ? nothing : readingOf(heads)
}

const asText = (value: unknown): string | null => typeof value === 'string' && value.trim() !== '' ? value : null
const asIds = (value: unknown): string[] => Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** The changes that stand in the fields of one row: what whoever writes says to have seen. */
export const seenOf = (cells: Heads, part: Part, standard: string, criterion: string): string[] =>
  Object.keys(parts[part]).flatMap((field) => (cells.get(`${standard}/${criterion}/${field}`) ?? []).map(({ changeId }) => changeId)).toSorted()

export type RecordedRating = {
  readonly standard: string; readonly criterion: string
  readonly rating: string | null; readonly rationale: string | null; readonly notApplicableReason: string | null; readonly notes: string | null
  readonly evidenceIds: readonly string[]; readonly certificateId: string | null
  /** Who gave the rating that stands, and when; of several at once the newest. */
  readonly ratedBy: string | null; readonly ratedAt: string | null
  readonly conflicts: readonly string[]; readonly seen: readonly string[]
}

export function ratingIn(cells: Heads, standard: string, criterion: string): RecordedRating {
  const at = (field: string): Reading => readAt(cells, standard, criterion, field)
  const head = at('rating').heads.at(-1)
  return {
    standard, criterion, rating: asText(at('rating').value), rationale: asText(at('rationale').value), notApplicableReason: asText(at('not-applicable-reason').value),
    notes: asText(at('notes').value), evidenceIds: asIds(at('evidence').value), certificateId: asText(at('certificate').value),
    ratedBy: head?.author ?? null, ratedAt: head?.at ?? null,
    conflicts: Object.keys(parts.criterion).filter((field) => at(field).isConflict), seen: seenOf(cells, 'criterion', standard, criterion),
  }
}

export const AssessmentFinding = z.object({
  findingId: z.string(), grade: FindingGrade.nullable(), statement: z.string().nullable(), clauses: z.array(Clause), evidenceIds: z.array(z.string()),
  withdrawnReason: z.string().nullable(), writtenBy: z.string().nullable(), writtenAt: z.string().nullable(), conflicts: z.array(z.string()), seen: z.array(z.string()),
})
export type AssessmentFinding = z.infer<typeof AssessmentFinding>

/** Rows of a part, by the name of the row, in order of their first change. */
function rowsOf(cells: Heads, part: Exclude<Part, 'criterion'>): string[] {
  const first = new Map<string, string>()
  for (const heads of cells.values()) {
    for (const { key, at, changeId } of heads) {
      if (key.standard !== keyStandard(part)) continue
      const order = `${at} ${changeId}`
      if (!first.has(key.criterion) || order < first.get(key.criterion)!) first.set(key.criterion, order)
    }
  }
  return [...first].toSorted(([a, atA], [b, atB]) => atA === atB ? (a < b ? -1 : 1) : atA < atB ? -1 : 1).map(([row]) => row)
}

export function findingsIn(cells: Heads): AssessmentFinding[] {
  return rowsOf(cells, 'finding').map((findingId) => {
    const at = (field: string): Reading => readAt(cells, keyStandard('finding'), findingId, field)
    const clauses = z.array(Clause).safeParse(at('clauses').value)
    const grade = FindingGrade.safeParse(at('grade').value)
    const head = at('statement').heads.at(-1)
    return {
      findingId, grade: grade.success ? grade.data : null, statement: asText(at('statement').value), clauses: clauses.success ? clauses.data : [],
      evidenceIds: asIds(at('evidence').value), withdrawnReason: asText(at('withdrawn-reason').value), writtenBy: head?.author ?? null, writtenAt: head?.at ?? null,
      conflicts: Object.keys(parts.finding).filter((field) => at(field).isConflict), seen: seenOf(cells, 'finding', keyStandard('finding'), findingId),
    }
  })
}
export const standingFindings = (findings: readonly AssessmentFinding[]): AssessmentFinding[] => findings.filter(({ withdrawnReason }) => withdrawnReason === null)

export const MediaFind = z.object({
  entryId: z.string(), source: z.string().nullable(), searchedOn: Day.nullable(), words: z.string().nullable(), found: z.string().nullable(), relevance: MediaRelevance.nullable(),
  conflicts: z.array(z.string()), seen: z.array(z.string()),
})
export function mediaIn(cells: Heads): z.infer<typeof MediaFind>[] {
  return rowsOf(cells, 'media').map((entryId) => {
    const at = (field: string): Reading => readAt(cells, keyStandard('media'), entryId, field)
    const relevance = MediaRelevance.safeParse(at('relevance').value)
    return {
      entryId, source: asText(at('source').value), searchedOn: asText(at('searched-on').value), words: asText(at('words').value), found: asText(at('found').value),
      relevance: relevance.success ? relevance.data : null,
      conflicts: Object.keys(parts.media).filter((field) => at(field).isConflict), seen: seenOf(cells, 'media', keyStandard('media'), entryId),
    }
  })
}

export const InterviewCount = z.object({ group: z.string(), count: z.number().int().nullable(), shortfallReason: z.string().nullable(), conflicts: z.array(z.string()), seen: z.array(z.string()) })
export function interviewsIn(cells: Heads): z.infer<typeof InterviewCount>[] {
  return rowsOf(cells, 'interviews').map((group) => {
    const at = (field: string): Reading => readAt(cells, keyStandard('interviews'), group, field)
    const count = at('count').value
    return {
      group, count: typeof count === 'number' ? count : null, shortfallReason: asText(at('shortfall-reason').value),
      conflicts: Object.keys(parts.interviews).filter((field) => at(field).isConflict), seen: seenOf(cells, 'interviews', keyStandard('interviews'), group),
    }
  })
}

export const ClosingMeeting = z.object({ heldOn: Day.nullable(), attendees: z.array(Attendance), differences: z.string().nullable(), conflicts: z.array(z.string()), seen: z.array(z.string()) })
export function closingIn(cells: Heads): z.infer<typeof ClosingMeeting> {
  const at = (field: string): Reading => readAt(cells, keyStandard('closing'), CLOSING, field)
  const attendees = z.array(Attendance).safeParse(at('attendees').value)
  return {
    heldOn: asText(at('held-on').value), attendees: attendees.success ? attendees.data : [], differences: asText(at('differences').value),
    conflicts: Object.keys(parts.closing).filter((field) => at(field).isConflict), seen: seenOf(cells, 'closing', keyStandard('closing'), CLOSING),
  }
}

/** Cells in which different values stand side by side. */
export const conflictsIn = (cells: Heads): CellKey[] => [...cells.values()].filter((heads) => readingOf(heads).isConflict).map((heads) => heads[0]!.key)

/** A count that could point at a person is not shown. */
export const shownCount = (count: number | null, least: number): { count: number | null; isBelowMinimum: boolean } =>
  count !== null && count > 0 && count < least ? { count: null, isBelowMinimum: true } : { count, isBelowMinimum: false }

/** Criteria in other standards of the visit that the mappings of the standards link to one: proposed, for the assessor to choose from. */
export function mappedClauses(lines: readonly WorkbookLine[], clause: Clause): (Clause & { relationship: string; isWholeStandard: boolean })[] {
  const own = lines.find(({ standard, criterion }) => standard.standard === clause.standard && criterion.slug === clause.criterion)
  if (own === undefined) return []
  const others = lines.filter(({ standard }) => standard.standard !== clause.standard)
  const forth = own.criterion.mappings.flatMap((mapping) => others
    .filter(({ standard, criterion }) => standard.standard === mapping.standard && (mapping.version === undefined || mapping.version === standard.version) && (mapping.criterion === undefined || mapping.criterion === criterion.slug))
    .map(({ standard, criterion }) => ({ standard: standard.standard, criterion: criterion.slug, relationship: mapping.relationship as string, isWholeStandard: mapping.criterion === undefined })))
  const back = others.flatMap(({ standard, criterion }) => criterion.mappings
    .filter((mapping) => mapping.standard === clause.standard && (mapping.version === undefined || mapping.version === own.standard.version) && (mapping.criterion === undefined || mapping.criterion === clause.criterion))
    .map((mapping) => ({ standard: standard.standard, criterion: criterion.slug, relationship: reversed[mapping.relationship] ?? mapping.relationship, isWholeStandard: mapping.criterion === undefined })))
  return [...new Map([...back, ...forth].map((one) => [clauseText(one), one])).values()]
}
const reversed: Readonly<Record<string, string>> = { 'subset-of': 'superset-of', 'superset-of': 'subset-of' }
