// The known sites, laid out so that a description is compared with the few that could be meant: by identifier, by cell of
// the map, and by telling word or beginning of a word in the same country.
import { foldName } from '#src/kernel/text.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'
import type { WordWeight } from './name-form.ts'
import { DOUBTFUL_FROM, bestName, comparable, compare, identifierKey, type Comparable, type Described, type Match } from './matching.ts'
import { siteFact, type Site, type SiteIdentifier } from './site.ts'

export type SiteMatch = Match & { readonly siteId: string; readonly siteName: string; readonly country: string }

export type SiteIndex = {
  readonly size: number
  /** Sites that could be meant, best first; those below the doubtful are left out. */
  candidates(described: Described, most?: number): readonly SiteMatch[]
  /** Where a site number leads to, through any number of mergers; undefined where there is no such site. */
  resolve(siteId: string): string | undefined
  site(siteId: string): Site | undefined
  /** Sites by a name alone, wherever they are, best first. @param country where it is known */
  named(name: string, country?: string): readonly NamedSite[]
  /** Sites that carry an identifier of this value, whoever gave it out. */
  withValue(value: string): readonly string[]
  /** The site that carries an identifier. */
  withIdentifier(identifier: SiteIdentifier): string | undefined
  readonly weight: WordWeight
}

export type NamedSite = {
  readonly siteId: string
  readonly likeness: number
  /** The name of the record that fits best. */
  readonly matched: string
  /** It is the same but for case and accents, not only at its core. */
  readonly isWritten: boolean
}
/** Names less alike than this are no find. */
const NAMED_FROM = 0.72

const CELL_DEGREES = 0.5
const cellOf = (latitude: number, longitude: number): [number, number] =>
  [Math.floor((latitude + 90) / CELL_DEGREES), Math.floor((longitude + 180) / CELL_DEGREES)]
const CELLS_ROUND = 360 / CELL_DEGREES

/** Words of more sites than this find nothing on their own; the rest of the name does. */
const COMMON_SHARE = 0.02
const COMMON_LEAST = 12

const bestFirst = (a: SiteMatch, b: SiteMatch): number =>
  b.score - a.score || (a.distanceKm ?? 1e9) - (b.distanceKm ?? 1e9) || (a.siteId < b.siteId ? -1 : 1)

/** One index per set of facts; it lives as long as they do. */
const built = new WeakMap<FactSet, SiteIndex>()

export function siteIndex(facts: FactSet): SiteIndex {
  let index = built.get(facts)
  if (index === undefined) built.set(facts, index = indexSites(facts.of(siteFact)))
  return index
}

export const describeSite = (site: Site): Described => ({
  name: site.name,
  aliases: site.aliases.map(({ name }) => name),
  country: site.country,
  types: site.types,
  identifiers: site.identifiers,
  ...(site.position === undefined ? {} : { position: site.position }),
  ...(site.operator === undefined ? {} : { operator: site.operator }),
})

type Entry = { readonly siteId: string; readonly site: Site; readonly form: Comparable }

