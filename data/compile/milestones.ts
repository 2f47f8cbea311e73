// The dated events of the sites. Where two sources tell the same event, both stand, each with its own address; a row
// is left out only where a row of the same site, mark, kind and address is already there.
import type { MilestoneKind } from '#src/awards/milestone.ts'
import type { Dated } from '#src/kernel/time.ts'
import { slugOf } from '#src/kernel/id.ts'
import { earliestDays } from './earliest-day.ts'
import { readDate, told, type Reading } from './milestone-dates.ts'
import { eventsOf, listOf, type Event } from './milestone-events.ts'
import { cell, type OpenData, type Row } from './open-data.ts'
import { NEXANS_2022, page } from './sources.ts'
import { namedSite, SAME_SITE } from './site-names.ts'
import { sourcesCell, withIds, type Cells, type Source, type Table } from './table.ts'

export type Found = {
  readonly siteKey: string | undefined
  readonly subject: string
  readonly register: string
  readonly mark: string | undefined
  readonly kind: MilestoneKind
  readonly date: Dated
  readonly announcedOn: string | undefined
  readonly validUntil: string | undefined
  readonly asFound: string
  readonly source: Source
  readonly note: string
}

const sourceOf = (text: string): Source => text.startsWith('source document') ? NEXANS_2022 : page(text)

/** The participant tables: every row tells an event. */
function participantEvents(data: OpenData): Found[] {
  const rows = ['participants.csv', 'participants_more.csv'].flatMap((file) => data.rows(`coppermark/${file}`))
  return rows.flatMap((row) => {
    const key = cell(row, 'site')
    const isNamed = namedSite(key) !== undefined
    const { register, marks } = listOf(cell(row, 'metals'))
    const note = /fabricator pilot/.test(cell(row, 'metals')) ? 'Within the pilot for fabricators.' : ''
    const source = sourceOf(cell(row, 'source'))
    return eventsOf(cell(row, 'status'), cell(row, 'date')).flatMap((event) => marks.map((mark) => foundOf({
      key: isNamed ? key : undefined, subject: isNamed ? key : unnamed(row), register, mark, event, source, note,
    })))
  })
}

/** The company and country where the source names no site. */
const unnamedSlug = (subject: string): string => {
  const [company, ...rest] = subject.replace(/ \([^)]*\)/g, '').split(', ')
  return slugOf([company, ...rest.slice(-1).filter((part) => !/named/.test(part))].join(' '))
}

const unnamed = (row: Row): string =>
  [cell(row, 'company'), cell(row, 'site').replace(/^\((.*)\)$/, '$1'), cell(row, 'country')]
    .filter((part) => part !== '').join(', ')

type Told = Pick<Found, 'subject' | 'register' | 'mark' | 'source' | 'note'> & { key: string | undefined; event: Event }

function foundOf({ key, subject, register, mark, event, source, note }: Told): Found {
  return {
    siteKey: key, subject, register, mark, kind: event.kind, date: event.reading.date,
    announcedOn: event.reading.announcedOn,
    validUntil: event.validUntil, asFound: event.asFound, source, note,
  }
}

const AWARD_PAGE_KIND: Readonly<Record<string, MilestoneKind>> = {
  awarded: 'award', committed: 'commitment', planned: 'planned', recertified: 're-award',
  'renewed (to 2027)': 'extension',
  'chain-of-custody standard met': 'custody-conformance',
}

function awardPageReading(row: Row): Reading {
  const [from, to, precision] = [cell(row, 'date_from'), cell(row, 'date_to'), cell(row, 'date_precision')]
  const printed = from === to ? `${from} (${precision})` : `${from} to ${to} (${precision})`
  const bounds = { from, to, printed }
  if (precision === 'day') return { date: { ...bounds, precision: 'day' } }
  if (precision === 'day (announcement)') return told(to, `${to} (announced)`)
  if (precision === 'month') return readDate(from.slice(0, 7))
  if (precision.startsWith('range')) return { date: { ...bounds, precision: 'range' } }
  if (precision.startsWith('by date')) return { date: { ...bounds, from: from === to ? null : from, precision: 'by' } }
  throw new Error(`no reading for the precision ${precision}`)
}

/** That list says committed of every site that takes part. */
const sameKind = (kind: MilestoneKind): MilestoneKind => kind === 'participation' ? 'commitment' : kind

