// Computed figures as files. A row that leaves the product takes its source, dataset and licence with it.
import { writeCsv, type Cell } from '#src/exchange/csv/write-csv.ts'
import { datasetFact, type Citation } from '#src/parties/source.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import type { Coverage, CountedSite } from './coverage-record.ts'
import type { CurveBar, EmissionCurve } from './emission-curve-record.ts'

export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }

const sources = (citations: readonly Citation[]): string =>
  citations.map(({ text, url }) => url === undefined ? text : `${text} <${url}>`).join(' | ')

/** A spreadsheet reads UTF-8 only behind a byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF'

export function fileResponse(name: string, format: 'csv' | 'json', answer: object, table: () => Table): Response {
  const isCsv = format === 'csv'
  const { columns, rows } = isCsv ? table() : { columns: [], rows: [] }
  return new Response(isCsv ? BYTE_ORDER_MARK + writeCsv(columns, rows) : `${JSON.stringify(answer, null, 2)}\n`, {
    headers: {
      'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.${format}"`,
    },
  })
}

const COVERAGE_COLUMNS = [
  'row', 'in_low', 'in_high', 'subject', 'subject_kind', 'name', 'sites', 'country', 'metal', 'mark', 'stage', 'year', 'status_on',
  'tonnes', 'share', 'output_year', 'flags', 'because', 'basis', 'calendar', 'quality', 'months_covered', 'output_sources',
  'award_sources', 'dataset', 'licence', 'denominator_tonnes', 'denominator_edition', 'note',
] as const

const awardSources = (sites: readonly Pick<CountedSite, 'events'>[]): string =>
  [...new Set(sites.flatMap(({ events }) => events.flatMap(({ citations }) => sources(citations))))].join(' | ')

/** One row per counted output, then one per missing site. */
export function coverageRows(answer: Coverage, facts: FactSet): Table {
  const licenceOf = (dataset: string): string | null => facts.of(datasetFact).get(dataset)?.value.licence ?? null
  const { metal, mark, stage, year, statusOn, denominator } = answer
  const below: Cell[] = [denominator?.tonnesContained ?? null, denominator?.edition ?? null]
  const counted = answer.countedOutputs.map((output): Cell[] => [
    'counted', output.inLow, output.inHigh, output.subject.id, output.subject.kind, output.subject.name,
    output.sites.map(({ siteId }) => siteId).join(' '), [...new Set(output.sites.map(({ country }) => country))].join(' '),
    metal, mark, stage, year, statusOn, output.tonnes, output.share, output.year, output.flags.join(' '),
    [...new Set(output.sites.map(({ because }) => because))].join(' '), output.basis, output.calendar, output.quality,
    output.monthsCovered, sources(output.citations), awardSources(output.sites), output.dataset, licenceOf(output.dataset),
    ...below, output.note,
  ])
  const missing = answer.missingSites.map((site): Cell[] => [
    'missing', false, false, site.siteId, 'site', site.name, site.siteId, site.country, metal, mark, stage, year, statusOn,
    null, null, null, '', site.because, null, null, null, null, null, awardSources([site]), null, null, ...below,
    site.nearestKnown === null ? null : `${site.nearestKnown.tonnes} t in ${site.nearestKnown.year}, not used`,
  ])
  return { columns: COVERAGE_COLUMNS, rows: [...counted, ...missing] }
}

const CURVE_COLUMNS = [
  'row', 'rank', 'label', 'site', 'country', 'intensity_tco2e_per_t', 'output_tonnes', 'emissions_tco2e', 'scope', 'boundary',
  'emissions_year', 'output_year', 'award', 'award_as_of', 'quality', 'dataset', 'licence', 'attribution', 'sources',
] as const

/** The bars as they are drawn, then the mines without a figure. */
export function curveRows(answer: EmissionCurve): Table {
  const datasets = new Map(answer.datasets.map((dataset) => [dataset.datasetId, dataset]))
  const bars = answer.bars.map((bar): Cell[] => {
    const dataset = datasets.get(bar.dataset)
    return [
      'bar', bar.rank, ...identityOf(bar), bar.intensity, bar.outputTonnes, bar.emissionsTonnesCo2e, bar.scope,
      bar.isNamed ? bar.boundary : null, bar.emissionsYear, bar.outputYear, bar.award, answer.asOf, bar.quality, bar.dataset,
      dataset?.licence ?? null, dataset?.attribution ?? null, bar.isNamed ? sources(bar.citations) : null,
    ]
  })
  const without = answer.withoutFigure.map((mine): Cell[] => [
    'without figure', null, mine.name, mine.siteId, mine.country, null, mine.output?.tonnes ?? null, null, null, null, null,
    mine.output?.year ?? null, mine.award, answer.asOf, null, mine.output?.dataset ?? null, null, null,
    mine.output === null ? null : sources(mine.output.citations),
  ])
  return { columns: CURVE_COLUMNS, rows: [...bars, ...without] }
}

const identityOf = (bar: CurveBar): [label: string, site: string | null, country: string | null] =>
  bar.isNamed ? [bar.name, bar.siteId, bar.country] : [bar.label, null, null]
