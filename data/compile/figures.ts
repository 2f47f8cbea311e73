// Figures that the scheme or a reporter published, to stand beside the computed ones. What a figure measures is judged
// from its indicator; a figure that cannot be compared is shown only.
import { cell, type OpenData, type Row } from './open-data.ts'
import { page, SCHEME_UNKEPT } from './sources.ts'
import { slugOf } from '#src/kernel/id.ts'
import { sourcesCell, withIds, type Cells, type Source, type Table } from './table.ts'

type Figure = {
  readonly asOf: string
  readonly indicator: string
  readonly value: number
  readonly comparator: string
  readonly unit: string
  readonly note: string
  readonly source: Source
  readonly isApproximate?: boolean
}

const COUNTRIES: Readonly<Record<string, string>> = {
  Chile: 'CHL', Peru: 'PER', 'DR Congo': 'COD', Mexico: 'MEX', Australia: 'AUS', Canada: 'CAN', 'United States': 'USA',
}

/** The first that fits; else the figure is shown only. */
const MEASURES: readonly (readonly [indicator: RegExp, measure: string])[] = [
  [/from sites in process/, 'coverage-in-process'], [/^share of/, 'coverage'],
  [/^awarded sites$|at least a first completed process/, 'awarded-sites'], [/^mines among them/, 'awarded-mines'],
  [/^participating/, 'participants'], [/^partners$/, 'partners'], [/^sites with the \w+ Mark$/, 'sites-with-mark'],
]
const measureOf = (indicator: string): string => MEASURES.find(([pattern]) => pattern.test(indicator))?.[1] ?? 'other'

function metalOf(indicator: string): string {
  const named = indicator.match(/copper|molybdenum|nickel|zinc/i)?.[0]?.toLowerCase()
  if (/at least one of the|beside the Copper Mark/.test(indicator)) return ''
  return named ?? (/^share|^awarded sites|^mines among|completed process/.test(indicator) ? 'copper' : '')
}

const productionYear = ({ indicator, note, asOf }: Figure): string => {
  const told = indicator.match(/\((\d{4}) production\)/)?.[1] ?? note.match(/\byear (\d{4})/)?.[1]
    ?? note.match(/^(\d{4}) output/)?.[1]
  return told ?? (/monitoring and evaluation/.test(note) ? asOf.slice(0, 4) : '')
}

/** A figure speaks of the sites of its day, which for these is not the end of the year whose output it counts. */
const statusDay = (row: Row): string => /sites with the mark by mid-2025/.test(cell(row, 'note')) ? '2025-06-30' : cell(row, 'as_of')

const fromRow = (row: Row): Figure => ({
  asOf: statusDay(row), indicator: cell(row, 'indicator'), value: Number(cell(row, 'value')),
  comparator: cell(row, 'comparator'), unit: cell(row, 'unit'), source: page(cell(row, 'source_url')),
  // Whether two figures of one page were exchanged there is not for this registry to guess.
  note: cell(row, 'note').replace(/as printed: may be exchanged.*/, 'as printed'),
})

const DECEMBER_2021 = 'https://miningmagazine.com/underground-mining/news/1423023/copper-mark-expands-sites-partners'
const REPORT_3 = 'https://coppermark.org/building-on-a-solid-foundation-the-copper-mark-releases-its-third-annual-report/'
const REPORT_1 = 'https://coppermark.org/the-copper-mark-welcomes-growing-industry-engagement-over-responsible-production-in-its-latest-report/'
const SIX_NEW = 'https://coppermark.org/the-copper-mark-welcomes-six-new-participants-and-two-new-partners/'
const count = (asOf: string, indicator: string, value: number, comparator: string, source: Source, note = '',
  isApproximate = false): Figure =>
  ({ asOf, indicator, value, comparator, unit: 'count', note, source, isApproximate })

