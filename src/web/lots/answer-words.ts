// Shares, origins and figures of an answer in words and numbers.
import { useMemo } from 'react'
import type { Result } from '../api/client.ts'
import { useMessages, type Messages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { massWords } from '../ui/mass.ts'
import { useWords } from '../ui/words.ts'

export type Answer = Result<'getLotOrigins'>
export type Share = Answer['awarded']['mine']
export type Origin = Answer['origins'][number]['origin']
export type T = Messages<'lots'>

/** The browser loads no validator, so that the test of the wire stands here again. */
export const isWithheld = (value: unknown): value is { withheld: true; by: 'upstream party' | 'holder' } =>
  typeof value === 'object' && value !== null && 'withheld' in value

export const leastOf = (share: Share): number => (share.state === 'exact' ? share.share : share.from)

export function makeAnswerWords(t: T, country: (code: string) => string, number: (value: number, digits: number) => string) {
  const percents = new Intl.NumberFormat(t.language, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const coarse = new Intl.NumberFormat(t.language, { style: 'percent', maximumFractionDigits: 1 })
  const percent = (share: number): string => percents.format(share)
  const share = (one: Share): string =>
    one.state === 'banded' ? t('share.band', { from: coarse.format(one.from), to: coarse.format(one.to) }) : percent(one.share)
  const range = (one: Share): string | undefined =>
    one.state === 'banded'
      ? t('share.banded')
      : one.high - one.low > 1e-9
        ? t('share.range', { low: percent(one.low), high: percent(one.high) })
        : undefined
  const origin = (one: Origin): string => {
    switch (one.kind) {
      case 'site':
        return one.name ?? one.siteId
      case 'country':
        return one.basis === 'declared' ? t('origin.country.declared', { country: country(one.country) }) : country(one.country)
      case 'region':
        return t(`region.${one.region}`)
      case 'scrap':
        return t(`origin.${one.scrapClass}`)
      case 'unknown':
        return t('origin.unknown')
      case 'withheld':
        return t('withheld.upstream')
    }
  }
  const quantity = (quanta: number, metal: string): string => massWords(quanta, metal, number)
  /** With the name of the metal, where it does not stand beside. */
  const mass = (quanta: number, metal: string): string => `${quantity(quanta, metal)}\u00a0${t.has(`metal.${metal}`) ? t(`metal.${metal}` as 'metal.copper') : metal}`
  return { percent, share, range, origin, quantity, mass }
}

export function useAnswerWords() {
  const t = useMessages('lots')
  const { country } = useWords()
  const { number } = useFormat()
  return useMemo(() => makeAnswerWords(t, country, number), [t, country, number])
}
