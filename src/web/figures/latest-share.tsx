// The newest share of production from awarded sites that can be computed, as a way to the page of all years.
import { Link } from '@tanstack/react-router'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { Sources } from '../ui/sources.tsx'
import { useRangeWords } from './range-words.ts'
import classes from './figures.module.css'

export function LatestShare() {
  const t = useMessages('figures')
  const { day } = useFormat()
  const range = useRangeWords()
  const years = useLooseRead('getCoverageSeries', { metal: 'copper', ...useTimes() }).data?.years
  const latest = years?.findLast(({ low, high }) => low !== null && high !== null)
  if (latest === undefined || latest.low === null || latest.high === null) return null
  return (
    <section className={classes.share} aria-labelledby="share">
      <h2 id="share">{t('share.title', { year: latest.year })}</h2>
      <p className={classes.value}>{range.share({ low: latest.low, high: latest.high })}</p>
      <p className={classes.rows}>
        {t('share.status', { day: day(latest.statusOn) })} ·{' '}
        {latest.denominator === null ? null : (
          <>
            {t('share.denominator')} <Sources sources={latest.denominator.citations} about={t('share.denominator')} />{' '}
            ·{' '}
          </>
        )}
        <Link to="/statistics/coverage" search={{ year: String(latest.year) }}>
          {t('share.rows')}
        </Link>
      </p>
    </section>
  )
}
