// The emission curve of mines: picture, numbers, table twin, the mines without a figure, datasets and rules. The
// picture is fetched after the page.
import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useRef } from 'react'
import { linkTo } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useWords } from '../ui/words.ts'
import { CurveControls } from './curve-controls.tsx'
import { CurveFacts, CurveHistory } from './curve-facts.tsx'
import type { Curve } from './curve-layout.ts'
import { CurveLegend } from './curve-legend.tsx'
import { CurveTable, MinesWithoutFigure } from './curve-table.tsx'
import { given, type CurveSearch } from './figure-search.ts'
import { RuleList } from './rule-list.tsx'
import classes from './figures.module.css'

const route = getRouteApi('/emission-curve')
const CurveChart = lazy(() => import('./curve-chart.tsx').then((module) => ({ default: module.CurveChart })))

type Asked = Parameters<typeof linkTo<'getEmissionCurve'>>[1]

function askedBy({ metal, scope, boundary, year, series }: CurveSearch): NonNullable<Asked> {
  return given({
    metal,
    scope,
    boundary,
    year: year === undefined ? undefined : Number(year),
    series,
  }) as NonNullable<Asked>
}

function Exports({
  curve,
  asked,
  chart,
  title,
}: {
  readonly curve: Curve
  readonly asked: NonNullable<Asked>
  readonly chart: Chart
  readonly title: string
}) {
  const t = useMessages('figures')
  const name = `emission-curve-${curve.metal}-${curve.scope}-${curve.year ?? 'none'}`
  const picture = async (save: (text: string, name: string) => void | Promise<void>) => {
    if (chart.current === null) return
    const { svgText } = await import('./picture.ts')
    const source = [
      ...curve.datasets.map(({ attribution, licence }) => [attribution, licence].filter(Boolean).join(', ')),
      t('curve.as-of', { day: curve.asOf }),
    ].join(' · ')
    await save(svgText(chart.current, title, source), name)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('curve.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void picture(async (text, as) => (await import('./picture.ts')).saveSvg(text, as))}>
          {t('curve.export.svg')}
        </Menu.Item>
        <Menu.Item onClick={() => void picture(async (text, as) => (await import('./picture.ts')).savePng(text, as))}>
          {t('curve.export.png')}
        </Menu.Item>
        {(['csv', 'json'] as const).map((format) => (
          <Menu.Item key={format} component="a" download href={linkTo('exportEmissionCurve', { ...asked, format })}>
            {t('curve.export.rows', { format: format.toUpperCase() })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

type Chart = React.RefObject<SVGSVGElement | null>

function Drawn({ curve, chart, title }: { readonly curve: Curve; readonly chart: Chart; readonly title: string }) {
  const t = useMessages('figures')
  return (
    <>
      <figure className={classes.figure}>
        <Suspense fallback={<div style={{ height: 440 }} aria-busy="true" />}>
          <CurveChart curve={curve} svg={chart} label={title} />
        </Suspense>
        <CurveLegend present={new Set(curve.bars.map(({ quality }) => quality))} />
        <figcaption>{t('curve.caption', { boundary: curve.boundaries.join('; ') })}</figcaption>
      </figure>
      {curve.warnings
        .filter(({ key }) => key !== 'no-figures')
        .map(({ key }) => (
          <p key={key} className={classes.warning} role="note">
            {t(`curve.warning.${key as 'boundaries-differ' | 'mines-unmatched'}`)}
          </p>
        ))}
      <CurveFacts curve={curve} />
      <h2>{t('curve.table')}</h2>
      <CurveTable curve={curve} />
    </>
  )
}

function Data({ curve }: { readonly curve: Curve }) {
  const t = useMessages('figures')
  return (
    <section aria-labelledby="data">
      <h2 id="data">{t('curve.data')}</h2>
      <ul className={classes.rules}>
        {curve.datasets.map((dataset) => (
          <li key={dataset.datasetId}>
            {dataset.url === null ? (
              dataset.title
            ) : (
              <a href={dataset.url} rel="noreferrer">
                {dataset.title}
              </a>
            )}
            <span className={classes.under}>
              {[dataset.attribution, dataset.licence].filter((part) => part !== null).join(' · ')}
            </span>
          </li>
        ))}
        <li>
          {t('curve.form')} <a href="/docs">{t('curve.form.where')}</a>
        </li>
      </ul>
    </section>
  )
}

export function Page() {
  const t = useMessages('figures')
  const words = useWords()
  const { day } = useFormat()
  const chart = useRef<SVGSVGElement>(null)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const asked = { ...askedBy(search), ...useTimes() }
  const curve = useRead('getEmissionCurve', asked)
  const title = t('curve.chart', {
    metal: words.metal(curve.metal),
    scope: t(`scope.${curve.scope}`),
    year: String(curve.year ?? '–'),
    day: day(curve.asOf),
  })
  return (
    <Frame>
      <PageHeading
        title={t('curve.title')}
        lead={t('curve.lead')}
        actions={
          curve.bars.length === 0 ? undefined : <Exports curve={curve} asked={asked} chart={chart} title={title} />
        }
      />
      <CurveControls
        curve={curve}
        search={search}
        onChange={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
        }
      />
      {curve.bars.length === 0 ? (
        <Empty title={t('curve.none')}>
          <p>{t('curve.none.next')}</p>
        </Empty>
      ) : (
        <Drawn curve={curve} chart={chart} title={title} />
      )}
      <MinesWithoutFigure curve={curve} />
      <CurveHistory curve={curve} />
      <Data curve={curve} />
      <RuleList keys={curve.rules} />
      <p className="quiet">
        <small>{t('position', { position: curve.position })}</small>
      </p>
    </Frame>
  )
}
