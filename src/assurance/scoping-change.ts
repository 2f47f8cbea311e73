// What changed between two scopes of one case, line by line, and why: so that nobody has to compare two lists when a
// certificate got another date.
import { z } from 'zod'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { placeOf, ScopingReason, ScopeStanding, type ScopingLine } from './scoping.ts'

export const FieldChange = z.object({ field: z.string(), before: z.union([z.string(), z.number(), z.boolean(), z.null()]), after: z.union([z.string(), z.number(), z.boolean(), z.null()]) })
export type FieldChange = z.infer<typeof FieldChange>

/** What set the change off. */
export const ScopingCause = z.object({
  /** The kind of decision, as the log names it; `day.passed` where only time went by. */
  kind: z.string(),
  /** The certificate or row it was about. */
  subject: z.string().nullable(),
  changes: z.array(FieldChange),
})
export type ScopingCause = z.infer<typeof ScopingCause>

const Place = z.enum(['deskOnly', 'gapsOnly', 'inFull'])
const Side = z.object({ standing: ScopeStanding, lapsesOn: Day.nullable(), isApproved: z.boolean(), place: Place, certificateIds: z.array(z.string()), evidenceIds: z.array(z.string()), remains: z.number().int() })

export const ScopingChange = z.object({
  standard: Slug, standardVersion: Version, criterion: Slug,
  /** Null where the criterion was not, or is no longer, in scope. */
  before: Side.nullable(), after: Side.nullable(),
  /** Why the line says what it says now, or said before where it is gone. */
  reasons: z.array(ScopingReason),
})
export type ScopingChange = z.infer<typeof ScopingChange>

const sideOf = (line: ScopingLine): z.infer<typeof Side> => ({
  standing: line.standing, lapsesOn: line.lapsesOn, isApproved: line.isApproved, place: placeOf(line), certificateIds: line.certificateIds, evidenceIds: line.evidenceIds, remains: line.remains.length,
})
const keyOf = (line: Pick<ScopingLine, 'standard' | 'criterion'>): string => `${line.standard} ${line.criterion}`
/** Fields one by one: the database keeps the keys of what it stored in an order of its own. */
const content = (line: ScopingLine): string =>
  JSON.stringify([sideOf(line), line.standardVersion, line.remains.map(({ certificateId, kind, text }) => [certificateId, kind, text]), line.equivalenceIds])

/** The lines that differ, in the order of the newer scope, and at the end those that are gone. */
export function scopingChanges(before: readonly ScopingLine[], after: readonly ScopingLine[]): ScopingChange[] {
  const old = new Map(before.map((line) => [keyOf(line), line]))
  const left = new Set(after.map(keyOf))
  const changed = after.flatMap((line): ScopingChange[] => {
    const was = old.get(keyOf(line))
    if (was !== undefined && content(was) === content(line)) return []
    return [{ standard: line.standard, standardVersion: line.standardVersion, criterion: line.criterion, before: was === undefined ? null : sideOf(was), after: sideOf(line), reasons: line.reasons }]
  })
  const gone = before.filter((line) => !left.has(keyOf(line))).map((line): ScopingChange =>
    ({ standard: line.standard, standardVersion: line.standardVersion, criterion: line.criterion, before: sideOf(line), after: null, reasons: line.reasons }))
  return [...changed, ...gone]
}

/** Certificates' files that are reused now and were not before, and the other way round. */
export function evidenceDifference(before: readonly ScopingLine[], after: readonly ScopingLine[]): { added: string[]; removed: string[] } {
  const [old, now] = [new Set(before.flatMap((line) => line.evidenceIds)), new Set(after.flatMap((line) => line.evidenceIds))]
  return { added: [...now].filter((id) => !old.has(id)).sort(), removed: [...old].filter((id) => !now.has(id)).sort() }
}
