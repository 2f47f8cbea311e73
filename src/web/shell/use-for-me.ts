// The navigation of whoever is looking.
import { useMe } from '../account/me.ts'
import type { Audience } from './area.ts'
import { isFor } from './audience.ts'

/** Filters what has an audience by who is looking. */
export function useForMe(): <T extends { readonly audience?: Audience }>(entries: readonly T[]) => T[] {
  const me = useMe()
  return (entries) => entries.filter(({ audience }) => isFor(audience, me))
}
