// Every figure a footprint rests on, by the factor version from which it stands. Versions are counted one after another as
// changes are committed, so that the book as of a version is the book with which an answer was given (custody notes 8,
// invariant 32; never edited, only superseded).
import { z } from 'zod'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { ActivityVersion, SiteStage } from './activity.ts'
import type { AllocationRule } from './allocation.ts'
import { ElectricityBasis } from './burden-vector.ts'
import type { FactorVersion, FreightMode } from './emission-factor.ts'
import { exactOf, printed, type Exact } from './exact.ts'

export type AllocationChoice = {
  readonly organisationId: string; readonly siteId: string; readonly stage: SiteStage; readonly rule: AllocationRule
  readonly because: string; readonly recordedAt: string; readonly recordedBy: string
}
export type Versioned<T> = { readonly since: number; readonly of: T }
/** An edition of the shipped list; its factors are undefined where this release no longer holds it. */
export type TakenUp = { readonly edition: string; readonly shipped: readonly FactorVersion[] | undefined; readonly recordedAt: Instant }

export type FactorBook = {
  readonly version: number
  readonly edition: string
  /** Undefined where this release no longer holds the edition. */
  readonly shipped: readonly FactorVersion[] | undefined
  /** In the order of their factor versions, all four; the edition it began with stands from version 0. */
  readonly editions: readonly Versioned<TakenUp>[]
  readonly factors: readonly Versioned<FactorVersion>[]
  readonly activities: readonly Versioned<ActivityVersion>[]
  readonly choices: readonly Versioned<AllocationChoice>[]
}

/** What the scheme sets of the method. */
export type FootprintRules = { readonly valueRatioCutOff: Exact; readonly basis: ElectricityBasis }
export const rulesFrom = (valueRatioCutOff: string, basis: ElectricityBasis): FootprintRules => ({ valueRatioCutOff: exactOf(valueRatioCutOff), basis })

/**
 * What an answer was worked out with: how many changes of figures it had seen, the edition of the shipped list, and what the
 * scheme had set of the method. Two answers of one stand are alike; where they differ, the stands say why.
 */
export const FactorStand = z.object({
  version: z.number().int(), edition: z.string(),
  basis: ElectricityBasis, valueRatioCutOff: z.string().describe('ratio of values above which value decides a split, not mass'),
})
export type FactorStand = z.infer<typeof FactorStand>
export const standOf = ({ version, edition }: FactorBook, { basis, valueRatioCutOff }: FootprintRules): FactorStand => ({ version, edition, basis, valueRatioCutOff: printed(valueRatioCutOff, 2) })

/** The book as it stood at a version. */
export const bookAsOf = (book: FactorBook, version: number): FactorBook => {
  const then = <T>(list: readonly Versioned<T>[]): Versioned<T>[] => list.filter(({ since }) => since <= version)
  const { edition, shipped } = then(book.editions).at(-1)?.of ?? book
  return { ...book, version: Math.min(version, book.version), edition, shipped, factors: then(book.factors), activities: then(book.activities), choices: then(book.choices) }
}

/** The book as it stood at an instant. */
export const bookKnownAt = (book: FactorBook, knownAt: Instant): FactorBook => {
  const lists: readonly (readonly Versioned<{ readonly recordedAt: Instant | null }>[])[] = [book.factors, book.activities, book.choices, book.editions]
  return bookAsOf(book, Math.max(0, ...lists.flat().filter(({ of }) => of.recordedAt !== null && of.recordedAt <= knownAt).map(({ since }) => since)))
}

type Shelf = { readonly factors: ReadonlyMap<string, FactorVersion>; readonly activities: ReadonlyMap<string, readonly ActivityVersion[]>; readonly choices: ReadonlyMap<string, AllocationChoice> }
const shelves = new WeakMap<FactorBook, Shelf>()

/** The newest version of everything, by name; made once of a book. */
function shelfOf(book: FactorBook): Shelf {
  const known = shelves.get(book)
  if (known !== undefined) return known
  const factors = new Map((book.shipped ?? []).map((one) => [`/${one.factor}`, one]))
  for (const { of } of book.factors) factors.set(`${of.organisationId ?? ''}/${of.factor}`, of)
  const choices = new Map(book.choices.map(({ of }) => [`${of.organisationId}/${of.siteId}/${of.stage}`, of]))
  const newest = new Map(book.activities.map(({ of }) => [of.activityId, of]))
  const activities = new Map<string, ActivityVersion[]>()
  for (const one of newest.values()) {
    const key = `${one.organisationId}/${one.activity.siteId}/${one.activity.stage}`
    const list = activities.get(key)
    if (list === undefined) activities.set(key, [one])
    else list.push(one)
  }
  const shelf = { factors, activities, choices }
  shelves.set(book, shelf)
  return shelf
}

/** A party's own factor before the shipped one of the same name. */
export const factorNamed = (book: FactorBook, organisationId: string, factor: string): FactorVersion | undefined =>
  shelfOf(book).factors.get(`${organisationId}/${factor}`) ?? shelfOf(book).factors.get(`/${factor}`)

export const freightFactor = (book: FactorBook, organisationId: string, mode: FreightMode): FactorVersion | undefined =>
  factorNamed(book, organisationId, `freight.${mode}`)

/** The factors a party can use: its own, and the shipped ones that it has none of its own for. */
export const factorsFor = (book: FactorBook, organisationId: string): FactorVersion[] =>
  [...shelfOf(book).factors.entries()].filter(([key]) => key.startsWith(`${organisationId}/`) || (key.startsWith('/') && !shelfOf(book).factors.has(`${organisationId}${key}`))).map(([, factor]) => factor)

export const choiceFor = (book: FactorBook, organisationId: string, siteId: string, stage: SiteStage): AllocationChoice | undefined =>
  shelfOf(book).choices.get(`${organisationId}/${siteId}/${stage}`)

/** The figures of a stage of a site on a day, as the party that keeps the book of the metal recorded them. */
export const activityOn = (book: FactorBook, organisationId: string, siteId: string, stage: SiteStage, day: Day): ActivityVersion | undefined =>
  shelfOf(book).activities.get(`${organisationId}/${siteId}/${stage}`)?.find(({ activity }) => activity.from <= day && day <= activity.to)

export const currentActivities = (book: FactorBook): readonly ActivityVersion[] => [...shelfOf(book).activities.values()].flat()
