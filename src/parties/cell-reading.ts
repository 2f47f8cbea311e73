// What a cell of a directory says: coordinates and dates as people write them, metals, types and states in four languages.
import { foldName } from '#src/kernel/text.ts'
import { type Dated, type Day, isCalendarDay, lastDayOfMonth, monthDated } from '#src/kernel/time.ts'
import type { Metal, Site, SiteType } from './site.ts'

export type Axis = 'latitude' | 'longitude'

/** A sign or letter, degrees, and where written minutes and seconds, and a letter. */
const DEGREES = new RegExp(
  '^([-+]?)([NSEWO]?)\\s*(\\d{1,5}(?:[.,]\\d+)?)\\s*°?\\s*'
  + `(?:(\\d{1,2}(?:[.,]\\d+)?)\\s*'\\s*(?:(\\d{1,2}(?:[.,]\\d+)?)\\s*"\\s*)?)?([NSEWO]?)$`, 'i')

/** @returns degrees, or undefined where the text is no coordinate; a value out of range is returned as it is */
export function readCoordinate(text: string, axis: Axis): number | undefined {
  const plain = text.trim().replace(/[\u2212\u2013\u2014\uFF0D]/g, '-').replace(/[’′‘]/g, "'").replace(/[”″“]|''/g, '"')
    .replace(/º/g, '°')
  const found = DEGREES.exec(plain)
  if (found === null) return undefined
  const [, sign, before, degrees, minutes, seconds, after] = found
  const letter = (before || after || '').toUpperCase()
  if (letter !== '' && (sign !== '' || (before !== '' && after !== '') || !(axis === 'latitude' ? 'NS' : 'EWO').includes(letter))) {
    return undefined
  }
  const number = (part: string | undefined): number => part === undefined ? 0 : Number(part.replace(',', '.'))
  if (number(minutes) >= 60 || number(seconds) >= 60) return undefined
  const size = number(degrees) + number(minutes) / 60 + number(seconds) / 3600
  return sign === '-' || 'SWO'.includes(letter || '-') ? -size : size
}

/** How many decimals of a degree were written; three are a hundred metres. */
export const decimalsOf = (text: string): number =>
  /[.,](\d+)/.exec(text)?.[1]?.length ?? (/['′’"″]/.test(text) ? 3 : 0)

/** "-33.1, -70.2", "33°10'S 70°12'W", "-33,1; -70,2" */
export function readCoordinates(text: string): { latitude: string; longitude: string } | undefined {
  const plain = text.trim().replace(/^[([]|[)\]]$/g, '')
  for (const divider of [/\s*;\s*/, /\s*,\s+/, /(?<=[NSns])[\s,]+/, /,/, /\s+/]) {
    const parts = plain.split(divider)
    if (parts.length !== 2) continue
    if (readCoordinate(parts[0]!, 'latitude') !== undefined && readCoordinate(parts[1]!, 'longitude') !== undefined) {
      return { latitude: parts[0]!, longitude: parts[1]! }
    }
  }
  return undefined
}

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'january', 'ene', 'enero', 'janv', 'janvier'], ['feb', 'february', 'febrero', 'fevr', 'fevrier'], ['mar', 'march', 'marzo', 'mars'],
  ['apr', 'april', 'abr', 'abril', 'avr', 'avril'], ['may', 'mayo', 'mai'], ['jun', 'june', 'junio', 'juin'],
  ['jul', 'july', 'julio', 'juil', 'juillet'], ['aug', 'august', 'ago', 'agosto', 'aout'],
  ['sep', 'sept', 'september', 'septiembre', 'setiembre', 'septembre'], ['oct', 'october', 'octubre', 'octobre'],
  ['nov', 'november', 'noviembre', 'novembre'], ['dec', 'december', 'dic', 'diciembre', 'decembre'],
]
const monthOf = (word: string): number => MONTHS.findIndex((names) => names.includes(foldName(word))) + 1

export type DateReading =
  | { readonly date: Dated }
  | { readonly fault: 'impossible' | 'unreadable' }
  | { readonly fault: 'ambiguous'; readonly either: readonly [Day, Day] }

const dayText = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const isYear = (year: number): boolean => year >= 1900 && year <= 2200

function onDay(year: number, month: number, day: number, printed: string): DateReading {
  const text = dayText(year, month, day)
  if (!isYear(year) || !isCalendarDay(text)) return { fault: 'impossible' }
  return { date: { from: text, to: text, precision: 'day', printed } }
}

const inMonth = (year: number, month: number, printed: string): DateReading =>
  month >= 1 && month <= 12 && isYear(year) ? { date: monthDated(year, month, printed) } : { fault: 'impossible' }

/** A date as written: to the day, the month or the year. `03/04/2023` may be either of two days and is never guessed. */
export function readDate(text: string): DateReading {
  const plain = text.trim().replace(/T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '').replace(/\.0$/, '')
  const n = (part: string | undefined): number => Number(part)
  let found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ?? /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(plain)
  if (found) return onDay(n(found[1]), n(found[2]), n(found[3]), text)
  found = /^(\d{4})[-/.](\d{1,2})$/.exec(plain) ?? /^(\d{4})年(\d{1,2})月$/.exec(plain)
  if (found) return inMonth(n(found[1]), n(found[2]), text)
  found = /^(\d{4})年?$/.exec(plain)
  if (found) {
    const year = found[1]!
    if (!isYear(n(year))) return { fault: 'impossible' }
    return { date: { from: `${year}-01-01`, to: `${year}-12-31`, precision: 'year', printed: text } }
  }
  found = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(plain)
  if (found) return readNumericDay(n(found[1]), n(found[2]), n(found[3]), text)
  const words = plain.replace(/[.,]/g, ' ').replace(/\b(de|del|of|le|st|nd|rd|th)\b/gi, ' ')
    .replace(/(\d)(st|nd|rd|th|er)\b/gi, '$1').trim().split(/\s+/)
  return readWordDate(words, text)
}

