// The root of all routes: what every page keeps in its address. `asOf` and `knownAt` stay while the visitor moves about.
import { createRootRouteWithContext, retainSearchParams } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'

export type Search = Readonly<Record<string, string | undefined>>

export type Times = {
  /** What was true on this day. */
  readonly asOf?: string
  /** What had been recorded by this day or instant. */
  readonly knownAt?: string
}
export type RootSearch = Times & { readonly lang?: string }

const A_DAY = /^\d{4}-\d{2}-\d{2}$/
const A_MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z)?$/
const A_TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** The named members of an address's search that are text, and fit where a pattern is given; the rest is dropped. */
export function pick<K extends string>(
  search: Record<string, unknown>,
  shapes: Readonly<Record<K, RegExp | true>>,
): Partial<Record<K, string>> {
  const kept: Partial<Record<K, string>> = {}
  for (const name of Object.keys(shapes) as K[]) {
    const value = search[name]
    const shape = shapes[name]
    if (typeof value === 'string' && value !== '' && (shape === true || shape.test(value))) kept[name] = value
  }
  return kept
}

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch: (search: Record<string, unknown>): RootSearch =>
    pick(search, { lang: A_TAG, asOf: A_DAY, knownAt: A_MOMENT }),
  search: { middlewares: [retainSearchParams<RootSearch>(['asOf', 'knownAt'])] },
})
