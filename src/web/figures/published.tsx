// A figure that was published, beside what the rows come to. The difference is stated; who erred is not guessed.
import type { ReactNode } from 'react'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { useWords } from '../ui/words.ts'
import { useRangeWords } from './range-words.ts'
import classes from './figures.module.css'

export type ComparedFigure = Result<'getStatistics'>['published'][number]

const DASH = '–'
/** As many decimals as were printed. */
const decimalsOf = (value: number): number => (String(value).split('.')[1] ?? '').length

export function usePublishedWords() {
  const t = useMessages('figures')
  const words = useWords()
  const { day, number, percent, list } = useFormat()
  const range = useRangeWords()
  const print = (value: number, unit: ComparedFigure['unit']): string =>
    unit === 'percent' ? percent(value / 100, decimalsOf(value)) : number(value, decimalsOf(value))
  const value = (figure: ComparedFigure): string =>
    t(`comparator.${figure.comparator}`, { value: print(figure.value, figure.unit) })
  return {
    value,
    measure: (figure: ComparedFigure): string => {
      const key = `measure.${figure.measure}`
      const of = [
        figure.metal === null ? '' : words.metal(figure.metal),
        figure.country === null ? '' : words.country(figure.country),
      ].filter((part) => part !== '')
      const name = figure.measure !== 'other' && t.has(key) ? t(key) : figure.indicator
      return of.length === 0 ? name : t('measure.of', { name, of: of.join(', ') })
    },
    day: (figure: ComparedFigure): string =>
      figure.isDateApproximate ? t('day.about', { day: day(figure.asOf) }) : day(figure.asOf),
    computed: ({ computed, unit }: ComparedFigure): string =>
      computed === null ? DASH : unit === 'percent' ? range.percent(computed) : range.count(computed),
    basis: ({ computed }: ComparedFigure): string =>
      computed === null
        ? ''
        : computed.productionYears.length === 0
          ? t('computed.on', { day: day(computed.statusOn) })
          : t('computed.on-output', {
              day: day(computed.statusOn),
              count: computed.productionYears.length,
              years: list(computed.productionYears.map(String)),
            }),
    difference: ({ verdict, difference, unit }: ComparedFigure): string =>
      verdict === 'above' || verdict === 'below'
        ? t(`verdict.${verdict}`, {
            by:
              unit === 'percent'
                ? t('points', { value: number(Math.abs(difference ?? 0), 1) })
                : number(Math.abs(difference ?? 0)),
          })
        : t(`verdict.${verdict}`),
  }
}

const SHAPE: Readonly<Record<ComparedFigure['verdict'], string>> = {
  inside: '●',
  above: '▲',
  below: '▼',
  'not-computable': '○',
}

export function PublishedTable({
  figures,
  label,
  empty,
}: {
  readonly figures: readonly ComparedFigure[]
  readonly label: string
  readonly empty: ReactNode
}) {
  const t = useMessages('figures')
  const say = usePublishedWords()
  if (figures.length === 0) return <p className="quiet">{empty}</p>
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          <th scope="col">{t('published.day')}</th>
          <th scope="col">{t('published.measure')}</th>
          <th scope="col">{t('published.value')}</th>
          <th scope="col">{t('published.computed')}</th>
          <th scope="col">{t('published.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.publishedFigureId}>
            <td className="nowrap">{say.day(figure)}</td>
            <th scope="row">
              {say.measure(figure)}
              {figure.note === null ? null : (
                <span className={classes.under} lang="en">
                  {figure.note}
                </span>
              )}
            </th>
            <td className="nowrap">
              {say.value(figure)}{' '}
              <Sources sources={figure.citations} about={`${say.measure(figure)}, ${say.day(figure)}`} />
            </td>
            <td>
              {say.computed(figure)}
              <span className={classes.under}>{say.basis(figure)}</span>
            </td>
            <td>
              <span className={classes.verdict}>
                <span aria-hidden data-verdict={figure.verdict}>
                  {SHAPE[figure.verdict]}
                </span>
                {say.difference(figure)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
