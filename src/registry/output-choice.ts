// Which figure stands for the output of a site in a year, so that no tonne is counted twice. The choice does not look
// at who holds a mark: the same figures stand whatever is awarded, and one more award can only add.
//
// 1. The preferred value of that year, else of the nearest earlier year within three.
//    A mine of which no mined output is known at all, because it sells refined metal only, stands with that, flagged.
// 2. Sites whose output is known only together are one unit. Where both the unit and a member have values, that set of
//    figures stands which leaves out the fewest sites, then lies nearest to the year, then is the finest.
import type { Production } from '#src/parties/production.ts'
import type { Metal } from '#src/parties/site.ts'
import type { Fact } from '#src/transparency/fact.ts'
import { siteName, type CoverageStage, type RegistryIndex } from './registry-index.ts'

/** A value older than this many years is not taken for a later year. */
export const YEARS_BACK = 3

export type OutputQuery = { readonly metal: Metal; readonly stage: CoverageStage; readonly year: number }

export type OutputSubject = { readonly kind: 'site' | 'unit'; readonly id: string; readonly name: string }

export type Output = {
  readonly subject: OutputSubject
  /** The sites it is the output of: one, or the members of a unit. */
  readonly members: readonly string[]
  readonly value: Fact<Production>
  /** Values of the same subject, year, metal and stage from other sources. */
  readonly beside: readonly Fact<Production>[]
  /** 0 for the year itself. */
  readonly yearsBack: number
  /** Refined output in place of mined output that no source gives. */
  readonly isStandIn: boolean
}

/** One index never changes, and the figures of one answer ask for the same year again and again. */
const chosenBefore = new WeakMap<RegistryIndex, Map<string, readonly Output[]>>()

/** Every output that stands for a year, each site in at most one of them, in order of subject id. */
export function chooseOutputs(index: RegistryIndex, query: OutputQuery): readonly Output[] {
  const known = chosenBefore.get(index) ?? new Map<string, readonly Output[]>()
  chosenBefore.set(index, known)
  const key = `${query.metal} ${query.stage} ${query.year}`
  const outputs = known.get(key) ?? choose(index, query)
  known.set(key, outputs)
  return outputs
}

function choose(index: RegistryIndex, query: OutputQuery): Output[] {
  const own = new Map<string, Output>()
  for (const siteId of index.production.keys()) {
    if (!index.sites.has(siteId)) continue
    const output = outputOf(index, { kind: 'site', id: siteId, name: siteName(index, siteId) }, [siteId], query)
    if (output !== undefined) own.set(siteId, output)
  }
  const together = index.units.flatMap((unit) => {
    const subject: OutputSubject = { kind: 'unit', id: unit.fact.id, name: unit.fact.value.name }
    return outputOf(index, subject, unit.members, query) ?? []
  })
  const chosen: Output[] = []
  const settled = new Set<string>()
  for (const cluster of clustersOf(together)) {
    const members = [...new Set(cluster.flatMap((unit) => unit.members))]
    chosen.push(...bestCover(cluster, members.flatMap((id) => own.get(id) ?? [])))
    for (const id of members) settled.add(id)
  }
  for (const [siteId, output] of own) if (!settled.has(siteId)) chosen.push(output)
  return chosen.sort((a, b) => a.subject.id < b.subject.id ? -1 : 1)
}

/** The value that stands for one subject, by rule 1. */
function outputOf(index: RegistryIndex, subject: OutputSubject, members: readonly string[], query: OutputQuery): Output | undefined {
  const known = (index.production.get(subject.id) ?? []).filter(({ value }) => value.metal === query.metal)
  const isStandIn = query.stage === 'mined' && isMineOf(index, subject) && !known.some(({ value }) => value.stage === 'mined')
  const stage = isStandIn ? 'refined' : query.stage
  const values = known.filter(({ value }) =>
    value.stage === stage && value.year <= query.year && value.year >= query.year - YEARS_BACK)
  const value = values.filter((fact) => fact.value.isPreferred).sort(nearestFirst)[0]
  if (value === undefined || members.length === 0) return undefined
  const beside = values.filter((fact) => fact.id !== value.id && fact.value.year === value.value.year)
  return { subject, members, value, beside, yearsBack: query.year - value.value.year, isStandIn }
}

const isMineOf = (index: RegistryIndex, { kind, id }: OutputSubject): boolean =>
  kind === 'site' && (index.sites.get(id)?.value.types.some((type) => type === 'mine' || type === 'sx-ew') ?? false)

/** Two preferred values of one year are a fault of the record: the fuller year stands, then the smaller id. */
const nearestFirst = (a: Fact<Production>, b: Fact<Production>): number =>
  b.value.year - a.value.year || b.value.monthsCovered - a.value.monthsCovered || (a.id < b.id ? -1 : 1)

/** Units that share a site, directly or through others. */
function clustersOf(units: readonly Output[]): Output[][] {
  const clusters: { units: Output[]; members: Set<string> }[] = []
  for (const unit of units) {
    const touching = clusters.filter(({ members }) => unit.members.some((id) => members.has(id)))
    const joined = { units: [...touching.flatMap((one) => one.units), unit], members: new Set(unit.members) }
    for (const one of touching) {
      for (const id of one.members) joined.members.add(id)
      clusters.splice(clusters.indexOf(one), 1)
    }
    clusters.push(joined)
  }
  return clusters.map((cluster) => cluster.units)
}

/** Trying every set of units costs 2^n; above this many only the ones with most sites are tried. */
const MOST_UNITS_TRIED = 12

/** Rule 2 within one cluster. */
function bestCover(cluster: readonly Output[], own: readonly Output[]): Output[] {
  const units = [...cluster].sort((a, b) => b.members.length - a.members.length || (a.subject.id < b.subject.id ? -1 : 1))
    .slice(0, MOST_UNITS_TRIED)
  let best: Output[] | undefined
  const tryFrom = (position: number, taken: readonly Output[], covered: ReadonlySet<string>): void => {
    const unit = units[position]
    if (unit === undefined) {
      const cover = [...taken, ...own.filter(({ subject }) => !covered.has(subject.id))]
      if (best === undefined || compareCovers(cover, best) < 0) best = cover
      return
    }
    if (!unit.members.some((id) => covered.has(id))) {
      tryFrom(position + 1, [...taken, unit], new Set([...covered, ...unit.members]))
    }
    tryFrom(position + 1, taken, covered)
  }
  tryFrom(0, [], new Set())
  return best ?? []
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
const sitesCovered = (cover: readonly Output[]): number => sum(cover.map(({ members }) => members.length))
const distance = (cover: readonly Output[]): number => sum(cover.map(({ members, yearsBack }) => members.length * yearsBack))

/** Below zero when the first is better. */
const compareCovers = (a: readonly Output[], b: readonly Output[]): number =>
  sitesCovered(b) - sitesCovered(a) || distance(a) - distance(b) || b.length - a.length
