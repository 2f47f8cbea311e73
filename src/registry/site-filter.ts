// Which sites are shown: one filter for the list, the map, the table and the export, so that they always agree.
import { z } from 'zod'
import { distanceKm } from '#src/kernel/geo.ts'
import { foldName } from '#src/kernel/text.ts'
import type { Day } from '#src/kernel/time.ts'
import { Mark } from '#src/awards/milestone.ts'
import { Country, Metal, Site, SiteType, type Position } from '#src/parties/site.ts'
import type { IndexedSite, SiteIndex } from './site-index.ts'
import { SiteStatus, statusOf, takesIn, type Focus, type MarkStanding } from './site-standing.ts'

/** Several values in one query parameter, separated by commas: `country=CHL,PER`. */
const listOf = <T extends z.ZodType<string, string>>(value: T) =>
  z.string().max(1000).transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''))
    .pipe(z.array(value).max(100))

/** Numbers in one query parameter, separated by commas: `bbox=-80,-60,-60,-10`. */
const numbers = <T extends z.ZodType<unknown, number[]>>(shape: T) =>
  z.string().max(120).transform((text) => text.split(',').map((part) => part.trim() === '' ? Number.NaN : Number(part))).pipe(shape)

const longitude = z.number().min(-180).max(180)
const latitude = z.number().min(-90).max(90)

export const SiteOrigin = z.enum(['compiled', 'live', 'imported'])
export type SiteOrigin = z.infer<typeof SiteOrigin>

export const SiteFilter = z.object({
  metal: listOf(Metal).optional().describe('metals the site handles; several separated by commas'),
  mark: listOf(Mark).optional().describe('marks for which anything was found; several separated by commas'),
  status: listOf(SiteStatus).optional().describe(
    'what can be said on the day of the marks named by `mark`, else of the marks of `metal`, else of any. '
    + '`awarded` includes live awards in force'),
  type: listOf(SiteType).optional().describe('site types; several separated by commas'),
  country: listOf(Country).optional().describe('ISO 3166-1 alpha-3 codes; several separated by commas'),
  operator: z.string().max(200).optional().describe('part of the name of the operator or an owner'),
  organisationId: z.string().max(100).optional().describe('id of an organisation of the registry'),
  origin: listOf(SiteOrigin).optional().describe('compiled from public sources, imported list, or live record of the owner of a mark'),
  activity: listOf(Site.shape.activity.unwrap()).optional().describe('whether it works, as the source puts it'),
  disputed: z.stringbool().optional().describe('true: only sites with an open dispute; false: only sites without'),
  q: z.string().max(200).optional().describe('part of a name, alias, brand, place, operator, identifier or site number'),
  bbox: numbers(z.tuple([longitude, latitude, longitude, latitude])).optional()
    .describe('west,south,east,north in degrees; west may be greater than east, across the antimeridian'),
  near: numbers(z.tuple([latitude, longitude, z.number().positive().max(20_040)])).optional()
    .describe('latitude,longitude,kilometres'),
})
export type SiteFilter = z.output<typeof SiteFilter>

export const SiteSort = z.enum(['name', '-name', 'country', '-country', 'lastAward', '-lastAward'])
export type SiteSort = z.infer<typeof SiteSort>

/** The marks asked about: those named, else those of the metals named, else any. */
export function focusOf(filter: Pick<SiteFilter, 'mark' | 'metal'>): Focus {
  if (filter.mark !== undefined && filter.mark.length > 0) return new Set(filter.mark)
  const ofMetals = Mark.options.filter((mark) => filter.metal?.includes(mark))
  return ofMetals.length > 0 ? new Set(ofMetals) : undefined
}

type Test = (site: IndexedSite, marks: readonly MarkStanding[]) => boolean

