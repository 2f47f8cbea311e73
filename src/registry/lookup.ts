// From a name to the site it may mean: by site number, by identifier, by name, by other name, by cathode brand, or by the
// firm behind it. A name is a clue and no proof, so whatever is not plain is shown as a possible match. Nothing is stored.
import { z } from 'zod'
import { hasValidCheck } from '#src/kernel/id.ts'
import { foldName } from '#src/kernel/text.ts'
import type { Day } from '#src/kernel/time.ts'
import { readTypes } from '#src/parties/cell-reading.ts'
import { countryName, countryOf } from '#src/parties/country.ts'
import { nameForm, nameLikeness, nameVariants, type NameForm } from '#src/parties/name-form.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteIndex, type SiteIndex } from '#src/parties/site-index.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import type { FactSet } from '#src/transparency/fact.ts'

export const FoundBy = z.object({
  kind: z.enum(['site-number', 'identifier', 'name', 'other-name', 'brand', 'operator']),
  /** The name, number or brand as it stands in the record. */
  text: z.string(),
  maker: z.string().nullable(),
  plant: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
})
export type FoundBy = z.infer<typeof FoundBy>

export type Find = {
  readonly siteId: string
  /** 0 to 1. */
  readonly score: number
  readonly by: FoundBy
  /** Why it is no more than possible; empty where it is plain. */
  readonly doubts: readonly string[]
}
export type Looked = {
  readonly asked: string
  readonly country: string | null
  readonly outcome: 'match' | 'possible' | 'none'
  readonly finds: readonly Find[]
}

export const MOST_NAMES = 500
const MOST_FINDS = 10
/** Names are shorter than this; what follows is not looked at. */
const MOST_CHARACTERS = 120
/** From this score on, with no doubt, a find is a match. */
const PLAIN_FROM = 0.9

/** One name a line, as pasted: empty lines and bullets are none of it. */
export const namesIn = (text: string): string[] =>
  text.split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^[\s•·*–-]+/, '').split('\t')[0]!.trim().replace(/^"(.*)"$/, '$1'))
    .filter((line) => line !== '')

type Firm = { readonly form: NameForm; readonly name: string; readonly siteIds: Set<string> }
/** Firms by the first letters of their words. */
type FirmIndex = ReadonlyMap<string, ReadonlySet<Firm>>
const firmsOf = new WeakMap<FactSet, FirmIndex>()
const beginnings = ({ core }: NameForm): string[] => core.map((word) => word.slice(0, 3))