function readNumericDay(first: number, second: number, year: number, printed: string): DateReading {
  if (first > 12) return onDay(year, second, first, printed)
  if (second > 12) return onDay(year, first, second, printed)
  if (first === second) return onDay(year, first, second, printed)
  const dayFirst = onDay(year, second, first, printed)
  const monthFirst = onDay(year, first, second, printed)
  if ('fault' in dayFirst) return monthFirst
  if ('fault' in monthFirst) return dayFirst
  return { fault: 'ambiguous', either: [dayFirst.date.from!, monthFirst.date.from!] }
}

function readWordDate(words: readonly string[], printed: string): DateReading {
  const year = Number(words.at(-1))
  if (!/^\d{4}$/.test(words.at(-1) ?? '')) return { fault: 'unreadable' }
  if (words.length === 2 && monthOf(words[0]!) > 0) return inMonth(year, monthOf(words[0]!), printed)
  if (words.length !== 3) return { fault: 'unreadable' }
  const [one, two] = [words[0]!, words[1]!]
  if (/^\d{1,2}$/.test(one) && monthOf(two) > 0) return onDay(year, monthOf(two), Number(one), printed)
  if (/^\d{1,2}$/.test(two) && monthOf(one) > 0) return onDay(year, monthOf(one), Number(two), printed)
  return { fault: 'unreadable' }
}

export const lastDay = (date: Dated): Day => date.to ?? date.from ?? dayText(2200, 12, lastDayOfMonth(2200, 12))

type Words<T> = readonly (readonly [T, RegExp])[]

const METALS: Words<Metal> = [
  ['copper', /copper|\bcu\b|cobre|cuivre|铜/], ['molybdenum', /molybd|molibden|\bmo(ly)?\b|钼/], ['nickel', /nickel|niquel|\bni\b|镍/],
  ['zinc', /\bzi(nc|nk)|\bzn\b|锌/], ['lead', /\blead\b|plomo|\bplomb|\bpb\b|铅/], ['cobalt', /cobalt|\bco\b|钴/],
  ['gold', /\bgold|\bau\b|\boro\b|\bor\b|dore|金/], ['silver', /silver|\bag\b|\bplata\b|\bargent\b|银/],
]

/** Metals of a cell; anything else that is named is `other`. */
export function readMetals(text: string): Metal[] {
  const found = new Set<Metal>()
  for (const part of text.split(/[,;/|、，；]| and | y | et /)) {
    const folded = foldName(part)
    if (folded === '' || /^(polymetallic|polimetal|none|no|n a|unknown)/.test(folded)) continue
    const named = METALS.filter(([, words]) => words.test(folded)).map(([metal]) => metal)
    for (const metal of named.length > 0 ? named : ['other' as const]) found.add(metal)
  }
  return [...found]
}

const TYPES: Words<SiteType> = [
  ['tailings-reprocessing', /tailing|relave/], ['sx-ew', /\bsx\b|sxew|electrowin|solvent extraction|lixivia|\bleach/],
  ['rod-mill', /\brod\b|wire rod|alambron/], ['recycler', /recycl|secondary|scrap|recicla|再生/],
  ['smelter', /smelt|fundicion|fonderie|fundidora|冶炼|熔炼/], ['refinery', /refin|raffin|affin|electroly|精炼|电解/],
  ['integrated', /integrated|integrad|integre/], ['concentrator', /concentrat|\bmill\b|flotation|beneficia|concentrad|选矿/],
  ['fabricator', /fabricat|\bcable|\bwire\b|semis\b/],
  ['mine', /\bmine|\bmina|\bminer|\bpit\b|\bopen cut|opencast|underground|subterran|rajo|quarry|\bboth\b|矿/],
  ['processing', /plant|planta|usine|works|complex|process/],
]

/** Types named in a text; `processing` only where nothing more precise is. */
export function readTypes(text: string): SiteType[] {
  const folded = foldName(text)
  const found = TYPES.filter(([, words]) => words.test(folded)).map(([type]) => type)
  const isRod = found.includes('rod-mill')
  const precise = found.filter((type) => type !== 'processing' && !(isRod && type === 'concentrator'))
  return precise.length > 0 ? precise : found
}

const ACTIVITIES: Words<NonNullable<Site['activity']>> = [
  ['planned', /construct|project|planned|proyecto|projet|prospect|explor|develop|feasib|planificad|在建|规划/],
  ['suspended', /suspend|care and maint|idle|stopp|mothball|paus|paraliz|停产/],
  ['closed', /clos|cerrad|ferme|abandon|exhaust|ceased|decommission|shut|past produc|关闭/],
  ['operating', /operat|activ|produc|running|open|explotacion|exploit|en marcha|运营|生产/],
]

export const readActivity = (text: string): Site['activity'] => {
  const folded = foldName(text)
  return /inactiv/.test(folded) ? undefined : ACTIVITIES.find(([, words]) => words.test(folded))?.[0]
}
