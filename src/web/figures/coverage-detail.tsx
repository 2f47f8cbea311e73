// One year of the share, with everything it is made of: the range, the total it is a share of, each counted output with
// its source, the sites that lack one, and the published figures beside it.
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { linkTo, type InputFor, type Result } from '../api/client.ts'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { Sources } from '../ui/sources.tsx'
import { symbolOf } from '../ui/words.ts'
import { CountedOutputs } from './counted-outputs.tsx'
import { Explained } from './explained.tsx'
import { MissingSites } from './missing-sites.tsx'
import { PublishedTable } from './published.tsx'
import { useRangeWords } from './range-words.ts'
import classes from './figures.module.css'

export type Coverage = Result<'getCoverage'>
type Denominator = NonNullable<Coverage['denominator']>

function DenominatorFacts({ coverage }: { readonly coverage: Coverage }) {
  const t = useMessages('figures')
  const { tonnes } = useFormat()
  const symbol = symbolOf(coverage.metal)
  const line = (one: Denominator) => (
    <>
      {tonnes(one.tonnesContained, symbol)}, {t(`denominator.status.${one.status}`)},{' '}
      <span lang="en">{one.edition}</span>{' '}
      <Sources sources={one.citations} about={t('denominator.of', { year: one.year })} />
      {one.note === null ? null : (
        <span className={classes.under} lang="en">
          {one.note}
        </span>
      )}
    </>
  )
  return (
    <Facts>
      <Fact name={t('denominator')}>
        {coverage.denominator === null ? t('denominator.none') : line(coverage.denominator)}
      </Fact>
      {coverage.otherDenominators.length === 0 ? null : (
        <Fact name={t('denominator.others')}>
          {coverage.otherDenominators.map((one) => (
            <div key={one.areaProductionId}>{line(one)}</div>
          ))}
        </Fact>
      )}
    </Facts>
  )
}

function Exports({ asked }: { readonly asked: InputFor<'getCoverage'> }) {
  const t = useMessages('figures')
  return (
    <div className={classes.buttons}>
      {(['csv', 'json'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          download
          href={linkTo('exportCoverage', { ...asked, format })}>
          {t('export', { format: format.toUpperCase() })}
        </Button>
      ))}
    </div>
  )
}

export function CoverageDetail(of: {
  readonly metal: 'copper' | 'molybdenum' | 'nickel' | 'zinc'
  readonly stage: 'mined' | 'refined'
  readonly country?: string
  readonly year: number
}) {
  const t = useMessages('figures')
  const { day } = useFormat()
  const range = useRangeWords()
  const asked = {
    metal: of.metal,
    stage: of.stage,
    year: of.year,
    ...(of.country === undefined ? {} : { country: of.country }),
    ...useTimes(),
  }
  const { data: coverage, error } = useLooseRead('getCoverage', asked)
  if (error !== null) return <p role="alert">{error.message}</p>
  if (coverage === undefined)
    return (
      <section className={classes.year} aria-busy="true">
        <h2>{of.year}</h2>
      </section>
    )
  const unit = `t ${symbolOf(coverage.metal)}`
  return (
    <section className={classes.year} id="year" aria-labelledby="year-title">
      <div className={classes.yearHead}>
        <div>
          <h2 id="year-title">{t('year.title', { year: coverage.year })}</h2>
          <p className={classes.value}>
            {coverage.low === null || coverage.high === null
              ? t('coverage.none')
              : range.share({ low: coverage.low, high: coverage.high })}
          </p>
          <p className={classes.rows}>
            {t('share.status', { day: day(coverage.statusOn) })} ·{' '}
            {t('year.numerator', {
              range: range.count({
                low: Math.round(coverage.numerator.lowTonnes),
                high: Math.round(coverage.numerator.highTonnes),
              }),
              unit,
            })}{' '}
            · <a href="#rules">{t('method.title')}</a>
          </p>
        </div>
        <Exports asked={asked} />
      </div>
      {coverage.warnings.map(({ key }) => (
        <p key={key} className={classes.warning} role="note">
          {t(`warning.${key}`, { count: coverage.missingSites.length })}
        </p>
      ))}
      <DenominatorFacts coverage={coverage} />
      <h3>{t('published.title')}</h3>
      <PublishedTable figures={coverage.published} label={t('published.title')} empty={t('published.none-year')} />
      <Explained explanation={coverage.explanation} metal={coverage.metal} />
      <CountedOutputs outputs={coverage.countedOutputs} metal={coverage.metal} />
      <MissingSites sites={coverage.missingSites} metal={coverage.metal} />
    </section>
  )
}
