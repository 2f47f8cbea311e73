// What becomes of each row of an import before anyone decides: joined to an equal row above it, matched to a known site,
// new, or doubtful and left to a person. What a person decided for the same entry before is remembered.
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { distanceKm } from '#src/kernel/geo.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { RowReading } from './directory-row.ts'
import { isSameEntry } from './directory-row.ts'
import { problem, type Directory, type DirectoryKind, type DirectoryRow, type RowProblem } from './directory.ts'
import { MATCHES_FROM, identifierKey, matchReasons, type Described, type MatchReason } from './matching.ts'
import { nameForm } from './name-form.ts'
import type { SiteIndex, SiteMatch } from './site-index.ts'

export const RowState = z.enum(['error', 'matched', 'new', 'doubtful', 'joined', 'merging', 'rejected'])
export type RowState = z.infer<typeof RowState>

export const MatchCandidate = z.object({
  siteId: z.string(),
  siteName: z.string(),
  country: z.string(),
  score: z.number().min(0).max(1),
  distanceKm: z.number().nullable(),
  reasons: z.array(z.object({ code: z.enum(matchReasons), detail: z.string() })),
})
export type MatchCandidate = z.infer<typeof MatchCandidate>

export type ReadRow = { readonly line: number; readonly reading: RowReading }

export type PlannedRow = {
  readonly line: number
  readonly state: RowState
  readonly siteId?: string
  /** The line above that speaks of the same site. */
  readonly joinsLine?: number
  readonly candidates: readonly MatchCandidate[]
  /** Found only when the rows are seen together. */
  readonly problems: readonly RowProblem[]
}

/** What became of an entry of this directory in an earlier import. */
export type RememberedEntry = {
  readonly outcome: 'placed' | 'rejected' | 'doubtful'
  /** Where it was placed. */
  readonly siteId: string | null
  /** Of what the row said then. */
  readonly rowHash: string
}
export type Remembered = ReadonlyMap<string, RememberedEntry>

/** Two rows with one hash say the same, in the name of the same directory. */
export const rowHash = (row: DirectoryRow, { kind, title, url }: Directory): string =>
  sha256Hex(canonicalText({ kind, title, url: url ?? null, row }))

/** Rows of one name this near are one site: points of a directory are rarely better. */
export const SAME_ENTRY_KM = 2.5
/** Within this distance an equal name is worth a look. */
const SAME_NAME_KM = 50
/** A second candidate this close behind the first makes a match doubtful. */
const CLOSE_BEHIND = 0.05

type Draft = { -readonly [K in keyof PlannedRow]: PlannedRow[K] }

/** Yields after each row, so that whoever drives it can let others have a turn: a long list takes minutes. */
export function* planRows(
  rows: readonly ReadRow[], index: SiteIndex, remembered: Remembered, directory: Directory,
): Generator<void, PlannedRow[]> {
  const drafts = new Map<number, Draft>(rows.map(({ line, reading }) =>
    [line, { line, state: reading.clean === undefined ? 'error' as const : 'new' as const, candidates: [], problems: [] }]))
  joinRepeated(rows, drafts, directory.kind)
  for (const { line, reading } of rows) {
    const draft = drafts.get(line)!
    yield
    if (draft.state !== 'new' || reading.clean === undefined) continue
    matchRow(draft, reading.clean, remembered.get(reading.entryKey), index, directory)
  }
  keepOneEach([...drafts.values()])
  return [...drafts.values()]
}

/** Marks rows that repeat an earlier one: as an error by identifier, as one site by name and place. */
function joinRepeated(rows: readonly ReadRow[], drafts: ReadonlyMap<number, Draft>, kind: DirectoryKind): void {
  const byIdentifier = new Map<string, number>()
  const byName = new Map<string, { line: number; clean: DirectoryRow }[]>()
  for (const { line, reading: { clean } } of rows) {
    if (clean === undefined) continue
    const draft = drafts.get(line)!
    const repeated = clean.identifiers.find((identifier) => byIdentifier.has(identifierKey(identifier)))
    if (repeated !== undefined) {
      const first = byIdentifier.get(identifierKey(repeated))!
      if (kind === 'mark-owner') {
        draft.state = 'joined'
        draft.joinsLine = first
      } else {
        draft.state = 'error'
        draft.problems = [problem('identifier-repeated', null,
          `The ${repeated.scheme} identifier ${repeated.value} stands in line ${first} already. `
          + 'Correct one of the two, or reject this row.')]
      }
      continue
    }
    for (const identifier of clean.identifiers) byIdentifier.set(identifierKey(identifier), line)
    const key = `${clean.country} ${nameForm(clean.name).joined}`
    const before = byName.get(key) ?? []
    const same = before.filter((other) => isSameEntry(other.clean, clean))
    const first = same.find((other) => isNear(other.clean, clean))
    if (first === undefined) {
      byName.set(key, [...before, { line, clean }])
      draft.problems = same.flatMap((other) => sameNameNearby(other, clean)).slice(0, 1)
      continue
    }
    draft.state = 'joined'
    draft.joinsLine = first.line
    if (kind !== 'mark-owner') {
      const where = first.clean.position === undefined || clean.position === undefined ? 'same place' : `less than ${SAME_ENTRY_KM} km away`
      draft.problems = [problem('row-repeats', null,
        `The row speaks of the same site as line ${first.line}: same name, ${where}. The two become one site.`)]
    }
  }
}