/** Operators and organisations, each with the sites behind it. */
function firms(facts: FactSet): FirmIndex {
  const known = firmsOf.get(facts)
  if (known !== undefined) return known
  const organisations = facts.of(organisationFact)
  const byName = new Map<string, Firm>()
  for (const [siteId, { value }] of facts.of(siteFact)) {
    if (value.mergedInto !== undefined) continue
    const organisation = value.organisationId === undefined ? undefined : organisations.get(value.organisationId)?.value
    const names = [value.operator?.replace(/\s*[(;].*$/, ''), organisation?.name, ...organisation?.aliases ?? []]
    for (const name of names) {
      if (name === undefined || name === '') continue
      const form = nameForm(name)
      const firm = byName.get(form.joined) ?? { form, name, siteIds: new Set<string>() }
      firm.siteIds.add(siteId)
      byName.set(form.joined, firm)
    }
  }
  const index = new Map<string, Set<Firm>>()
  for (const firm of byName.values()) for (const key of beginnings(firm.form)) index.set(key, (index.get(key) ?? new Set()).add(firm))
  firmsOf.set(facts, index)
  return index
}

/** "KGHM" is meant for "KGHM Polska Miedź", though not the other way round. */
const firmLikeness = (asked: NameForm, firm: NameForm): number =>
  Math.max(nameLikeness(asked, firm), asked.joined.length >= 4 && asked.core.every((word) => firm.core.includes(word)) ? 0.85 : 0)

/** "Aurubis Pirdop, Bulgaria" and "Pirdop (Bulgaria)" name a country beside the site. */
function splitCountry(asked: string): { name: string; country: string | undefined } {
  const told = /^(.+?)(?:\s*[,;–-]\s*([^,;–-]+)|\s*[(（]([^()（）]+)[)）])\s*$/u.exec(asked)
  const last = (told?.[2] ?? told?.[3] ?? '').trim()
  const country = last.length < 3 ? undefined : countryOf(last)
  return country === undefined ? { name: asked, country } : { name: told![1]!.trim(), country }
}

/** @param day brands that were given up by then are doubted */
export function lookUp(facts: FactSet, asked: string, day: Day): Looked {
  const index = siteIndex(facts)
  const exact = byNumber(index, asked)
  if (exact.length > 0) return answer(asked, undefined, exact)
  const { name, country } = splitCountry(asked.slice(0, MOST_CHARACTERS))
  const named = byName(index, name, country, day)
  if (named.some(({ score }) => score >= PLAIN_FROM)) return answer(asked, country, named)
  const behind = byFirm(facts, index, name, country)
  const others = behind.filter(({ siteId }) => !named.some((find) => find.siteId === siteId))
  return answer(asked, country, [...named, ...others].sort((a, b) => b.score - a.score))
}

function answer(asked: string, country: string | undefined, finds: readonly Find[]): Looked {
  const plain = finds.filter(({ score, doubts }) => score >= PLAIN_FROM && doubts.length === 0)
  const rivals = plain.length > 1 ? [`${plain.length} sites go by this name`] : []
  const told = finds.slice(0, MOST_FINDS).map((find) => (plain.includes(find) ? { ...find, doubts: rivals } : find))
  return { asked, country: country ?? null, outcome: plain.length === 1 ? 'match' : told.length > 0 ? 'possible' : 'none', finds: told }
}

const by = (kind: FoundBy['kind'], text: string, more: Partial<FoundBy> = {}): FoundBy =>
  ({ kind, text, maker: null, plant: null, from: null, to: null, ...more })

function byNumber(index: SiteIndex, asked: string): Find[] {
  const number = asked.trim().toUpperCase()
  if (/^[A-Z]{3}-[0-9A-Z]{7}$/.test(number) && hasValidCheck(number)) {
    const siteId = index.resolve(number)
    if (siteId !== undefined) return [{ siteId, score: 1, by: by('site-number', number), doubts: [] }]
  }
  // A number alone says little: identifiers count from four characters with a digit on.
  if (!/^(?=.*\d)[\w.:/-]{4,120}$/.test(asked.trim())) return []
  return index.withValue(asked.trim()).map((siteId) => ({ siteId, score: 1, by: by('identifier', asked.trim()), doubts: [] }))
}

function byName(index: SiteIndex, name: string, country: string | undefined, day: Day): Find[] {
  return index.named(name, country).map(({ siteId, likeness, matched, isWritten }) => {
    const site = index.site(siteId)!
    const found = foundBy(site, matched)
    const doubts: string[] = []
    if (likeness < 1) doubts.push(`the name is like "${matched}", not the same (${Math.round(likeness * 100)} %)`)
    else if (!isWritten && differInKind(name, site)) {
      doubts.push(`the name speaks of ${readTypes(name).join(' and ')}, the record of ${site.types.join(' and ')}`)
    }
    if (found.to !== null && found.to < day) doubts.push(`the brand is known until ${found.to}`)
    return { siteId, score: Math.round((likeness === 1 ? (isWritten ? 0.98 : 0.93) : 0.9 * likeness) * 1000) / 1000, by: found, doubts }
  })
}

function differInKind(name: string, site: Site): boolean {
  const asked = readTypes(name).filter((type) => type !== 'processing')
  return asked.length > 0 && !site.types.includes('unknown') && !asked.some((type) => site.types.includes(type))
}

function foundBy(site: Site, matched: string): FoundBy {
  const isMatched = (name: string): boolean => nameVariants(name).includes(matched)
  const brand = site.aliases.find(({ kind, name }) => kind === 'brand' && isMatched(name))
  if (isMatched(site.name)) return by('name', site.name)
  const alias = site.aliases.find(({ kind, name }) => kind !== 'brand' && isMatched(name))
  if (alias !== undefined || brand === undefined) return by('other-name', alias?.name ?? matched)
  return by('brand', brand.name, { maker: brand.maker ?? null, plant: brand.plant ?? null, from: brand.from ?? null, to: brand.to ?? null })
}

/** A firm may have many sites: which of them is meant, its name does not say. */
function byFirm(facts: FactSet, sites: SiteIndex, name: string, country: string | undefined): Find[] {
  const form = nameForm(name)
  if (form.joined.length < 3) return []
  const finds = new Map<string, Find>()
  const index = firms(facts)
  for (const firm of new Set(beginnings(form).flatMap((key) => [...index.get(key) ?? []]))) {
    const likeness = firmLikeness(form, firm.form)
    if (likeness < 0.85) continue
    const behind = [...firm.siteIds].filter((siteId) => country === undefined || sites.site(siteId)!.country === country)
    for (const siteId of behind) {
      const score = Math.round(0.7 * likeness * 1000) / 1000
      if (score <= (finds.get(siteId)?.score ?? 0)) continue
      const where = country === undefined ? 'here' : `here in ${countryName(country)}`
      const many = behind.length > 1 ? `, one of its ${behind.length} sites ${where}` : ''
      finds.set(siteId, { siteId, score, by: by('operator', firm.name), doubts: [`the name is that of the firm behind the site${many}`] })
    }
  }
  return [...finds.values()].sort((a, b) => b.score - a.score || (a.siteId < b.siteId ? -1 : 1))
}

const NAME_HEADERS: ReadonlySet<string> = new Set([
  'name', 'names', 'supplier', 'supplier name', 'site', 'site name', 'brand', 'smelter', 'smelter name', 'mine', 'company',
  'proveedor', 'nombre', 'marca', 'fournisseur', 'nom', 'marque', '名称', '供应商', '品牌',
])

/** The names of an uploaded list: its column of names, else its first. A list of names alone has no line of column names. */
export function namesOfTable(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const at = columns.findIndex((column) => NAME_HEADERS.has(foldName(column)))
  const names = rows.map((cells) => cells[Math.max(0, at)] ?? '')
  return at < 0 && columns.length === 1 ? [columns[0]!, ...names] : names
}
