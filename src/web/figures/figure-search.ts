// What a figure is asked for, as it stands in the address.
import { pick } from '../shell/root-route.ts'

const WORD = /^[a-z0-9-]+$/
const YEAR = /^\d{4}$/

const COVERAGE = { metal: WORD, stage: /^(mined|refined)$/, country: /^[A-Z]{3}$/, year: YEAR } as const
export type CoverageSearch = Partial<Record<keyof typeof COVERAGE, string>>
export const coverageSearch = (search: Record<string, unknown>): CoverageSearch => pick(search, COVERAGE)

const CURVE = {
  metal: WORD,
  scope: /^(scope-1|scope-1-and-2|cradle-to-gate)$/,
  boundary: true,
  year: YEAR,
  series: /^(past|projection)$/,
} as const
export type CurveSearch = Partial<Record<keyof typeof CURVE, string>>
export const curveSearch = (search: Record<string, unknown>): CurveSearch => pick(search, CURVE)

/** Only the values that are asked for. */
export const given = <T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
