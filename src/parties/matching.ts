// Whether two descriptions speak of one site. A score from 0 to 1 and the reasons for it, so that a person can judge.
// Only an identifier in common gives 1. From 0.85 on a match is taken; from 0.55 a person decides; below, it is another site.
import { distanceKm } from '#src/kernel/geo.ts'
import { foldName } from '#src/kernel/text.ts'
import { countryName } from './country.ts'
import { jaroWinkler } from './likeness.ts'
import { nameForm, nameLikeness, nameVariants, type NameForm, type WordWeight, equalWeight } from './name-form.ts'
import type { Position, SiteIdentifier, SiteType } from './site.ts'

export const MATCHES_FROM = 0.85
export const DOUBTFUL_FROM = 0.55

export type Described = {
  readonly name: string
  readonly aliases: readonly string[]
  readonly country?: string
  readonly position?: Position
  readonly operator?: string
  readonly types: readonly SiteType[]
  readonly identifiers: readonly SiteIdentifier[]
}

/** A description made ready for comparing. */
export type Comparable = {
  readonly forms: readonly NameForm[]
  readonly country: string | undefined
  readonly position: Position | undefined
  readonly operator: NameForm | undefined
  readonly families: ReadonlySet<Family>
  readonly identifiers: readonly SiteIdentifier[]
}

export const matchReasons = [
  'identifier-equal', 'identifier-differs', 'name-equal', 'name-alike', 'name-differs', 'same-place', 'near', 'far', 'place-unknown',
  'operator-alike', 'country-equal', 'country-differs', 'type-differs', 'name-not-unique', 'earlier-decision', 'other-row-fits-better',
] as const
export type MatchReason = { readonly code: (typeof matchReasons)[number]; readonly detail: string }
export type Match = { readonly score: number; readonly distanceKm: number | null; readonly reasons: readonly MatchReason[] }

/** Mines and plants of one name are often two sites; kinds of plant are not told apart reliably. */
type Family = 'mining' | 'metallurgy' | 'fabrication'
const familyOf: Readonly<Record<SiteType, readonly Family[]>> = {
  mine: ['mining'], concentrator: ['mining'], 'tailings-reprocessing': ['mining'], 'sx-ew': ['mining', 'metallurgy'],
  smelter: ['metallurgy'], refinery: ['metallurgy'], recycler: ['metallurgy'], processing: ['mining', 'metallurgy'],
  integrated: ['mining', 'metallurgy'], 'rod-mill': ['fabrication', 'metallurgy'], fabricator: ['fabrication'], unknown: [],
}