/** Too far to be joined without asking, and too near to be said nothing of. */
function sameNameNearby(other: { line: number; clean: DirectoryRow }, clean: DirectoryRow): RowProblem[] {
  if (other.clean.position === undefined || clean.position === undefined) return []
  const km = distanceKm(other.clean.position, clean.position)
  if (km > SAME_NAME_KM) return []
  return [problem('name-repeats', null,
    `Line ${other.line} has the same name, ${km.toFixed(1)} km away. If the two are one site, reject one, or merge them later.`)]
}

function isNear(a: DirectoryRow, b: DirectoryRow): boolean {
  if (a.position !== undefined && b.position !== undefined) return distanceKm(a.position, b.position) <= SAME_ENTRY_KM
  return a.position === b.position && a.place === b.place
}

export const describeRow = (row: DirectoryRow): Described => ({
  name: row.name,
  aliases: row.aliases.map(({ name }) => name),
  country: row.country,
  types: row.types,
  identifiers: row.identifiers,
  ...(row.position === undefined ? {} : { position: row.position }),
  ...(row.operator === undefined ? {} : { operator: row.operator }),
})

function matchRow(
  draft: Draft, clean: DirectoryRow, before: RememberedEntry | undefined, index: SiteIndex, directory: Directory,
): void {
  const found = index.candidates(describeRow(clean))
  draft.candidates = found.map(asCandidate)
  if (before?.outcome === 'rejected') {
    draft.state = 'rejected'
    return
  }
  const site = before?.siteId == null ? undefined : index.resolve(before.siteId)
  if (site !== undefined) {
    draft.state = 'matched'
    draft.siteId = site
    const reason = { code: 'earlier-decision', detail: 'the same entry was put to this site in an earlier import' } as const
    draft.candidates = withReason(draft.candidates, site, index, reason)
    return
  }
  const [best, second] = draft.candidates
  if (before?.outcome === 'doubtful' && best?.score !== 1 && before.rowHash === rowHash(clean, directory)) {
    draft.state = 'doubtful'
    return
  }
  if (best === undefined) return
  if (best.score < MATCHES_FROM) { draft.state = 'doubtful'; return }
  if (best.score < 1 && clean.isNameComposed) { draft.state = 'doubtful'; return }
  if (best.score < 1 && second !== undefined && best.score - second.score < CLOSE_BEHIND) {
    draft.state = 'doubtful'
    draft.candidates = draft.candidates.map((one) => one.score < best.score - CLOSE_BEHIND ? one
      : { ...one, reasons: [...one.reasons, { code: 'name-not-unique' as const, detail: 'another site fits as well' }] })
    return
  }
  draft.state = 'matched'
  draft.siteId = best.siteId
}

const asCandidate = ({ siteId, siteName, country, score, distanceKm: km, reasons }: SiteMatch): MatchCandidate =>
  ({ siteId, siteName, country, score, distanceKm: km, reasons: [...reasons] })

function withReason(
  candidates: readonly MatchCandidate[], siteId: string, index: SiteIndex, reason: MatchReason,
): MatchCandidate[] {
  const own = candidates.find((one) => one.siteId === siteId)
  const site = index.site(siteId)!
  const first = own ?? { siteId, siteName: site.name, country: site.country, score: 1, distanceKm: null, reasons: [] }
  return [{ ...first, reasons: [...first.reasons, reason] }, ...candidates.filter((one) => one.siteId !== siteId)]
}

const isCertain = ({ candidates: [best] }: Draft): boolean =>
  best !== undefined && (best.score === 1 || best.reasons.some(({ code }) => code === 'earlier-decision'))

/** A directory lists a site once: of several rows that fit one site, the best keeps it and a person looks at the others. */
function keepOneEach(drafts: readonly Draft[]): void {
  const bySite = new Map<string, Draft[]>()
  for (const draft of drafts) {
    if (draft.state !== 'matched') continue
    const rivals = bySite.get(draft.siteId!)
    if (rivals === undefined) bySite.set(draft.siteId!, [draft])
    else rivals.push(draft)
  }
  for (const rivals of bySite.values()) {
    if (rivals.length < 2) continue
    const best = rivals.reduce((one, other) => other.candidates[0]!.score > one.candidates[0]!.score ? other : one)
    for (const draft of rivals) {
      if (draft === best || isCertain(draft)) continue
      draft.state = 'doubtful'
      delete draft.siteId
      const reason = { code: 'other-row-fits-better', detail: `line ${best.line} fits this site better` } as const
      draft.candidates = draft.candidates.map((one, i) => (i > 0 ? one : { ...one, reasons: [...one.reasons, reason] }))
    }
  }
}