/** Figures told in pages that the two tables do not hold. */
const MORE: readonly Figure[] = [
  count('2020-05-29', 'participating sites', 2, '=',
    page('https://www.greencarcongress.com/2020/05/20200529-coppermark.html'), 'the first two participants'),
  count('2020-08-25', 'awarded sites', 1, '=',
    page('https://www.finanznachrichten.de/nachrichten-2020-08/50531960-rio-tinto-s-kennecott-operation-the-first-to-achieve-the-copper-mark-for-responsible-production-004.htm'), 'the first award'),
  count('2021-04-30', 'participating sites', 17, '=', page(REPORT_1),
    'first annual report, December 2019 to April 2021', true),
  count('2021-04-30', 'partners', 6, '=', page(REPORT_1), 'first annual report, December 2019 to April 2021', true),
  count('2021-06-30', 'participating sites', 23, '=', page(SIX_NEW), 'page undated, about the middle of 2021', true),
  count('2021-06-30', 'partners', 10, '=', page(SIX_NEW), 'page undated, about the middle of 2021', true),
  count('2021-12-06', 'participating sites', 31, '=', page(DECEMBER_2021)),
  count('2021-12-06', 'partners', 16, '=', page(DECEMBER_2021)),
  count('2021-12-31', 'awards from April to December 2021', 17, '=',
    page('https://chinese.evidensia.eco/resources/1432/2021-annual-report'), 'annual report of 2021'),
  count('2022-01-17', 'participating sites', 33, '=',
    page('https://miningmagazine.com/underground-mining/news/1424995/southwire-and-mexican-sites-join-the-copper-mark')),
  count('2022-03-28', 'awarded sites', 24, '=', SCHEME_UNKEPT),
  { ...count('2022-03-28', 'share of global mined copper from awarded sites', 15, '>', SCHEME_UNKEPT),
    unit: 'percent' },
  count('2022-08-30', 'participating sites', 40, '>', page('https://coppermark.org/trainings/news/page/5/')),
  count('2022-12-31', 'partners that joined in 2022', 9, '=', page(REPORT_3), 'third annual report'),
  count('2023-10-19', 'participating sites', 80, '>',
    page('https://aluminiumtoday.com/news/rmi-and-the-copper-mark-publish-criteria-for-responsible-minerals-and-metals'), 'day of the criteria it reports', true),
  count('2024-04-26', 'awarded sites', 57, '=', page('https://www.alxar.cl/en/?p=1974'),
    'Mina Justa is told as the 57th site'),
  count('2024-12-31', 'participating sites', 100, '>', SCHEME_UNKEPT, 'December 2024', true),
  count('2024-12-31', 'partners', 50, '>', SCHEME_UNKEPT, 'December 2024', true),
]

const COLUMNS = ['id', 'as_of', 'is_date_approximate', 'measure', 'indicator', 'metal', 'country', 'production_year',
  'value', 'comparator', 'unit', 'sources', 'note']

const APPROXIMATE = /approximate|exact post date not seen|page undated|as of mid|as of September/

export function figureTable(data: OpenData): Table {
  const files = ['published_coverage.csv', 'programme_figures_more.csv']
  const rows = files.flatMap((file) => data.rows(`coppermark/${file}`)).map(fromRow)
  const told = (figure: Figure): boolean =>
    rows.some((row) => row.asOf === figure.asOf && row.indicator === figure.indicator
    && row.source.url === figure.source.url)
  // The page of 6 December 2021 is told with its day below; the table has it by the end of the month.
  const kept = rows.filter((row) => !(row.indicator === 'participating sites' && row.source.url === DECEMBER_2021))
  const figures = [...kept, ...MORE.filter((figure) => !told(figure))]
    .sort((a, b) => a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0)
  const cells = figures.map((figure): Cells => {
    const country = Object.keys(COUNTRIES).find((name) => new RegExp(`\\b${name}\\b`).test(figure.indicator))
    return {
      as_of: figure.asOf, is_date_approximate: figure.isApproximate ?? APPROXIMATE.test(figure.note),
      measure: measureOf(figure.indicator), indicator: figure.indicator, metal: metalOf(figure.indicator),
      country: country && COUNTRIES[country], production_year: productionYear(figure),
      value: figure.value, comparator: figure.comparator, unit: figure.unit, sources: sourcesCell([figure.source]),
      note: figure.note,
    }
  })
  return { file: 'published-figures.csv', columns: COLUMNS,
    rows: withIds(cells, (row) => `pf-${row['as_of']}-${slugOf(String(row['indicator'])).slice(0, 60)}`) }
}
