// The law of a change to another version of a standard (users, G13): which criteria continue which is data of the newer
// version; every answer is carried to what continues its criterion, values that differ stand side by side for a person to
// settle, and nothing is altered or lost. What was done is written down so that it can be taken back exactly.
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { applicable, type SiteProfile } from '#src/standards/applicability.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { RelationKind, Version, type Standard } from '#src/standards/standard.ts'
import { applied, cellsOf, emptyCell, headsOf, keyText, readingOf, type Cell, type CellKey, type Change } from './sheet.ts'
import { NOT_APPLICABLE, WorkbookField } from './workbook.ts'

/** Why a criterion has to be looked at after the change. */
export const GapCause = z.enum(['new', 'widened', 'spread', 'level-gone', 'unanswered-before'])
export type GapCause = z.infer<typeof GapCause>

export const NewGap = z.object({ criterion: Slug, cause: GapCause })
export type NewGap = z.infer<typeof NewGap>

export const CarriedTo = z.object({
  /** Null for a criterion that nothing continues: its answer stays readable where it is. */
  from: Slug, to: Slug.nullable(), kind: z.union([RelationKind, z.enum(['spread', 'dropped'])]),
  answers: z.number().int(), evidence: z.number().int(), comments: z.number().int(),
})
export type CarriedTo = z.infer<typeof CarriedTo>

export const MigrationOutcome = z.object({
  carried: z.array(CarriedTo),
  /** Cells in which different answers stand side by side after the change. */
  conflicts: z.array(z.object({ criterion: Slug, field: z.string() })),
  newGaps: z.array(NewGap),
})
export type MigrationOutcome = z.infer<typeof MigrationOutcome>

/** What undoing takes back. */
export const MigrationTrace = z.object({
  changeIds: z.array(z.string()),
  /** What was typed before under names that mean something else now. */
  renamedChangeIds: z.array(z.string()),
  addedLinks: z.array(z.string()),
  removedLinks: z.array(z.object({ linkId: z.string(), evidenceId: z.string(), criterion: Slug, linkedAt: Instant, linkedBy: z.string() })),
  comments: z.array(z.object({ commentIds: z.array(z.string()), from: Slug, to: Slug })),
  standards: z.array(z.object({ standard: Slug, standardVersion: Version, marks: z.array(Slug), isGoverning: z.boolean() })),
})
export type MigrationTrace = z.infer<typeof MigrationTrace>

/** What the scheme decided about cases under the older version. */
export const OpenCaseRule = z.enum(['may-change', 'must-change', 'stay'])
export type OpenCaseRule = z.infer<typeof OpenCaseRule>
export const TransitionRule = z.object({
  from: Version, to: Version,
  /** New and renewing cases are under the newer version from this day on. */
  newCasesFrom: Day,
  /** Cases before their self-assessment is submitted; all others end under their version. */
  openCases: OpenCaseRule,
  /** The last day on which an open case may change, or by which it must; null where there is none. */
  changeUntil: Day.nullable(),
})
export type TransitionRule = z.infer<typeof TransitionRule>

export type Continuation = { readonly to: string; readonly kind: z.infer<typeof RelationKind> | 'spread' }

/** By criterion of the older version, what continues it in the newer one, which says so itself. */
export function continuations(from: Standard, to: Standard): Map<string, Continuation[]> {
  const found = new Map<string, Continuation[]>(from.criteria.map(({ slug }) => [slug, []]))
  const add = (slug: string, next: Continuation): void => {
    const list = found.get(slug)
    if (list !== undefined && !list.some(({ to: known }) => known === next.to)) list.push(next)
  }
  for (const { slug, relation } of to.criteria) {
    for (const before of relation?.predecessors ?? []) add(before, { to: slug, kind: relation!.kind })
  }
  for (const gone of to.predecessor?.discontinued ?? []) for (const over of gone.over) add(gone.criterion, { to: over, kind: 'spread' })
  return found
}

/** Criteria whose name the newer version gives to something else: what stands under it is not its answer. */
export const renamedAway = (from: Standard, to: Standard): string[] => {
  const next = continuations(from, to)
  const newer = new Set(to.criteria.map(({ slug }) => slug))
  return from.criteria.map(({ slug }) => slug).filter((slug) => newer.has(slug) && !next.get(slug)!.some(({ to: other }) => other === slug))
}

export type Heads = ReadonlyMap<string, readonly Change[]>
type Carrying = { readonly heads: Heads; readonly newId: () => string; readonly author: string; readonly at: Instant }

/**
 * The changes that carry the answers over. A value that stands in the cell of its successor already is not written twice;
 * under a name that means something else now, the old value is replaced and stays in the history.
 */
export function carriedChanges(from: Standard, to: Standard, { heads, newId, author, at }: Carrying): Change[] {
  const next = continuations(from, to)
  const away = new Set(renamedAway(from, to))
  const levels = new Set([...to.ratingScale.levels.map(({ slug }) => slug), NOT_APPLICABLE])
  const made: Change[] = []
  const standing = (criterion: string, field: string): readonly Change[] => heads.get(keyText({ standard: from.standard, criterion, field })) ?? []
  for (const { slug } of to.criteria) {
    const sources = [...next].filter(([before, list]) => before !== slug && list.some(({ to: target }) => target === slug)).map(([before]) => before)
    for (const field of WorkbookField.options) {
      const here = standing(slug, field)
      const key: CellKey = { standard: to.standard, criterion: slug, field }
      const replaced = away.has(slug) ? here.map(({ changeId }) => changeId) : []
      const known = new Set(away.has(slug) ? [] : here.map(({ value }) => canonicalText(value)))
      const before = made.length
      for (const change of sources.flatMap((source) => standing(source, field))) {
        const text = canonicalText(change.value)
        if (change.value === null || known.has(text) || (field === 'rating' && !levels.has(String(change.value)))) continue
        known.add(text)
        made.push({ changeId: newId(), key, value: change.value, parents: replaced, author: change.author, at: change.at, source: 'carried' })
      }
      if (made.length === before && here.some(({ value }) => value !== null) && replaced.length > 0) {
        made.push({ changeId: newId(), key, value: null, parents: replaced, author, at, source: 'carried' })
      }
    }
  }
  return made
}

