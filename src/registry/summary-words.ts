// The words of the page summaries in one language: ICU messages of the language packs, dates with the precision of their
// source, names of countries.
import { IntlMessageFormat } from 'intl-messageformat'
import { countryByAlpha3, countryName } from '#src/parties/country.ts'
import type { Dated, Day } from '#src/kernel/time.ts'

type Values = Readonly<Record<string, string | number>>

export type Words = {
  readonly language: string
  (key: string, values?: Values): string
  /** A day written out. */
  day(day: Day): string
  dated(date: Dated): string
  country(alpha3: string): string
  number(value: number): string
  percent(share: number): string
}

/** @param messages of all areas used, the language over English */
export function wordsOf(language: string, messages: Readonly<Record<string, string>>): Words {
  const formats = new Map<string, IntlMessageFormat>()
  const say = (key: string, values?: Values): string => {
    const text = messages[key]
    if (text === undefined) return key
    let format = formats.get(key)
    if (format === undefined) formats.set(key, format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true }))
    return String(format.format(values))
  }
  // Day before month, as the screens and the sources of this field write English.
  const dates = language === 'en' ? 'en-GB' : language
  const longDay = new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeZone: 'UTC' })
  const longMonth = new Intl.DateTimeFormat(dates, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const regions = new Intl.DisplayNames(language, { type: 'region' })
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const noonOf = (day: Day): Date => new Date(`${day}T12:00:00Z`)
  const day = (one: Day): string => longDay.format(noonOf(one))
  return Object.assign(say, {
    language, day,
    dated: ({ from, to, precision, printed }: Dated): string => {
      if (precision === 'undated') return say('summary.date.undated')
      if (precision === 'by' && to !== null) return say('summary.date.by', { day: day(to) })
      if (precision === 'after' && from !== null) return say('summary.date.after', { day: day(from) })
      if (from === null || to === null) return printed
      if (precision === 'month') return longMonth.format(noonOf(from))
      if (precision === 'year') return from.slice(0, 4)
      return from === to ? day(from) : say('summary.date.range', { from: day(from), to: day(to) })
    },
    country: (alpha3: string): string => {
      const alpha2 = countryByAlpha3.get(alpha3)?.alpha2
      return alpha2 === undefined ? alpha3 === 'ZZZ' ? say('country.unknown') : countryName(alpha3) : regions.of(alpha2) ?? alpha3
    },
    number: (value: number): string => numbers.format(value),
    percent: (share: number): string => percents.format(share),
  })
}