export function indexSites(sites: ReadonlyMap<string, Fact<Site>>): SiteIndex {
  const entries: Entry[] = []
  for (const [siteId, { value }] of sites) {
    if (value.mergedInto === undefined) entries.push({ siteId, site: value, form: comparable(describeSite(value)) })
  }
  const counts = new Map<string, number>()
  const places = new Map<string, number[]>()
  const find = new Map<string, number[]>()
  const put = (map: Map<string, number[]>, key: string, at: number): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [at])
    else if (list.at(-1) !== at) list.push(at)
  }
  entries.forEach(({ site, form }, at) => {
    const words = new Set(form.forms.flatMap(({ core }) => core))
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
    for (const key of nameKeys(form)) put(find, key, at)
    for (const { value } of site.identifiers) put(find, `value ${foldName(value)}`, at)
    for (const identifier of site.identifiers) put(find, `id ${identifierKey(identifier)}`, at)
    if (site.position !== undefined) put(places, cellOf(site.position.latitude, site.position.longitude).join(), at)
  })
  const weight: WordWeight = (word) => Math.log(1 + (entries.length + 1) / ((counts.get(word) ?? 0) + 1))
  const common = Math.max(COMMON_LEAST, entries.length * COMMON_SHARE)

  const around = (form: Comparable): number[] => {
    if (form.position === undefined) return []
    const [row, column] = cellOf(form.position.latitude, form.position.longitude)
    // Meridians draw together towards the poles, so that more columns lie within reach.
    const reach = Math.min(12, Math.ceil(1 / Math.max(0.1, Math.cos(form.position.latitude * Math.PI / 180))))
    const found: number[] = []
    for (let dr = -1; dr <= 1; dr++) for (let dc = -reach; dc <= reach; dc++) {
      found.push(...places.get(`${row + dr},${(column + dc + CELLS_ROUND) % CELLS_ROUND}`) ?? [])
    }
    return found
  }

  const possible = (form: Comparable): Set<number> => {
    const found = new Set(around(form))
    for (const identifier of form.identifiers) for (const at of find.get(`id ${identifierKey(identifier)}`) ?? []) found.add(at)
    for (const key of nameKeys(form)) {
      const list = find.get(key)
      if (list === undefined || (list.length > common && !key.startsWith('name '))) continue
      for (const at of list) {
        const country = entries[at]!.form.country
        if (form.country === undefined || country === undefined || country === form.country || key.startsWith('name ')) found.add(at)
      }
    }
    return found
  }

  return {
    size: entries.length,
    weight,
    candidates: (described, most = 5) => {
      const form = comparable(described)
      const matches: SiteMatch[] = []
      for (const at of possible(form)) {
        const { siteId, site, form: other } = entries[at]!
        const match = compare(form, other, weight)
        if (match.score >= DOUBTFUL_FROM) matches.push({ ...match, siteId, siteName: site.name, country: site.country })
      }
      return matches.sort(bestFirst).slice(0, most)
    },
    named: (name, country) => {
      const form = comparable({ name, aliases: [], types: [], identifiers: [], ...(country === undefined ? {} : { country }) })
      const found: NamedSite[] = []
      for (const at of possible(form)) {
        const { siteId, site, form: other } = entries[at]!
        if (country !== undefined && site.country !== 'ZZZ' && site.country !== country) continue
        const best = bestName(form, other, weight)
        const isWritten = foldName(best.a) === foldName(best.b)
        if (best.likeness >= NAMED_FROM) found.push({ siteId, likeness: best.likeness, matched: best.b, isWritten })
      }
      return found.sort((a, b) => b.likeness - a.likeness || Number(b.isWritten) - Number(a.isWritten) || (a.siteId < b.siteId ? -1 : 1))
    },
    withValue: (value) => (find.get(`value ${foldName(value)}`) ?? []).map((at) => entries[at]!.siteId),
    resolve: (siteId) => {
      let at = siteId
      for (let hops = 0; hops < 50; hops++) {
        const fact = sites.get(at)
        if (fact === undefined) return undefined
        if (fact.value.mergedInto === undefined) return at
        at = fact.value.mergedInto
      }
      return undefined
    },
    site: (siteId) => sites.get(siteId)?.value,
    withIdentifier: (identifier) => {
      const at = find.get(`id ${identifierKey(identifier)}`)?.[0]
      return at === undefined ? undefined : entries[at]!.siteId
    },
  }
}

/** By whole name, by word, and by the beginning of a word, which finds misspellings. */
function nameKeys({ forms }: Comparable): Set<string> {
  const keys = new Set<string>()
  for (const { core, joined } of forms) {
    keys.add(`name ${joined}`)
    keys.add(`begin ${joined.slice(0, 5)}`)
    for (const word of core) {
      keys.add(`word ${word}`)
      if (word.length >= 5) keys.add(`begin ${word.slice(0, 4)}`)
    }
  }
  return keys
}
