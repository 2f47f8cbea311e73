// Counts of the registry as of a day, each computed from its rows: at least and at most, beside what was published.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Result } from '../api/client.ts'
import { linkTo } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import { PublishedTable } from './published.tsx'
import { RangeBar } from './range-bar.tsx'
import { useRangeWords } from './range-words.ts'
import { RowsBehind } from './rows-behind.tsx'
import { RuleList } from './rule-list.tsx'
import { LatestShare } from './latest-share.tsx'
import classes from './figures.module.css'

type Statistics = Result<'getStatistics'>
type Count = Statistics['participants']
type Group = readonly ({ readonly key: string } & Count)[]

function Headline({ name, count, rows }: { readonly name: string; readonly count: Count; readonly rows: ReactNode }) {
  const range = useRangeWords()
  return (
    <div>
      <p className={classes.value}>{range.count(count)}</p>
      <p className={classes.name}>{name}</p>
      <p className={classes.rows}>
        {range.atLeastMost(count)} · {rows}
      </p>
    </div>
  )
}

function GroupTable({
  title,
  group,
  nameOf,
}: {
  readonly title: string
  readonly group: Group
  readonly nameOf: (key: string) => string
}) {
  const t = useMessages('figures')
  const { number } = useFormat()
  const most = Math.max(...group.map(({ high }) => high), 1)
  return (
    <section className={classes.group}>
      <h3>{title}</h3>
      <PlainTable label={title}>
        <thead>
          <tr>
            <th scope="col">{t('group.name')}</th>
            <th scope="col" data-numeric>
              {t('group.low')}
            </th>
            <th scope="col" data-numeric>
              {t('group.high')}
            </th>
            <th scope="col" className={classes.barColumn}>
              <span className="visually-hidden">{t('group.bar')}</span>
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('group.rows')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {group.map(({ key, ...count }) => (
            <tr key={key}>
              <th scope="row">{nameOf(key)}</th>
              <td data-numeric>{number(count.low)}</td>
              <td data-numeric>{number(count.high)}</td>
              <td>
                <RangeBar low={count.low} high={count.high} most={most} />
              </td>
              <td className="nowrap">
                <RowsBehind rows={count} about={`${title}: ${nameOf(key)}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Groups({ statistics }: { readonly statistics: Statistics }) {
  const t = useMessages('figures')
  const words = useWords()
  return (
    <section aria-labelledby="awarded">
      <h2 id="awarded">{t('awarded.title')}</h2>
      <p className={classes.note}>{t('awarded.note')}</p>
      <div className={classes.groups}>
        <GroupTable title={t('by.mark')} group={statistics.awardedByMark} nameOf={words.metal} />
        <GroupTable title={t('by.type')} group={statistics.awardedByType} nameOf={words.type} />
        <GroupTable title={t('by.country')} group={statistics.awardedByCountry} nameOf={words.country} />
        <GroupTable title={t('by.metal')} group={statistics.awardedByMetal} nameOf={words.metal} />
      </div>
      <p className={classes.note}>
        {t('without-mark', { count: statistics.awardedWithoutMark.high })}{' '}
        <RowsBehind rows={statistics.awardedWithoutMark} about={t('without-mark.short')} />
        {statistics.eventsWithoutSite === 0 ? null : (
          <> {t('events-without-site', { count: statistics.eventsWithoutSite })}</>
        )}
      </p>
    </section>
  )
}

export function Page() {
  const t = useMessages('figures')
  const { day } = useFormat()
  const times = useTimes()
  const statistics = useRead('getStatistics', times)
  return (
    <Frame>
      <PageHeading title={t('statistics.title')} lead={t('statistics.lead', { day: day(statistics.asOf) })} />
      <p className={classes.places}>
        <Link to="/statistics/coverage">{t('coverage.title')}</Link>
        <a href="#published">{t('published.title')}</a>
        <a href="#rules">{t('method.title')}</a>
        <a href={linkTo('getStatistics', times)}>{t('as-json')}</a>
      </p>
      <div className={classes.headlines}>
        <Headline
          name={t('count.awarded-sites')}
          count={statistics.awardedSites}
          rows={<RowsBehind rows={statistics.awardedSites} about={t('count.awarded-sites')} />}
        />
        <Headline
          name={t('count.awarded-mines')}
          count={statistics.awardedMines}
          rows={<RowsBehind rows={statistics.awardedMines} about={t('count.awarded-mines.alone')} />}
        />
        <Headline
          name={t('count.participants')}
          count={statistics.participants}
          rows={<RowsBehind rows={statistics.participants} about={t('count.participants')} />}
        />
        <Headline
          name={t('count.partners')}
          count={statistics.partners}
          rows={<Link to="/partners">{t('rows', { count: statistics.partners.high })}</Link>}
        />
      </div>
      <LatestShare />
      <Groups statistics={statistics} />
      <section id="published">
        <h2>{t('published.title')}</h2>
        <p className={classes.note}>{t('published.lead')}</p>
        <PublishedTable figures={statistics.published} label={t('published.title')} empty={t('published.none')} />
      </section>
      <RuleList keys={statistics.rules} />
      <p className="quiet">
        <small>{t('position', { position: statistics.position })}</small>
      </p>
    </Frame>
  )
}
