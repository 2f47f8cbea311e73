// What sites can be filtered by, and the words for it.
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { COUNTRY_CODES } from '../ui/countries.ts'
import { useWords } from '../ui/words.ts'
import type { FilterName } from './site-search.ts'

export type FilterGroup = {
  readonly name: FilterName
  readonly values: readonly string[]
  /** Values under a heading of their own: what only the owner of a mark can say. */
  readonly live?: readonly string[]
  /** Stands behind "More" on wide screens. */
  readonly isFurther?: boolean
}

export const FILTER_GROUPS: readonly FilterGroup[] = [
  {
    name: 'status',
    values: ['awarded', 'award-possible', 'committed', 'no-award-found'],
    live: ['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired'],
  },
  { name: 'mark', values: ['copper', 'molybdenum', 'nickel', 'zinc'] },
  { name: 'metal', values: ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver', 'other'] },
  {
    name: 'type',
    values: [
      'mine',
      'concentrator',
      'sx-ew',
      'smelter',
      'refinery',
      'integrated',
      'recycler',
      'tailings-reprocessing',
      'processing',
      'rod-mill',
      'fabricator',
      'unknown',
    ],
  },
  { name: 'country', values: COUNTRY_CODES },
  { name: 'activity', values: ['operating', 'closed', 'suspended', 'planned'], isFurther: true },
  { name: 'origin', values: ['compiled', 'imported', 'live'], isFurther: true },
  { name: 'disputed', values: ['true', 'false'], isFurther: true },
]

export function useFilterWords() {
  const t = useMessages('registry')
  const words = useWords()
  return useMemo(() => {
    const value = (name: FilterName, text: string): string => {
      switch (name) {
        case 'status':
          return words.status(text)
        case 'mark':
        case 'metal':
          return words.metal(text)
        case 'type':
          return words.type(text)
        case 'country':
          return words.country(text)
        case 'activity':
          return words.activity(text)
        case 'origin':
          return words.origin(text)
        case 'disputed':
          return t(text === 'true' ? 'filter.disputed.true' : 'filter.disputed.false')
        default:
          return text
      }
    }
    return { group: (name: FilterName): string => t(`filter.${name}`), value }
  }, [t, words])
}
