// The numbers of the curve: totals, means by award, deciles, share of awarded mines by volume, and the years before.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import type { Curve } from './curve-layout.ts'
import { useCurveWords } from './curve-words.ts'
import { useRangeWords } from './range-words.ts'
import classes from './figures.module.css'

function Headlines({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  const { number, day } = useFormat()
  const range = useRangeWords()
  const { unit } = useCurveWords(curve)
  const { low, high } = curve.awardedShare
  return (
    <div className={classes.headlines}>
      <div>
        <p className={classes.value}>{curve.mean === null ? '–' : number(curve.mean, 2)}</p>
        <p className={classes.name}>{t('curve.fact.mean')}</p>
        <p className={classes.rows}>{unit}</p>
      </div>
      <div>
        <p className={classes.value}>{low === null || high === null ? '–' : range.share({ low, high })}</p>
        <p className={classes.name}>{t('curve.fact.awarded')}</p>
        <p className={classes.rows}>{t('curve.as-of', { day: day(curve.asOf) })}</p>
      </div>
      <div>
        <p className={classes.value}>
          {t('curve.fact.named.value', { named: curve.namedBars, all: curve.bars.length })}
        </p>
        <p className={classes.name}>{t('curve.fact.named')}</p>
        <p className={classes.rows}>
          <a href="/statistics/method#curve-naming">{t('curve.fact.named.rule')}</a>
        </p>
      </div>
      <div>
        <p className={classes.value}>{number(curve.total.outputTonnes / 1e6, 1)} Mt</p>
        <p className={classes.name}>{t('curve.fact.output')}</p>
        <p className={classes.rows}>
          {t('curve.fact.emissions', { value: number(curve.total.emissionsTonnesCo2e / 1e6, 1) })}
        </p>
      </div>
    </div>
  )
}

function ByAward({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  const { number, percent } = useFormat()
  const groups = [
    ['surely', curve.surely],
    ['possibly', curve.possibly],
    ['no-award-found', curve.others],
    ['total', curve.total],
  ] as const
  return (
    <PlainTable label={t('curve.groups')}>
      <thead>
        <tr>
          <th scope="col">{t('curve.col.award')}</th>
          <th scope="col" data-numeric>
            {t('curve.col.mines')}
          </th>
          <th scope="col" data-numeric>
            {t('curve.col.share')}
          </th>
          <th scope="col" data-numeric>
            {t('curve.col.mean')}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(([key, group]) => (
          <tr key={key}>
            <th scope="row">{key === 'total' ? t('curve.total') : t(`curve.award.${key}`)}</th>
            <td data-numeric>{group.mines}</td>
            <td data-numeric>{group.shareOfOutput === null ? '–' : percent(group.shareOfOutput)}</td>
            <td data-numeric>{group.mean === null ? '–' : number(group.mean, 2)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Deciles({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  const { number, percent } = useFormat()
  return (
    <PlainTable label={t('curve.deciles')}>
      <thead>
        <tr>
          <th scope="col">{t('curve.col.decile')}</th>
          {curve.deciles.map(({ decile }) => (
            <th key={decile} scope="col" data-numeric>
              {percent(decile / 10, 0)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('curve.col.at-most')}</th>
          {curve.deciles.map(({ decile, intensity }) => (
            <td key={decile} data-numeric>
              {number(intensity, 2)}
            </td>
          ))}
        </tr>
      </tbody>
    </PlainTable>
  )
}

export const CurveFacts = ({ curve }: { readonly curve: Curve }) => (
  <>
    <Headlines curve={curve} />
    <div className={classes.groups}>
      <ByAward curve={curve} />
      <Deciles curve={curve} />
    </div>
  </>
)

export function CurveHistory({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  const { number } = useFormat()
  const words = useCurveWords(curve)
  if (curve.history.length < 2) return null
  return (
    <section>
      <h2>{t('history.title')}</h2>
      <PlainTable label={t('history.title')}>
        <thead>
          <tr>
            <th scope="col">{t('series.year')}</th>
            <th scope="col" data-numeric>
              {t('curve.col.mines')}
            </th>
            <th scope="col" data-numeric>
              {t('curve.col.output', { unit: `t ${words.symbol}` })}
            </th>
            <th scope="col" data-numeric>
              {t('curve.col.emissions')}
            </th>
            <th scope="col" data-numeric>
              {words.unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {curve.history.map((year) => (
            <tr key={year.year}>
              <th scope="row">{year.year}</th>
              <td data-numeric>{year.mines}</td>
              <td data-numeric>{number(year.outputTonnes)}</td>
              <td data-numeric>{number(year.emissionsTonnesCo2e)}</td>
              <td data-numeric>{year.mean === null ? '–' : number(year.mean, 2)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}