/** The carried changes that nobody built on: taking them back leaves every cell as it was, and what was typed since stays. */
export function retractable(changes: readonly Change[], carriedIds: ReadonlySet<string>): Set<string> {
  const builtOn = new Set(changes.filter(({ changeId }) => !carriedIds.has(changeId)).flatMap(({ parents }) => parents))
  return new Set([...carriedIds].filter((changeId) => !builtOn.has(changeId)))
}

/** The heads of every cell once those changes are gone. */
export function headsWithout(changes: readonly Change[], gone: ReadonlySet<string>): Map<string, Change[]> {
  return new Map([...cellsOf(changes.filter(({ changeId }) => !gone.has(changeId)))].map(([key, cell]) => [key, headsOf(cell)]))
}

/**
 * Under a name that meant something else, what was typed since the change is no answer of the older criterion: the value
 * from before is set again on top of it, and both stay in the history.
 * @param knownIds the changes that stood there before
 */
export function restorations(changes: readonly Change[], carriedIds: ReadonlySet<string>, away: ReadonlySet<string>, knownIds: ReadonlySet<string>, by: Omit<Carrying, 'heads'>): Change[] {
  const now = headsWithout(changes, retractable(changes, carriedIds))
  const before = headsWith(changes.filter(({ changeId }) => knownIds.has(changeId)), [])
  return [...now].flatMap(([key, heads]): Change[] => {
    const first = heads[0]
    if (first === undefined || !away.has(first.key.criterion)) return []
    const then = before.get(key) ?? []
    const isSame = canonicalText(then.map(({ changeId }) => changeId).toSorted()) === canonicalText(heads.map(({ changeId }) => changeId).toSorted())
    const parents = heads.map(({ changeId }) => changeId)
    if (isSame) return []
    if (then.length === 0 && heads.every(({ value }) => value === null)) return []
    const values = then.length === 0 ? [{ value: null, author: by.author, at: by.at }] : then
    return values.map(({ value, author, at }) => ({ changeId: by.newId(), key: first.key, value, parents, author, at, source: 'carried' as const }))
  })
}

/** The heads of every cell after changes. */
export function headsWith(changes: readonly Change[], added: readonly Change[]): Map<string, Change[]> {
  const cells = new Map<string, Cell>(cellsOf(changes))
  for (const change of added) cells.set(keyText(change.key), applied(cells.get(keyText(change.key)) ?? emptyCell(change.key), change))
  return new Map([...cells].map(([key, cell]) => [key, headsOf(cell)]))
}

const isAnswered = (heads: Heads, standard: string, criterion: string): boolean =>
  readingOf(heads.get(keyText({ standard, criterion, field: 'rating' })) ?? []).values.some(({ value }) => value !== null)

/** Criteria that apply to the site and that what was answered before does not settle. */
export function newGapsOf(from: Standard, to: Standard, site: SiteProfile, before: Heads, after: Heads): NewGap[] {
  const next = continuations(from, to)
  return applicable(to, site).flatMap(({ slug }): NewGap[] => {
    const sources = [...next].flatMap(([criterion, list]) => list.filter(({ to: target }) => target === slug).map(({ kind }) => ({ criterion, kind })))
    if (sources.length === 0) return [{ criterion: slug, cause: 'new' }]
    if (!isAnswered(after, to.standard, slug)) {
      return [{ criterion: slug, cause: sources.some(({ criterion }) => isAnswered(before, from.standard, criterion)) ? 'level-gone' : 'unanswered-before' }]
    }
    if (sources.every(({ kind }) => kind === 'spread')) return [{ criterion: slug, cause: 'spread' }]
    return sources.some(({ kind }) => kind === 'widened') ? [{ criterion: slug, cause: 'widened' }] : []
  })
}

/** Cells of the newer version in which different answers stand. */
export const conflictsIn = (to: Standard, heads: Heads): { criterion: string; field: string }[] =>
  to.criteria.flatMap(({ slug }) => WorkbookField.options.filter((field) => readingOf(heads.get(keyText({ standard: to.standard, criterion: slug, field })) ?? []).isConflict)
    .map((field) => ({ criterion: slug, field })))

/** How many cells of a criterion say something. */
export const answersIn = (heads: Heads, standard: string, criterion: string): number =>
  WorkbookField.options.filter((field) => (heads.get(keyText({ standard, criterion, field })) ?? []).some(({ value }) => value !== null)).length

/** What becomes of a case under the older version by the rule that the scheme set. */
export const CaseDisposition = z.enum(['may-change', 'must-change', 'ends-under-its-version'])
export type CaseDisposition = z.infer<typeof CaseDisposition>

export function dispositionOf(isBeforeSubmission: boolean, rule: TransitionRule | undefined, today: Day): CaseDisposition {
  if (!isBeforeSubmission || rule?.openCases === 'stay') return 'ends-under-its-version'
  if (rule?.openCases === 'must-change') return 'must-change'
  return rule?.changeUntil != null && today > rule.changeUntil ? 'ends-under-its-version' : 'may-change'
}
