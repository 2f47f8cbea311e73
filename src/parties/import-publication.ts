// What the publication of an import changes: which sites become what, which rows go where, what stays behind. Pure: the
// same rows on the same sites give the same facts, so that a second publication changes nothing.
import type { FactSet } from '#src/transparency/fact.ts'
import type { Directory, DirectoryRow, OwnerStatement } from './directory.ts'
import { rowHash, type Remembered, type RowState } from './import-plan.ts'
import { identifierKey } from './matching.ts'
import { changedSite, joinRows, mergedSites, newSite } from './site-change.ts'
import type { SiteIndex } from './site-index.ts'
import { siteFact, type Site } from './site.ts'

export type DecidedRow = {
  readonly line: number
  readonly entryKey: string
  readonly state: RowState
  readonly siteId: string | null
  readonly mergedSiteId: string | null
  readonly joinsLine: number | null
  readonly clean: DirectoryRow | null
}

export type SiteStatement = { readonly siteId: string; readonly row: DirectoryRow; readonly statement: OwnerStatement }

export type PlannedPublication = {
  /** Sites as they stand afterwards; only those that a row speaks of. */
  readonly sites: ReadonlyMap<string, Site>
  readonly newSites: ReadonlySet<string>
  readonly mergedSites: ReadonlySet<string>
  /** Which row went to which site. */
  readonly placed: readonly { readonly line: number; readonly siteId: string; readonly rowHash: string }[]
  readonly statements: readonly SiteStatement[]
  readonly left: { readonly doubtful: number; readonly errors: number }
}

/** What the rows meet. `newSiteId` gives a number by chance; one that is taken is asked for again. */
export type Ground = {
  readonly index: SiteIndex
  readonly facts: FactSet
  readonly remembered: Remembered
  readonly newSiteId: (country: string) => string
}

export function planPublication(
  rows: readonly DecidedRow[], directory: Directory, { index, facts, remembered, newSiteId }: Ground,
): PlannedPublication {
  const sites = new Map<string, Site>()
  const added = new Set<string>()
  const merged = new Set<string>()
  const placed: { line: number; siteId: string; rowHash: string }[] = []
  const statements: SiteStatement[] = []
  const taken = new Map<string, string>()
  const published = facts.of(siteFact)
  const siteNow = (siteId: string): Site | undefined => sites.get(siteId) ?? published.get(siteId)?.value

  for (const group of groupsOf(rows)) {
    const [root] = group
    const row = joinRows(group.map(({ clean }) => clean!))
    const target = targetOf(root!, row, index, taken)
    if (target === undefined) continue
    const siteId = target === 'new' ? freshId(row.country, newSiteId, (id) => published.has(id) || added.has(id)) : target
    if (target === 'new') added.add(siteId)
    const before = siteNow(siteId)
    const hash = rowHash(row, directory)
    const known = remembered.get(root!.entryKey)
    // The same words again: what was corrected since stays corrected.
    const isRepeat = before !== undefined && known?.rowHash === hash && known.siteId !== null && index.resolve(known.siteId) === siteId
    sites.set(siteId, before === undefined ? newSite(row, directory) : isRepeat ? before : changedSite(before, row, directory))
    for (const identifier of row.identifiers) taken.set(identifierKey(identifier), siteId)
    if (root!.mergedSiteId !== null) {
      const from = index.resolve(root!.mergedSiteId)
      if (from !== undefined && from !== siteId) {
        const both = mergedSites(sites.get(siteId)!, siteNow(from)!, siteId)
        sites.set(siteId, both.into)
        sites.set(from, both.from)
        merged.add(from)
      }
    }
    for (const { line, clean } of group) {
      placed.push({ line, siteId, rowHash: hash })
      for (const statement of clean!.statements) statements.push({ siteId, row, statement })
    }
  }
  const publishable = new Set(placed.map(({ line }) => line))
  const left = (are: (state: RowState) => boolean): number =>
    rows.filter(({ line, state }) => !publishable.has(line) && are(state)).length
  return {
    sites, newSites: added, mergedSites: merged, placed, statements,
    left: { doubtful: left((state) => state !== 'error' && state !== 'rejected'), errors: left((state) => state === 'error') },
  }
}

/** States in which it is clear where a row goes. */
export const DECIDED: ReadonlySet<RowState> = new Set<RowState>(['matched', 'new', 'merging'])

/** A row that is decided, with the rows that join it; a joined row whose root stays behind stays with it. */
function groupsOf(rows: readonly DecidedRow[]): DecidedRow[][] {
  const groups = new Map<number, DecidedRow[]>()
  for (const row of rows) {
    if (row.clean !== null && DECIDED.has(row.state)) groups.set(row.line, [row])
  }
  for (const row of rows) {
    if (row.clean !== null && row.state === 'joined') groups.get(row.joinsLine!)?.push(row)
  }
  return [...groups.values()]
}

/** Where a row goes now; undefined where what was decided no longer holds and a person must look again. */
function targetOf(
  root: DecidedRow, row: DirectoryRow, index: SiteIndex, taken: ReadonlyMap<string, string>,
): string | undefined {
  const carriers = new Set(row.identifiers.flatMap((identifier) =>
    taken.get(identifierKey(identifier)) ?? index.withIdentifier(identifier) ?? []))
  if (root.state === 'new') return carriers.size === 0 ? 'new' : undefined
  const siteId = index.resolve(root.siteId!)
  if (siteId === undefined) return undefined
  const absorbed = root.mergedSiteId === null ? undefined : index.resolve(root.mergedSiteId)
  return [...carriers].every((carrier) => carrier === siteId || carrier === absorbed) ? siteId : undefined
}

function freshId(
  country: string, newSiteId: (country: string) => string, isTaken: (siteId: string) => boolean,
): string {
  for (let attempt = 0; attempt < 100; attempt++) {
    const siteId = newSiteId(country)
    if (!isTaken(siteId)) return siteId
  }
  throw new Error(`no free site number for ${country}`)
}