/** The list of public award pages, where it adds a source. */
function awardPageEvents(data: OpenData, known: readonly Found[]): Found[] {
  const isTold = (event: Found): boolean =>
    known.some((other) => other.siteKey === event.siteKey && sameKind(other.kind) === sameKind(event.kind)
    && other.register === event.register && other.mark === event.mark && other.source.url === event.source.url)
  return data.rows('coppermark/awards_from_public_pages.csv').flatMap((row) => {
    const name = cell(row, 'site')
    const key = SAME_SITE[name] ?? name
    // The two rows that name no site are told, with the company, by the participant tables.
    if (namedSite(key) === undefined) return []
    const kind = AWARD_PAGE_KIND[cell(row, 'event')]
    if (kind === undefined) throw new Error(`no kind for the event ${cell(row, 'event')}`)
    const { date, announcedOn } = awardPageReading(row)
    const event: Found = {
      siteKey: key, subject: name, register: kind === 'custody-conformance' ? 'chain-of-custody' : 'mark',
      mark: cell(row, 'metal'), kind, date,
      announcedOn, validUntil: undefined, asFound: cell(row, 'event'), source: page(cell(row, 'evidence_url')),
      note: sentence(cell(row, 'note')),
    }
    const also: Found[] = event.note.startsWith('Plus Nickel Mark') ? [{ ...event, mark: 'nickel', note: '' }] : []
    return [event, ...also].filter((candidate) => !isTold(candidate))
  })
}

const sentence = (text: string): string => text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`

const dateSlug = ({ from, to, precision }: Dated): string => {
  if (precision === 'day') return to!
  if (precision === 'month') return to!.slice(0, 7)
  if (precision === 'year') return to!.slice(0, 4)
  if (precision === 'range') return `${from}-to-${to}`
  return precision === 'undated' ? 'undated' : `${precision}-${to ?? from}`
}

const COLUMNS = ['id', 'site_id', 'site', 'subject_as_found', 'register', 'kind', 'mark', 'metal', 'date_from',
  'date_to', 'date_precision', 'date_printed', 'announced_on',
  'valid_until', 'criteria_count', 'assessor_firm', 'as_found', 'sources', 'note']

/** The release of 26 September 2023 tells Montreal's award again, with 32 criteria; the table has the first telling. */
const MONTREAL_AGAIN = foundOf({
  key: 'Montreal', subject: 'Montreal', register: 'mark', mark: 'copper', note: '',
  event: { kind: 'award', reading: readDate('2023-09-26 (announced)'), asFound: 'awarded (32 criteria)' },
  source: page('https://www.globenewswire.com/news-release/2023/09/26/2749179/0/fr/Nexans-obtient-le-label-Copper-Mark-pour-sa-production-responsable-de-cuivre.html'),
})

export function foundMilestones(data: OpenData): Found[] {
  const known = [...participantEvents(data), MONTREAL_AGAIN]
  return [...known, ...awardPageEvents(data, known)]
}

/** @param siteIds the public number of each named site by its key */
export function milestoneTable(found: readonly Found[], siteIds: ReadonlyMap<string, string>): Table {
  const bounded = earliestDays(found)
  const rows = bounded.map(({ event, date, because }) => {
    const named = event.siteKey === undefined ? undefined : namedSite(event.siteKey)
    return {
      subject: named === undefined ? unnamedSlug(event.subject) : slugOf(named.name), slug: dateSlug(event.date),
      event, date,
      note: [event.note, because].filter((part) => part !== '').join(' '), named,
    }
  })
  const cells = rows.map(({ subject, slug, event, date, note, named }): Cells => ({
    id: `ms-${subject}-${event.register === 'mark' ? event.mark ?? 'unstated' : event.register}-${event.kind}-${slug}`,
    site_id: event.siteKey === undefined ? '' : siteIds.get(event.siteKey), site: named?.name ?? '',
    subject_as_found: event.subject,
    register: event.register, kind: event.kind, mark: event.register === 'mark' ? event.mark : '', metal: event.mark,
    date_from: date.from, date_to: date.to, date_precision: date.precision, date_printed: date.printed,
    announced_on: event.announcedOn, valid_until: event.validUntil,
    criteria_count: event.asFound.match(/(\d+) criteria/)?.[1],
    assessor_firm: event.asFound.match(/assessor (EY|Arche Advisors)/)?.[1],
    as_found: event.asFound, sources: sourcesCell([event.source]), note,
  }))
  return { file: 'milestones.csv', columns: COLUMNS, rows: withIds(cells, (row) => String(row['id'])) }
}
