// The registry's vocabulary in the reader's language: metals, types, statuses, countries. A word we have no message for is
// shown as it came, never dropped.
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { countryName } from './countries.ts'

const SYMBOLS: Readonly<Record<string, string>> = {
  copper: 'Cu',
  molybdenum: 'Mo',
  nickel: 'Ni',
  zinc: 'Zn',
  lead: 'Pb',
  cobalt: 'Co',
  gold: 'Au',
  silver: 'Ag',
  'sulphuric-acid': 'H₂SO₄',
}

export const symbolOf = (metal: string): string => SYMBOLS[metal] ?? ''

/** Languages that write such words small inside a sentence; a pack we do not know keeps its own spelling. */
const SMALL = new Set(['en', 'es', 'fr'])

/** "Copper" inside a sentence; "SX-EW plant" stays. */
const small = (text: string, language: string): string =>
  SMALL.has(language) && /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLocaleLowerCase(language) + text.slice(1) : text

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

export function useWords() {
  const t = useMessages('registry')
  return useMemo(() => {
    const word =
      (group: string) =>
      (value: string): string => {
        const key = `${group}.${value}`
        return t.has(key) ? t(key) : value
      }
    return {
      metal: word('metal'),
      type: word('type'),
      status: word('status'),
      activity: word('activity'),
      origin: word('origin'),
      precision: word('precision'),
      milestone: word('milestone'),
      register: word('register'),
      aliasKind: word('alias'),
      stage: word('stage'),
      inText: (text: string): string => small(text, t.language),
      /** "Smelter, refinery": the first word as it stands, the others small. */
      series: (texts: readonly string[]): string =>
        texts.map((text, index) => (index === 0 ? text : small(text, t.language))).join(', '),
      country: (code: string): string => countryName(code, t.language) ?? t('country.unknown'),
    }
  }, [t])
}

export type Words = ReturnType<typeof useWords>
