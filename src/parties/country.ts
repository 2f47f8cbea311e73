// Which country a text means. Directories write names, aliases and codes of every kind; we store ISO 3166-1 alpha-3.
import { foldName } from '#src/kernel/text.ts'
import { countryTable } from './country-table.ts'
import { jaroWinkler } from './likeness.ts'

export type CountryEntry = {
  readonly alpha2: string
  readonly alpha3: string
  /** ISO 3166-1 numeric, which country outlines are keyed by; absent for Kosovo. */
  readonly numeric?: string
  readonly name: string
  readonly aliases: readonly string[]
}

const readEntry = (line: string): CountryEntry => {
  const [, alpha2, alpha3, numeric, name, rest] = /^(..) (...) (...) ([^|]+)\|?(.*)$/.exec(line)!
  return {
    alpha2: alpha2!, alpha3: alpha3!, name: name!, aliases: rest === '' ? [] : rest!.split('|'),
    ...(numeric === '---' ? {} : { numeric: numeric! }),
  }
}

export const countries: readonly CountryEntry[] = countryTable.trim().replace(/\|\n\s*/g, '|').split('\n').map(readEntry)
export const countryByAlpha3: ReadonlyMap<string, CountryEntry> = new Map(countries.map((entry) => [entry.alpha3, entry]))

export const countryName = (alpha3: string): string => countryByAlpha3.get(alpha3)?.name ?? alpha3

/** Languages in which directories name countries; the names are those of the Unicode CLDR. */
const LANGUAGES = ['en', 'es', 'fr', 'zh', 'de', 'pt', 'ru', 'ja']

const SMALL = new Set(['the', 'of', 'and'])
const FORMS = new Set(['republic', 'kingdom', 'state', 'federal', 'federation', 'islamic', 'democratic', 'peoples', 'union', 'commonwealth'])

/** "Republic of Korea" and "Korea, Republic" have one key: its words in order of the alphabet, without the small ones. */
const wordsOf = (text: string): string[] =>
  foldName(text.replace(/['’.]/g, '')).split(' ').filter((word) => !SMALL.has(word)).sort()
const keyOf = (text: string): string => wordsOf(text).join(' ')

let known: ReadonlyMap<string, CountryEntry> | undefined

function names(): ReadonlyMap<string, CountryEntry> {
  if (known !== undefined) return known
  const map = new Map<string, CountryEntry>()
  const add = (text: string | undefined, entry: CountryEntry): void => {
    const key = text === undefined ? '' : keyOf(text)
    if (key !== '' && !map.has(key)) map.set(key, entry)
  }
  for (const entry of countries) for (const text of [entry.alpha3, entry.alpha2, entry.name, ...entry.aliases]) add(text, entry)
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region' })
    for (const entry of countries) add(display.of(entry.alpha2), entry)
  }
  return known = map
}

/** @returns the alpha-3 code, or undefined where the text means no country we know */
export function countryOf(text: string): string | undefined {
  const words = wordsOf(text)
  const found = names().get(words.join(' ')) ?? names().get(words.filter((word) => !FORMS.has(word)).join(' '))
  return found?.alpha3
}

/** The country someone may have meant: one that differs by little, and only where a single one does. */
export function suggestCountry(text: string): string | undefined {
  const key = keyOf(text)
  if (key.length < 4) return undefined
  let best: { alpha3: string; likeness: number } | undefined
  for (const [name, { alpha3 }] of names()) {
    if (name.length < 4) continue
    const likeness = jaroWinkler(key, name)
    if (likeness >= 0.9 && likeness > (best?.likeness ?? 0)) best = { alpha3, likeness }
  }
  return best?.alpha3
}
