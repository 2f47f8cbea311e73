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

const NONE = <span className="quiet">–</span>

/** A column of plain text: sorted by what it shows, a dash where there is nothing. */
const textColumn = (id: string, heading: string, width: number, textOf: (site: SiteRow) => string | null) => ({
  id,
  heading,
  width,
  sortBy: (site: SiteRow) => textOf(site) || null,
  cell: (site: SiteRow) => textOf(site) || NONE,
})

/** What the list is for: the site, what can be said of its marks, since when. */
function useStandingColumns(): readonly Column<SiteRow>[] {
  const t = useMessages('registry')
  const { dated } = useFormat()
  return useMemo(() => {
    const marksOf = ({ standing }: SiteRow) => standing.marks.filter(({ lastAward }) => lastAward !== null)
    return [
      {
        id: 'name',
        heading: t('column.name'),
        width: 180,
        sortBy: ({ name }) => name,
        cell: ({ siteId, name }) => (
          <Link to="/sites/$siteId" params={{ siteId }}>
            {name}
          </Link>
        ),
      },
      {
        id: 'status',
        heading: t('column.status'),
        width: 220,
        sortBy: ({ standing }) => ORDER.indexOf(standing.status),
        cell: ({ standing }) => <StatusMark status={standing.status} />,
      },
      {
        id: 'marks',
        heading: t('column.marks'),
        width: 120,
        sortBy: (site) =>
          marksOf(site)
            .map(({ mark }) => mark)
            .join(' ') || null,
        cell: (site) => <Marks site={site} />,
      },
      {
        id: 'lastAward',
        heading: t('column.last-award'),
        width: 205,
        sortBy: (site) => lastAwardOf(site)?.date.to ?? lastAwardOf(site)?.date.from ?? null,
        cell: (site) => {
          const last = lastAwardOf(site)
          return last === undefined ? NONE : dated(last.date, 'short')
        },
      },
    ]
  }, [t, dated])
}

export function useSiteColumns(): readonly Column<SiteRow>[] {
  const t = useMessages('registry')
  const words = useWords()
  const { number } = useFormat()
  const standing = useStandingColumns()
  return useMemo(() => {
    const place = ({ position }: SiteRow): string | null =>
      position === null ? null : `${number(position.latitude, 3)}, ${number(position.longitude, 3)}`
    return [
      ...standing,
      textColumn('country', t('column.country'), 140, ({ country }) => words.country(country)),
      textColumn('type', t('column.type'), 150, ({ types }) => words.series(types.map(words.type))),
      textColumn('operator', t('column.operator'), 170, ({ operator }) => operator),
      textColumn('metals', t('column.metals'), 160, ({ metals }) => words.series(metals.map(words.metal))),
      textColumn('place', t('column.place'), 160, (site) => site.place),
      textColumn('activity', t('column.activity'), 130, ({ activity }) => activity && words.activity(activity)),
      textColumn('origin', t('column.origin'), 150, ({ origin }) => words.origin(origin)),
      textColumn('disputed', t('column.disputed'), 110, ({ isDisputed }) => (isDisputed ? t('disputed') : null)),
      {
        ...textColumn('position', t('column.position'), 190, place),
        isNumeric: true,
        sortBy: ({ position }) => position?.latitude ?? null,
      },
      textColumn('siteId', t('column.number'), 140, ({ siteId }) => siteId),
    ]
  }, [standing, t, words, number])
}

/** Each mark by the symbol of its metal and the shape of what can be said of it. */
function Marks({ site: { standing } }: { readonly site: SiteRow }) {
  const t = useMessages('registry')
  const words = useWords()
  if (standing.marks.length === 0) return NONE
  return (
    <span className={classes.marks}>
      {standing.marks.map(({ mark, status }) => {
        const meaning = `${mark === null ? t('mark.unstated') : words.metal(mark)}: ${words.status(status)}`
        return (
          <span key={`${mark}`} className={classes.mark} title={meaning}>
            <StatusShape status={status} size={12} />
            <span aria-hidden>{mark === null ? '?' : symbolOf(mark)}</span>
            <span className="visually-hidden">{meaning}</span>
          </span>
        )
      })}
    </span>
  )
}
