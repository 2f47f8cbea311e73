// Numbers, days and distances as the reader's language writes them. A date that a source gives in part is written in part.
import { useMemo } from 'react'
import { useLanguage } from '../messages/language.ts'
import { useMessages, type Messages } from '../messages/use-messages.ts'

/** A date as a record holds it (src/kernel/time.ts). */
export type DatedValue = {
  readonly from: string | null
  readonly to: string | null
  readonly precision: string
  readonly printed: string
}

type DayStyle = 'long' | 'short' | 'month' | 'short-month'
const DAY: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  long: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  short: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
  'short-month': { month: 'short', year: 'numeric', timeZone: 'UTC' },
}

const isLastOfMonth = (day: string): boolean =>
  new Date(`${day}T00:00:00Z`).getTime() + 864e5 === Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)

/** Day before month, as the sources of this field write English. */
const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language)

/** @param t the messages of `shell` in the same language */
export function makeFormat(tag: string, t: Messages<'shell'>) {
  const language = localeOf(tag)
  const days = new Map<DayStyle, Intl.DateTimeFormat>()
  const day = (value: string, style: DayStyle = 'long'): string => {
    let format = days.get(style)
    if (!format) days.set(style, (format = new Intl.DateTimeFormat(language, DAY[style])))
    return format.format(new Date(`${value.slice(0, 10)}T00:00:00Z`))
  }
  const instants = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const numbers = new Map<number, Intl.NumberFormat>()
  const number = (value: number, digits = 0): string => {
    let format = numbers.get(digits)
    if (!format) numbers.set(digits, (format = new Intl.NumberFormat(language, { maximumFractionDigits: digits })))
    return format.format(value)
  }
  /** The end of a month is written as that month: "by February 2023". */
  const edge = (value: string, style: DayStyle): string =>
    isLastOfMonth(value) ? day(value, style === 'short' ? 'short-month' : 'month') : day(value, style)
  const dated = (value: DatedValue, style: 'long' | 'short' = 'long'): string => {
    const { from, to, precision } = value
    const month = style === 'short' ? 'short-month' : 'month'
    if (precision === 'day' && from !== null) return day(from, style)
    if (precision === 'month' && from !== null) return day(from, month)
    if (precision === 'quarter' && from !== null)
      return t('date.quarter', { quarter: Math.floor((Number(from.slice(5, 7)) - 1) / 3) + 1, year: from.slice(0, 4) })
    if (precision === 'year' && from !== null) return from.slice(0, 4)
    if (precision === 'after' && from !== null) return t('date.after', { day: day(from, style) })
    if (precision === 'by' && to !== null) return t('date.by', { day: edge(to, style) })
    if (from !== null && to !== null)
      return from === to ? day(from, style) : t('date.range', { from: day(from, style), to: day(to, style) })
    if (to !== null) return t('date.by', { day: edge(to, style) })
    if (from !== null) return t('date.after', { day: day(from, style) })
    return t('date.undated')
  }
  return {
    language,
    day,
    number,
    dated,
    /** UTC, and said so. */
    instant: (value: string): string => `${instants.format(new Date(value))} UTC`,
    /** A tonnage with its unit: `1,234 t Cu`. */
    tonnes: (value: number, symbol = ''): string =>
      `${number(value, value < 100 ? 1 : 0)} t${symbol === '' ? '' : ` ${symbol}`}`.replaceAll(' ', '\u00a0'),
    /** A share 0 to 1, or already in percent. */
    percent: (share: number, digits = 1): string =>
      new Intl.NumberFormat(language, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    kilometres: (value: number): string =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: 'kilometer',
        maximumFractionDigits: value < 10 ? 1 : 0,
      }).format(value),
    degrees: (latitude: number, longitude: number): string =>
      `${number(Math.abs(latitude), 4)}°\u00a0${latitude < 0 ? 'S' : 'N'}, ${number(Math.abs(longitude), 4)}°\u00a0${longitude < 0 ? 'W' : 'E'}`,
    list: (parts: readonly string[]): string => new Intl.ListFormat(language, { type: 'conjunction' }).format(parts),
  }
}

export type Format = ReturnType<typeof makeFormat>

export function useFormat(): Format {
  const language = useLanguage()
  const t = useMessages('shell')
  return useMemo(() => makeFormat(language, t), [language, t])
}
