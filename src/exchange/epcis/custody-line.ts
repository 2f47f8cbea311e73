// What the border knows of custody lines: plain values in the shape the ledger reads. The ledger checks them; here they are
// only carried into EPCIS and out of it.
import { CUPEL_NAMESPACE, splitCurie, type Prefixes } from './context.ts'
import type { JsonObject } from './event.ts'

export type LotValue = JsonObject & { readonly lot: string }
export type DrawValue = JsonObject & { readonly lot: string; readonly take?: string }
export type LineValue = JsonObject & {
  readonly kind: string; readonly event: string; readonly at: string; readonly site: string
  readonly inputs?: readonly DrawValue[]; readonly outputs?: readonly LotValue[]
}

/** Writes a value with the prefix of our namespace before every field, as JSON-LD wants it. */
export function prefixed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prefixed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [`cupel:${key}`, prefixed(inner)]))
}

/** Reads a value of our namespace, whatever its prefix is called; fields of others in it are passed over. */
export function unprefixed(value: unknown, prefixes: Prefixes): unknown {
  if (Array.isArray(value)) return value.map((one) => unprefixed(one, prefixes))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => {
    const curie = splitCurie(key, prefixes)
    const name = curie?.namespace === CUPEL_NAMESPACE ? curie.name : key.startsWith(CUPEL_NAMESPACE) ? key.slice(CUPEL_NAMESPACE.length) : undefined
    return name === undefined ? [] : [[name, unprefixed(inner, prefixes)]]
  }))
}

/** Fields of a holder that are of our namespace. */
export const ownFields = (holder: unknown, prefixes: Prefixes): JsonObject => typeof holder === 'object' && holder !== null && !Array.isArray(holder) ? unprefixed(holder, prefixes) as JsonObject : {}

export const without = (value: JsonObject, ...keys: readonly string[]): JsonObject => Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
/** Any value in words: one without a text of its own, such as an object whose toString is a field, is written as JSON. */
export const worded = (value: unknown): string => typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
/** Leaves out what is not there. */
export const compact = (value: JsonObject): JsonObject => Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined))

const MASS = /^(\d{1,15}(?:\.\d{1,9})?) ?(t|kg|g|mg|lb|oz)$/
export const massParts = (mass: unknown): { readonly number: number; readonly unit: string } | undefined => {
  const [, number, unit] = MASS.exec(worded(mass)) ?? []
  return number === undefined ? undefined : { number: Number(number), unit: unit! }
}
