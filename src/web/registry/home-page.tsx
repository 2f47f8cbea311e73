// The door for a stranger: what this is, one field to search, the headline figures with day, source and method, what is new.
import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState, type ReactNode } from 'react'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { Sources } from '../ui/sources.tsx'
import { useWords } from '../ui/words.ts'
import classes from './home-page.module.css'

/** What happened, not what was planned. */
const NEWS = 'award,re-award,extension,commitment,participation,withdrawal,suspension'

function SearchField() {
  const t = useMessages('registry')
  const navigate = useNavigate()
  const [text, setText] = useState('')
  return (
    <form
      role="search"
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault()
        void navigate({ to: '/sites', search: text.trim() === '' ? {} : { q: text.trim() } })
      }}>
      <TextInput
        size="lg"
        name="q"
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        label={t('home.search')}
        placeholder={t('home.search.example')}
        leftSection={<IconSearch size={20} aria-hidden />}
        className={classes.field}
      />
      <Button size="lg" type="submit">
        {t('home.search.go')}
      </Button>
    </form>
  )
}

type FigureProps = {
  readonly value: string
  readonly name: string
  readonly rows: ReactNode
  readonly note?: ReactNode
}

const Figure = ({ value, name, rows, note }: FigureProps) => (
  <div className={classes.figure}>
    <p className={classes.value}>{value}</p>
    <p className={classes.name}>{name}</p>
    <p className={classes.rows}>
      {rows}
      {note === undefined ? null : <> · {note}</>}
    </p>
  </div>
)

function Figures() {
  const t = useMessages('registry')
  const { number, day } = useFormat()
  const counts = useLooseRead('getStatistics', useTimes()).data
  const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
    low === high ? number(low) : t('range', { low: number(low), high: number(high) })
  const sites = (status: string) => (
    <Link to="/sites" search={{ status }}>
      {t('home.rows')}
    </Link>
  )
  if (counts === undefined) return <div className={classes.figures} aria-busy="true" />
  return (
    <section aria-labelledby="figures">
      <div className={classes.head}>
        <h2 id="figures">{t('home.figures', { day: day(counts.asOf) })}</h2>
        <p>
          <Link to="/statistics">{t('home.all-figures')}</Link> ·{' '}
          <Link to="/statistics/method">{t('home.method')}</Link>
        </p>
      </div>
      <div className={classes.figures}>
        <Figure value={range(counts.awardedSites)} name={t('home.awarded')} rows={sites('awarded,award-possible')} />
        <Figure
          value={range(counts.participants)}
          name={t('home.participants')}
          rows={sites('awarded,award-possible,committed')}
        />
        <Figure
          value={range(counts.partners)}
          name={t('home.partners')}
          rows={<Link to="/partners">{t('home.rows')}</Link>}
        />
        <Share />
        <Figure value={number(counts.sites)} name={t('home.sites')} rows={<Link to="/sites">{t('home.rows')}</Link>} />
      </div>
      <p className="quiet">
        <small>{t('home.ranges')}</small>
      </p>
    </section>
  )
}

/** The newest share of world mined copper that can be computed. */
function Share() {
  const t = useMessages('registry')
  const { percent } = useFormat()
  const years = useLooseRead('getCoverageSeries', { metal: 'copper', ...useTimes() }).data?.years
  const share = years?.findLast(({ low, high }) => low !== null && high !== null)
  if (share === undefined) return null
  const { low, high, year, denominator } = share
  return (
    <Figure
      value={t('range', { low: percent(low ?? 0), high: percent(high ?? 0) })}
      name={t('home.coverage', { year: String(year) })}
      rows={
        <Link to="/statistics/coverage" search={{ year: String(year) }}>
          {t('home.rows')}
        </Link>
      }
      note={
        denominator === null ? undefined : <Sources sources={denominator.citations} about={t('home.denominator')} />
      }
    />
  )
}

function Recent() {
  const t = useMessages('registry')
  const words = useWords()
  const { dated } = useFormat()
  const events = useLooseRead('listMilestones', { limit: 8, kind: NEWS, ...useTimes() }).data?.items
  if (events === undefined || events.length === 0) return null
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">{t('home.recent')}</h2>
      <ul className={classes.recent}>
        {events.map((event) => (
          <li key={event.milestoneId}>
            <span className={classes.date}>{dated(event.date)}</span>
            <span>
              {event.siteId === undefined ? (
                event.subjectAsFound
              ) : (
                <Link to="/sites/$siteId" params={{ siteId: event.siteId }}>
                  {event.siteName ?? event.subjectAsFound}
                </Link>
              )}
              {event.country === null ? null : <span className="quiet">, {words.country(event.country)}</span>}
            </span>
            <span>
              {words.series([
                words.milestone(event.kind),
                ...(event.mark === undefined ? [] : [words.metal(event.mark)]),
              ])}{' '}
              <Sources
                sources={event.citations}
                about={`${event.siteName ?? event.subjectAsFound}: ${words.milestone(event.kind)}`}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Page() {
  const t = useMessages('registry')
  return (
    <Frame>
      <div className={classes.door}>
        <PageHeading title={t('home.title')} lead={t('home.lead')} />
        <SearchField />
        <p className={classes.ways}>
          {t('home.or')}{' '}
          <Link to="/sites" search={{ metal: 'copper', status: 'awarded' }}>
            {t('home.way.copper')}
          </Link>
          <Link to="/sites" search={{ country: 'CHL' }}>
            {t('home.way.chile')}
          </Link>
          <Link to="/map">{t('home.way.map')}</Link>
          <Link to="/lookup">{t('home.way.lookup')}</Link>
        </p>
      </div>
      <Suspense fallback={null}>
        <Figures />
        <Recent />
      </Suspense>
      <section aria-labelledby="more">
        <h2 id="more">{t('home.more')}</h2>
        <ul className={classes.more}>
          <li>
            <Link to="/emission-curve">{t('home.more.emissions')}</Link>
            <p>{t('home.more.emissions.about')}</p>
          </li>
          <li>
            <Link to="/standards">{t('home.more.standards')}</Link>
            <p>{t('home.more.standards.about')}</p>
          </li>
          <li>
            <Link to="/about-the-data">{t('home.more.data')}</Link>
            <p>{t('home.more.data.about')}</p>
          </li>
          <li>
            <a href="/docs">{t('home.more.api')}</a>
            <p>{t('home.more.api.about')}</p>
          </li>
        </ul>
      </section>
    </Frame>
  )
}
