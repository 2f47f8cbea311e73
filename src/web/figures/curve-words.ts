// What is said of a bar, in the tooltip, to a screen reader and in the table: the same words in all three.
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { symbolOf, useWords } from '../ui/words.ts'
import type { Bar, Curve } from './curve-layout.ts'

export function useCurveWords(curve: Curve) {
  const t = useMessages('figures')
  const words = useWords()
  const { number, tonnes } = useFormat()
  return useMemo(() => {
    const symbol = symbolOf(curve.metal)
    const unit = `t CO₂e/t ${symbol}`.trim().replaceAll(' ', '\u00a0')
    const name = (bar: Bar): string =>
      bar.isNamed ? t('curve.named', { name: bar.name, country: words.country(bar.country) }) : t('curve.unnamed')
    const lines = (bar: Bar): string[] => [
      `${number(bar.intensity, 2)} ${unit}`,
      t('curve.line.output', { tonnes: tonnes(bar.outputTonnes, symbol), year: bar.outputYear }),
      t('curve.line.emissions', { tonnes: tonnes(bar.emissionsTonnesCo2e, 'CO₂e'), year: bar.emissionsYear }),
      `${t(`scope.${bar.scope}`)}, ${t(`quality.${bar.quality}`)}`,
      t(`curve.award.${bar.award}`),
    ]
    return {
      unit,
      symbol,
      name,
      lines,
      sentence: (bar: Bar, count: number): string =>
        t('curve.sentence', { rank: bar.rank, count, name: name(bar), lines: lines(bar).join('; ') }),
    }
  }, [curve.metal, t, words, number, tonnes])
}

export type CurveWords = ReturnType<typeof useCurveWords>
