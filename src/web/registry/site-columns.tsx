// The columns of the list of sites.
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { Column } from '../ui/long-table.tsx'
import { StatusMark, StatusShape } from '../ui/status-mark.tsx'
import { symbolOf, useWords } from '../ui/words.ts'
import type { SiteRow } from './use-all-sites.ts'
import classes from './sites-page.module.css'

const ORDER = [
  'live-awarded',
  'conditional',
  'suspended',
  'awarded',
  'award-possible',
  'committed',
  'withdrawn',
  'expired',
  'no-award-found',
]

/** The newest award found of any mark. */
export const lastAwardOf = (site: SiteRow) =>
  site.standing.marks
    .flatMap(({ lastAward }) => lastAward ?? [])
    .sort((a, b) => (b.date.to ?? b.date.from ?? '').localeCompare(a.date.to ?? a.date.from ?? ''))[0]

export function useSiteColumns(): readonly Column<SiteRow>[] {
  const t = useMessages('registry')
  const words = useWords()
  const format = useFormat()
  return useMemo((): readonly Column<SiteRow>[] => {
    const none = <span className="quiet">–</span>
    return [
      {
        id: 'name',
        heading: t('column.name'),
        width: 180,
        sortBy: (site) => site.name,
        cell: (site) => (
          <Link to="/sites/$siteId" params={{ siteId: site.siteId }}>
            {site.name}
          </Link>
        ),
      },
      {
        id: 'status',
        heading: t('column.status'),
        width: 230,
        sortBy: (site) => ORDER.indexOf(site.standing.status),
        cell: (site) => <StatusMark status={site.standing.status} />,
      },
      {
        id: 'marks',
        heading: t('column.marks'),
        width: 120,
        sortBy: (site) =>
          site.standing.marks
            .filter(({ lastAward }) => lastAward !== null)
            .map(({ mark }) => mark)
            .join(' ') || null,
        cell: (site) =>
          site.standing.marks.length === 0 ? (
            none
          ) : (
            <span className={classes.marks}>
              {site.standing.marks.map(({ mark, status }) => (
                <span
                  key={`${mark}`}
                  className={classes.mark}
                  title={`${mark === null ? t('mark.unstated') : words.metal(mark)}: ${words.status(status)}`}>
                  <StatusShape status={status} size={12} />
                  {mark === null ? '?' : symbolOf(mark)}
                  <span className="visually-hidden">
                    {mark === null ? t('mark.unstated') : words.metal(mark)}: {words.status(status)}
                  </span>
                </span>
              ))}
            </span>
          ),
      },
      {
        id: 'lastAward',
        heading: t('column.last-award'),
        width: 215,
        sortBy: (site) => {
          const last = lastAwardOf(site)
          return last?.date.to ?? last?.date.from ?? null
        },
        cell: (site) => {
          const last = lastAwardOf(site)
          return last === undefined ? none : format.dated(last.date, 'short')
        },
      },
      {
        id: 'country',
        heading: t('column.country'),
        width: 140,
        sortBy: (site) => words.country(site.country),
        cell: (site) => words.country(site.country),
      },
      {
        id: 'type',
        heading: t('column.type'),
        width: 150,
        sortBy: (site) => words.series(site.types.map(words.type)),
        cell: (site) => words.series(site.types.map(words.type)),
      },
      {
        id: 'operator',
        heading: t('column.operator'),
        width: 190,
        sortBy: (site) => site.operator,
        cell: (site) => site.operator ?? none,
      },
      {
        id: 'metals',
        heading: t('column.metals'),
        width: 160,
        sortBy: (site) => words.series(site.metals.map(words.metal)) || null,
        cell: (site) => words.series(site.metals.map(words.metal)) || none,
      },
      {
        id: 'place',
        heading: t('column.place'),
        width: 160,
        sortBy: (site) => site.place,
        cell: (site) => site.place ?? none,
      },
      {
        id: 'activity',
        heading: t('column.activity'),
        width: 130,
        sortBy: (site) => (site.activity === null ? null : words.activity(site.activity)),
        cell: (site) => (site.activity === null ? none : words.activity(site.activity)),
      },
      {
        id: 'origin',
        heading: t('column.origin'),
        width: 150,
        sortBy: (site) => words.origin(site.origin),
        cell: (site) => words.origin(site.origin),
      },
      {
        id: 'disputed',
        heading: t('column.disputed'),
        width: 110,
        sortBy: (site) => (site.isDisputed ? 0 : 1),
        cell: (site) => (site.isDisputed ? t('disputed') : none),
      },
      {
        id: 'position',
        heading: t('column.position'),
        width: 190,
        sortBy: (site) => site.position?.latitude ?? null,
        isNumeric: true,
        cell: (site) =>
          site.position === null
            ? none
            : `${format.number(site.position.latitude, 3)}, ${format.number(site.position.longitude, 3)}`,
      },
      {
        id: 'siteId',
        heading: t('column.number'),
        width: 140,
        sortBy: (site) => site.siteId,
        cell: (site) => <span className="numeric">{site.siteId}</span>,
      },
    ]
  }, [t, words, format])
}
