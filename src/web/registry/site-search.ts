// The filter of sites as it stands in the address: the very names the API takes, so that a link, the table, the map and the
// export agree (src/registry/site-filter.ts).
import { pick } from '../shell/root-route.ts'

const LIST = /^[\w,-]+$/

const FILTER = {
  q: true,
  status: LIST,
  mark: LIST,
  metal: LIST,
  type: LIST,
  country: LIST,
  operator: true,
  organisationId: true,
  origin: LIST,
  activity: LIST,
  disputed: /^(true|false)$/,
  bbox: /^[-\d.,]+$/,
  near: /^[-\d.,]+$/,
} as const

export type FilterName = keyof typeof FILTER
export type SiteFilterSearch = Partial<Record<FilterName, string>>

const TABLE = { sort: /^-?[a-zA-Z]+$/, columns: LIST } as const
export type SiteSearch = SiteFilterSearch & Partial<Record<keyof typeof TABLE, string>>

const VIEW = { at: /^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/ } as const
/** `at` is where the map looks: latitude, longitude, zoom. */
export type MapSearch = SiteFilterSearch & Partial<Record<keyof typeof VIEW, string>>

export const FILTER_NAMES = Object.keys(FILTER) as FilterName[]

export const siteSearch = (search: Record<string, unknown>): SiteSearch => pick(search, { ...FILTER, ...TABLE })
export const mapSearch = (search: Record<string, unknown>): MapSearch => pick(search, { ...FILTER, ...VIEW })

/** The filter alone, without how it is shown. */
export const filterOf = (search: SiteFilterSearch): SiteFilterSearch =>
  Object.fromEntries(FILTER_NAMES.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])))

export const valuesOf = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(',').filter((value) => value !== '')

/** A list with one value more or less; nothing when none is left. */
export function toggled(text: string | undefined, value: string): string | undefined {
  const values = valuesOf(text)
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  return next.length === 0 ? undefined : next.join(',')
}
