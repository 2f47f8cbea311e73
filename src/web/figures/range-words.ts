// A figure that the sources leave open is two numbers: at least and at most. One number where both are the same.
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'

export type Range = { readonly low: number; readonly high: number }

export function useRangeWords() {
  const t = useMessages('figures')
  const { number, percent } = useFormat()
  return useMemo(() => {
    const written =
      (print: (value: number) => string) =>
      ({ low, high }: Range): string =>
        print(low) === print(high) ? print(low) : t('range', { low: print(low), high: print(high) })
    return {
      count: written((value) => number(value)),
      share: written((value) => percent(value)),
      /** Numbers that are percent already. */
      percent: written((value) => percent(value / 100)),
      atLeastMost: ({ low, high }: Range): string =>
        low === high
          ? t('exactly', { value: number(low) })
          : t('at-least-most', { low: number(low), high: number(high) }),
    }
  }, [t, number, percent])
}
