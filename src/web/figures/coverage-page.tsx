// The share of world (or a country's) production that comes from awarded sites, for every year with a known total.
import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { symbolOf, useWords } from '../ui/words.ts'
import { CoverageChart, CoverageLegend, type CoverageYear } from './coverage-chart.tsx'
import { CoverageDetail } from './coverage-detail.tsx'
import { given, type CoverageSearch } from './figure-search.ts'
import { usePublishedWords } from './published.tsx'
import { useRangeWords } from './range-words.ts'
import { RuleList } from './rule-list.tsx'
import classes from './figures.module.css'

const route = getRouteApi('/statistics/coverage')
const METALS = ['copper', 'molybdenum', 'nickel', 'zinc'] as const
type Metal = (typeof METALS)[number]
type Stage = 'mined' | 'refined'

/** What the address asks for, in the form the API takes. */
function askedBy(search: CoverageSearch) {
  const metal = METALS.find((one) => one === search.metal) ?? 'copper'
  const stage: Stage = search.stage === 'refined' ? 'refined' : 'mined'
  return { metal: metal as Metal, stage, ...given({ country: search.country }) }
}

function Controls({
  search,
  onChange,
}: {
  readonly search: CoverageSearch
  readonly onChange: (change: CoverageSearch) => void
}) {
  const t = useMessages('figures')
  const words = useWords()
  const { language } = useFormat()
  const countries = useRead('getStatistics', useTimes())
    .awardedByCountry.map(({ key }) => ({ value: key, label: words.country(key) }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
  const { metal, stage } = askedBy(search)
  return (
    <div className={classes.controls}>
      <NativeSelect
        label={t('control.metal')}
        value={metal}
        data={METALS.map((one) => ({ value: one, label: words.metal(one) }))}
        onChange={(event) => onChange({ metal: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('control.stage')}
        value={stage}
        data={(['mined', 'refined'] as const).map((one) => ({ value: one, label: words.stage(one) }))}
        onChange={(event) => onChange({ stage: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('control.area')}
        value={search.country ?? ''}
        data={[{ value: '', label: t('control.world') }, ...countries]}
        onChange={(event) => onChange({ country: event.currentTarget.value })}
      />
    </div>
  )
}

function SeriesRow({
  year,
  symbol,
  isSelected,
}: {
  readonly year: CoverageYear
  readonly symbol: string
  readonly isSelected: boolean
}) {
  const t = useMessages('figures')
  const { tonnes } = useFormat()
  const range = useRangeWords()
  const say = usePublishedWords()
  return (
    <tr aria-current={isSelected || undefined}>
      <th scope="row">
        <route.Link
          to="."
          hash="year"
          search={(before: CoverageSearch) => ({ ...before, year: String(year.year) })}
          resetScroll={false}>
          {year.year}
        </route.Link>
      </th>
      <td data-numeric>
        {year.low === null || year.high === null ? t('coverage.none') : range.share({ low: year.low, high: year.high })}
      </td>
      <td data-numeric>
        {range.count({ low: Math.round(year.numerator.lowTonnes), high: Math.round(year.numerator.highTonnes) })}
      </td>
      <td data-numeric>
        {year.denominator === null ? (
          '–'
        ) : (
          <>
            {tonnes(year.denominator.tonnesContained, symbol)}{' '}
            <Sources sources={year.denominator.citations} about={t('denominator.of', { year: year.year })} />
          </>
        )}
      </td>
      <td>
        {year.published.length === 0
          ? '–'
          : year.published.map((figure) => (
              <span key={figure.publishedFigureId} className={classes.tag}>
                {say.value(figure)}
              </span>
            ))}
      </td>
      <td data-numeric>{year.missingSites}</td>
    </tr>
  )
}

function SeriesTable({
  years,
  symbol,
  selected,
  label,
}: {
  readonly years: readonly CoverageYear[]
  readonly symbol: string
  readonly selected: number | undefined
  readonly label: string
}) {
  const t = useMessages('figures')
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          <th scope="col">{t('series.year')}</th>
          <th scope="col" data-numeric>
            {t('series.share')}
          </th>
          <th scope="col" data-numeric>
            {t('series.counted', { unit: `t ${symbol}` })}
          </th>
          <th scope="col" data-numeric>
            {t('series.total')}
          </th>
          <th scope="col">{t('series.published')}</th>
          <th scope="col" data-numeric>
            {t('series.missing')}
          </th>
        </tr>
      </thead>
      <tbody className={classes.table}>
        {years.toReversed().map((year) => (
          <SeriesRow key={year.year} year={year} symbol={symbol} isSelected={year.year === selected} />
        ))}
      </tbody>
    </PlainTable>
  )
}

export function Page() {
  const t = useMessages('figures')
  const words = useWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const asked = askedBy(search)
  const series = useRead('getCoverageSeries', { ...asked, ...useTimes() })
  const { years } = series
  const newest = years.findLast(({ low }) => low !== null) ?? years.at(-1)
  const selected = years.find(({ year }) => String(year) === search.year)?.year ?? newest?.year
  const show = (change: CoverageSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
  const area = asked.country === undefined ? t('control.world') : words.country(asked.country)
  const label = t('coverage.chart', { metal: words.metal(asked.metal), stage: words.stage(asked.stage), area })
  return (
    <Frame>
      <PageHeading title={t('coverage.title')} lead={t('coverage.lead')} />
      <Controls search={search} onChange={show} />
      {years.length === 0 ? (
        <Empty title={t('coverage.no-years')}>
          <p>{t('coverage.no-years.next')}</p>
        </Empty>
      ) : (
        <>
          <figure className={classes.figure}>
            <CoverageChart
              years={years}
              selected={selected}
              onSelect={(year) => show({ year: String(year) })}
              label={label}
            />
            <CoverageLegend />
            <figcaption>
              <strong>{label}</strong> {t('coverage.caption')}
            </figcaption>
          </figure>
          <SeriesTable years={years} symbol={symbolOf(asked.metal)} selected={selected} label={label} />
        </>
      )}
      {selected === undefined ? null : <CoverageDetail key={selected} {...asked} year={selected} />}
      <RuleList keys={series.rules} />
      <p className="quiet">
        <small>{t('position', { position: series.position })}</small>
      </p>
    </Frame>
  )
}
