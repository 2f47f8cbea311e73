// What a site makes, year by year: a small chart and the very rows behind it. A figure of several sites together says so; a
// second source stands beside the first.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { Sources } from '../ui/sources.tsx'
import { capital, symbolOf, useWords } from '../ui/words.ts'
import { YearBars } from '../ui/year-bars.tsx'
import type { Subject } from './report-error.tsx'
import type { SiteRecord } from './site-page.tsx'
import classes from './site-page.module.css'

type Value = SiteRecord['production'][number]
type Props = { readonly site: SiteRecord; readonly onReport: (subject: Subject) => void }

const groupOf = ({ metal, stage, unit }: Value): string => `${metal} ${stage} ${unit?.id ?? ''}`

export function SiteProductionSection({ site, onReport }: Props) {
  const t = useMessages('site')
  const groups = [...Map.groupBy(site.production, groupOf)]
  const shareAlike = new Set(site.attributions.flatMap(({ dataset, isShareAlike }) => (isShareAlike ? [dataset] : [])))
  return (
    <section className={classes.section} aria-labelledby="production">
      <h2 id="production">{t('production.title')}</h2>
      {groups.length === 0 ? <p className="quiet">{t('production.none')}</p> : null}
      {groups.map(([key, values]) => (
        <Group key={key} values={values} shareAlike={shareAlike} onReport={onReport} />
      ))}
    </section>
  )
}

type GroupProps = {
  readonly values: readonly Value[]
  /** Datasets whose licence passes on: said beside each figure of theirs. */
  readonly shareAlike: ReadonlySet<string>
  readonly onReport: Props['onReport']
}

/** One metal at one stage: its chart and its rows. */
function Group({ values, shareAlike, onReport }: GroupProps) {
  const t = useMessages('site')
  const words = useWords()
  const { metal, stage, unit } = values[0]!
  const tonnes = `t ${symbolOf(metal)}`.trim()
  const title = capital(t('production.of', { metal: words.inText(words.metal(metal)), stage: words.stage(stage) }))
  const preferred = values.filter(({ isPreferred }) => isPreferred)
  const bars = preferred.map((value) => ({
    year: value.year,
    value: value.tonnesContained,
    isPartial: value.monthsCovered < 12,
  }))
  return (
    <div className={classes.production}>
      <h3>{title}</h3>
      {unit === null ? null : <Together unit={unit} />}
      {bars.length < 2 ? null : (
        <YearBars
          bars={bars}
          unit={tonnes}
          label={t('production.chart', { title })}
          partial={t('production.partial')}
        />
      )}
      <div className={classes.tableFrame} role="region" aria-label={title} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('production.year')}</th>
              <th scope="col" data-numeric>
                {t('production.tonnes', { unit: tonnes })}
              </th>
              <th scope="col">{t('production.basis')}</th>
              <th scope="col">{t('production.quality')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('production.source')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <Row
                key={value.factId}
                value={value}
                title={title}
                isShareAlike={shareAlike.has(value.dataset)}
                onReport={onReport}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** The sites that are only known together. */
function Together({ unit }: { readonly unit: NonNullable<Value['unit']> }) {
  const t = useMessages('site')
  return (
    <p className="quiet">
      {t('production.together', { name: unit.name })}{' '}
      {unit.members.map(({ siteId, name }, index) => (
        <span key={siteId}>
          {index === 0 ? '' : ', '}
          <Link to="/sites/$siteId" params={{ siteId }}>
            {name}
          </Link>
        </span>
      ))}
    </p>
  )
}

type RowProps = {
  readonly value: Value
  readonly title: string
  readonly isShareAlike: boolean
  readonly onReport: Props['onReport']
}

function Row({ value, title, isShareAlike, onReport }: RowProps) {
  const t = useMessages('site')
  const { number } = useFormat()
  const months = value.monthsCovered < 12 ? t('production.months', { count: value.monthsCovered }) : ''
  const about = `${title} ${value.year}`
  return (
    <tr data-beside={!value.isPreferred || undefined}>
      <th scope="row">{value.year}</th>
      <td data-numeric>{number(value.tonnesContained, value.tonnesContained < 100 ? 1 : 0)}</td>
      <td>
        {[value.basis, value.calendar, months].filter((part) => part !== '').join(', ')}
        {value.isPreferred ? null : <span className={classes.tag}>{t('production.beside')}</span>}
        {value.note === undefined ? null : <span className={`${classes.below} quiet`}>{value.note}</span>}
      </td>
      <td>
        {value.quality}
        {value.isDisputed ? (
          <a className={classes.disputed} href="#contested">
            {t('disputed')}
          </a>
        ) : null}
        {isShareAlike ? <span className={`${classes.below} quiet`}>{t('attribution.share-alike')}</span> : null}
      </td>
      <td className="nowrap">
        <Sources sources={value.citations} about={about} />
        <button
          type="button"
          className={`${classes.quietButton} no-print`}
          aria-label={t('report.about', { fact: about })}
          onClick={() => onReport({ kind: 'production', factId: value.factId })}>
          {t('report.short')}
        </button>
      </td>
    </tr>
  )
}