/** One test per filter given; a site is shown where all hold. */
function testsOf(filter: SiteFilter): Test[] {
  const tests: Test[] = []
  const { metal, mark, status, type, country, organisationId, origin, activity, disputed, bbox, near } = filter
  if (country?.length) { const asked = new Set(country); tests.push(({ value }) => asked.has(value.country)) }
  if (type?.length) tests.push(({ value }) => value.types.some((one) => type.includes(one)))
  if (metal?.length) tests.push((site) => site.metals.some((one) => metal.includes(one)))
  if (origin?.length) tests.push((site) => origin.includes(site.origin))
  if (activity?.length) tests.push(({ value }) => value.activity !== undefined && activity.includes(value.activity))
  if (organisationId !== undefined) tests.push(({ value }) => value.organisationId === organisationId)
  if (disputed !== undefined) tests.push((site) => site.isDisputed === disputed)
  if (mark?.length) tests.push((_, marks) => marks.some((one) => one.mark !== null && mark.includes(one.mark)))
  if (status?.length) {
    const focus = focusOf(filter)
    tests.push((_, marks) => { const shown = statusOf(marks, focus); return status.some((asked) => takesIn(asked, shown)) })
  }
  for (const [text, field] of [[filter.q, 'searchText'], [filter.operator, 'operatorText']] as const) {
    const words = text === undefined ? [] : foldName(text).split(' ').filter((word) => word !== '')
    if (words.length > 0) tests.push((site) => words.every((word) => site[field].includes(word)))
    // Nothing but punctuation was asked for: nothing is called that.
    else if (text !== undefined && text.trim() !== '') tests.push(() => false)
  }
  if (bbox !== undefined) tests.push(({ value: { position } }) => position !== undefined && isInside(position, bbox))
  if (near !== undefined) {
    const [latitude, longitude, kilometres] = near
    tests.push(({ value: { position } }) => position !== undefined && distanceKm(position, { latitude, longitude }) <= kilometres)
  }
  return tests
}

function isInside({ latitude, longitude }: Position, [west, south, east, north]: readonly [number, number, number, number]): boolean {
  if (latitude < south || latitude > north) return false
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
}

const NO_MARKS: readonly MarkStanding[] = []

/** The sites that match, in order of name. */
export function filterSites(index: SiteIndex, filter: SiteFilter, day: Day): readonly IndexedSite[] {
  const tests = testsOf(filter)
  if (tests.length === 0) return index.byName
  const marksOf = index.marksOn(day)
  return index.byName.filter((site) => {
    const marks = marksOf.get(site.siteId) ?? NO_MARKS
    return tests.every((test) => test(site, marks))
  })
}

/** A text that orders sites as asked, unique by the site number at its end. */
export function sortKeyOf(index: SiteIndex, sort: SiteSort, day: Day, focus: Focus): (site: IndexedSite) => string {
  if (sort === 'name' || sort === '-name') return (site) => site.sortName
  if (sort === 'country' || sort === '-country') return (site) => `${site.value.country}\u0001${site.sortName}`
  const marksOf = index.marksOn(day)
  // Sites without an award stand last, whichever way the others are turned.
  const none = sort === 'lastAward' ? '~' : ''
  return (site) => `${lastAwardDay(marksOf.get(site.siteId) ?? NO_MARKS, focus) ?? none}\u0001${site.sortName}`
}

function lastAwardDay(marks: readonly MarkStanding[], focus: Focus): Day | null {
  let last: Day | null = null
  for (const { mark, lastAward } of marks) {
    if (lastAward === null || (focus !== undefined && mark !== null && !focus.has(mark))) continue
    const day = lastAward.date.to ?? lastAward.date.from ?? ''
    if (last === null || day > last) last = day
  }
  return last
}

export function sortSites(sites: readonly IndexedSite[], sort: SiteSort, keyOf: (site: IndexedSite) => string): readonly IndexedSite[] {
  if (sort === 'name') return sites
  if (sort === '-name') return sites.toReversed()
  const sign = sort.startsWith('-') ? -1 : 1
  return sites.map((site) => ({ site, key: keyOf(site) }))
    .sort((a, b) => a.key < b.key ? -sign : a.key > b.key ? sign : 0).map(({ site }) => site)
}
