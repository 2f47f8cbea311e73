// The bars of the emission curve as a table, in the same order and with the same words, and the mines without a figure.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { useWords } from '../ui/words.ts'
import type { Bar, Curve } from './curve-layout.ts'
import { useCurveWords } from './curve-words.ts'
import classes from './figures.module.css'

function BarName({ bar }: { readonly bar: Bar }) {
  const t = useMessages('figures')
  const words = useWords()
  if (!bar.isNamed) return <span className="quiet">{t('curve.unnamed')}</span>
  return (
    <>
      {bar.siteId === null ? (
        bar.name
      ) : (
        <Link to="/sites/$siteId" params={{ siteId: bar.siteId }}>
          {bar.name}
        </Link>
      )}
      <span className="quiet">, {words.country(bar.country)}</span>
    </>
  )
}

export function CurveTable({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  const { number } = useFormat()
  const words = useCurveWords(curve)
  const titles = new Map(curve.datasets.map((dataset) => [dataset.datasetId, dataset.title]))
  return (
    <PlainTable label={t('curve.table')}>
      <thead>
        <tr>
          <th scope="col" data-numeric>
            {t('curve.col.rank')}
          </th>
          <th scope="col">{t('curve.col.mine')}</th>
          <th scope="col" data-numeric>
            {words.unit}
          </th>
          <th scope="col" data-numeric>
            {t('curve.col.output', { unit: `t ${words.symbol}` })}
          </th>
          <th scope="col" data-numeric>
            {t('curve.col.emissions')}
          </th>
          <th scope="col">{t('curve.col.years')}</th>
          <th scope="col">{t('curve.col.quality')}</th>
          <th scope="col">{t('curve.col.award')}</th>
          <th scope="col">{t('curve.col.source')}</th>
        </tr>
      </thead>
      <tbody>
        {curve.bars.map((bar) => (
          <tr key={bar.rank}>
            <td data-numeric>{bar.rank}</td>
            <th scope="row">
              <BarName bar={bar} />
            </th>
            <td data-numeric>{number(bar.intensity, 2)}</td>
            <td data-numeric>{number(bar.outputTonnes)}</td>
            <td data-numeric>{number(bar.emissionsTonnesCo2e)}</td>
            <td className="nowrap">{t('curve.years', { emissions: bar.emissionsYear, output: bar.outputYear })}</td>
            <td>{t(`quality.${bar.quality}`)}</td>
            <td>{t(`curve.award.${bar.award}`)}</td>
            <td>
              {bar.isNamed ? (
                <Sources sources={bar.citations} about={bar.name} />
              ) : (
                <a href={`/about-the-data#${bar.dataset}`} title={titles.get(bar.dataset)}>
                  {t('curve.dataset')}
                </a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

export function MinesWithoutFigure({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  const words = useWords()
  const { tonnes } = useFormat()
  const { symbol } = useCurveWords(curve)
  if (curve.withoutFigure.length === 0) return null
  return (
    <section>
      <h2>{t('without.title', { count: curve.withoutFigure.length })}</h2>
      <p className={classes.note}>{t('without.note')}</p>
      <PlainTable label={t('without.title', { count: curve.withoutFigure.length })}>
        <thead>
          <tr>
            <th scope="col">{t('counted.site')}</th>
            <th scope="col">{t('missing.country')}</th>
            <th scope="col">{t('curve.col.award')}</th>
            <th scope="col">{t('without.output')}</th>
          </tr>
        </thead>
        <tbody>
          {curve.withoutFigure.map((mine) => (
            <tr key={mine.siteId}>
              <th scope="row">
                <Link to="/sites/$siteId" params={{ siteId: mine.siteId }}>
                  {mine.name}
                </Link>
              </th>
              <td>{words.country(mine.country)}</td>
              <td>{t(`curve.award.${mine.award}`)}</td>
              <td>
                {mine.output === null ? (
                  t('missing.nothing')
                ) : (
                  <>
                    {t('missing.known', { tonnes: tonnes(mine.output.tonnes, symbol), year: mine.output.year })}{' '}
                    <Sources sources={mine.output.citations} about={mine.name} />
                    {mine.output.reportedWith === null ? null : (
                      <span className={classes.under}>{t('missing.with', { name: mine.output.reportedWith })}</span>
                    )}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}