export function comparable(described: Described): Comparable {
  const names = new Map<string, NameForm>()
  for (const name of [described.name, ...described.aliases].flatMap(nameVariants)) {
    const form = nameForm(name)
    if (form.joined !== '' && !names.has(form.folded)) names.set(form.folded, form)
  }
  return {
    forms: [...names.values()],
    country: described.country === 'ZZZ' ? undefined : described.country,
    position: described.position,
    operator: described.operator === undefined ? undefined : nameForm(described.operator.replace(/[,;(].*$/, '')),
    families: new Set(described.types.flatMap((type) => familyOf[type])),
    identifiers: described.identifiers,
  }
}

const SAME_SPOT_KM = 1

/** Kilometres within which two points of this precision may be one place. */
const toleranceOf: Readonly<Record<Position['precision'], number>> = { exact: 2, approximate: 10, municipality: 20 }

/** 1 within the tolerance, falling to 0 at twelve times of it. */
export function nearness(km: number, tolerance: number): number {
  if (km <= tolerance) return 1
  return Math.max(0, 1 - Math.log(km / tolerance) / Math.log(12))
}

/** Symmetric in its two sides. */
export function compare(a: Comparable, b: Comparable, weight: WordWeight = equalWeight): Match {
  const reasons: MatchReason[] = []
  const km = a.position !== undefined && b.position !== undefined ? distanceKm(a.position, b.position) : null
  const shared = a.identifiers.find((mine) => b.identifiers.some((yours) => isSame(mine, yours)))
  if (shared !== undefined) {
    return { score: 1, distanceKm: km, reasons: [{ code: 'identifier-equal', detail: `same ${shared.scheme} identifier ${shared.value}` }] }
  }
  const name = bestName(a, b, weight)
  reasons.push(nameReason(name))
  let score = km === null ? scoreByName(name.likeness, a, b, reasons) : scoreByNameAndPlace(name.likeness, km, a, b, reasons)
  const firm = a.operator !== undefined && b.operator !== undefined ? jaroLike(a.operator, b.operator) : 0
  if (firm >= 0.85) {
    reasons.push({ code: 'operator-alike', detail: `operator ${a.operator!.name} is like ${b.operator!.name}` })
    score += 0.1 * (0.4 + 0.6 * name.likeness)
  }
  score = Math.min(score, 0.99, ...caps(name.likeness, km, a, b, reasons))
  return { score: Math.max(0, Math.round(score * 1000) / 1000), distanceKm: km === null ? null : Math.round(km * 10) / 10, reasons }
}

/** `climate-trace` and `ClimateTRACE` are one scheme. */
export const schemeKey = (scheme: string): string => foldName(scheme).replaceAll(' ', '')
export const identifierKey = ({ scheme, value }: SiteIdentifier): string => `${schemeKey(scheme)}:${foldName(value)}`

const isSame = (a: SiteIdentifier, b: SiteIdentifier): boolean => identifierKey(a) === identifierKey(b)

const jaroLike = (a: NameForm, b: NameForm): number =>
  Math.max(nameLikeness(a, b), 0.97 * jaroWinkler(a.joined, b.joined) * (a.core[0] === b.core[0] ? 1 : 0))

export type BestName = { readonly likeness: number; readonly a: string; readonly b: string }

/** The pair of names that is most alike; `a` and `b` as they were written. */
export function bestName(a: Comparable, b: Comparable, weight: WordWeight): BestName {
  let best: BestName = { likeness: 0, a: a.forms[0]?.name ?? '', b: b.forms[0]?.name ?? '' }
  for (const mine of a.forms) for (const yours of b.forms) {
    const likeness = nameLikeness(mine, yours, weight)
    if (likeness > best.likeness) best = { likeness, a: mine.name, b: yours.name }
    if (likeness === 1) return best
  }
  return best
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

function nameReason({ likeness, a, b }: BestName): MatchReason {
  if (likeness === 1) {
    return { code: 'name-equal', detail: foldName(a) === foldName(b) ? `same name ${b}` : `same name but for words like "mine": ${b}` }
  }
  return likeness >= 0.6
    ? { code: 'name-alike', detail: `name like ${b} (${percent(likeness)})` }
    : { code: 'name-differs', detail: `name unlike ${b} (${percent(likeness)})` }
}

/** Without two points, a name in the right country is a good clue and no proof. */
function scoreByName(name: number, a: Comparable, b: Comparable, reasons: MatchReason[]): number {
  reasons.push({ code: 'place-unknown', detail: 'no coordinates to compare' })
  const isCountrySame = a.country !== undefined && a.country === b.country
  if (isCountrySame) reasons.push({ code: 'country-equal', detail: `both in ${countryName(a.country!)}` })
  return name * name * (isCountrySame ? 0.82 : 0.78)
}

function scoreByNameAndPlace(name: number, km: number, a: Comparable, b: Comparable, reasons: MatchReason[]): number {
  const tolerance = Math.max(toleranceOf[a.position!.precision], toleranceOf[b.position!.precision])
  const near = nearness(km, tolerance)
  const detail = `${km < 10 ? km.toFixed(1) : Math.round(km)} km apart`
  reasons.push({ code: near === 1 ? 'same-place' : near > 0 ? 'near' : 'far', detail })
  const both = 0.6 * name + 0.4 * near
  // Directories name a site by its oldest deposit, its owner or its town: the same spot is a clue, whatever the name.
  if (km <= SAME_SPOT_KM && a.position!.precision === 'exact' && b.position!.precision === 'exact') {
    return Math.max(both, DOUBTFUL_FROM)
  }
  // Far apart, an equal name is most often another place of that name; a wrong point is seldom wrong by more than 200 km.
  return near === 0 ? Math.min(both, name * (km <= 200 ? 0.6 : 0.5)) : both
}

/** What stands against it, however well the rest fits. */
function caps(name: number, km: number | null, a: Comparable, b: Comparable, reasons: MatchReason[]): number[] {
  const most: number[] = []
  if (a.country !== undefined && b.country !== undefined && a.country !== b.country) {
    reasons.push({ code: 'country-differs', detail: `${countryName(a.country)} and ${countryName(b.country)}` })
    // A site may be listed under the wrong country, or stand on the border; then place and name must both be right.
    most.push(km !== null && km <= 10 && name >= 0.85 ? 0.8 : 0.4)
  }
  if (a.families.size > 0 && b.families.size > 0 && a.families.isDisjointFrom(b.families)) {
    reasons.push({ code: 'type-differs', detail: 'one is a mine, the other a plant' })
    most.push(0.7)
  }
  const clash = a.identifiers.find((mine) => b.identifiers.some((yours) => schemeKey(yours.scheme) === schemeKey(mine.scheme)))
  if (clash !== undefined) {
    reasons.push({ code: 'identifier-differs', detail: `two entries of ${clash.scheme}, which lists each site once` })
    most.push(0.7)
  }
  return most
}
