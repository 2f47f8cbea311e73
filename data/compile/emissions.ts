// Emission figures of copper mines: the 2024 emissions of Climate TRACE over an output. Output of 2024 or a year beside
// it where a public body, the company or the press states one; else the output of the share-alike database, years apart.
// One figure per mine: an own-year output takes the place of an older one, and its licence is then the freer one.
import { slugOf } from '#src/kernel/id.ts'
import { cell, type OpenData, type Row } from './open-data.ts'
import { monthsOf, noteOf, productionSources } from './production.ts'
import { climateTraceEmissions, fineprintFacility, icmm } from './sources.ts'
import { namedSite } from './site-names.ts'
import { recordsOf } from './sites.ts'
import { sourcesCell, type Cells, type Source, type Table } from './table.ts'

const YEAR = 2024
const BOUNDARY = 'mine site: fuel and blasting at pit and mill; no purchased electricity, no smelter or refinery'

/** Districts that the inventory holds as several assets, where the assets are beyond doubt the operation's own. */
const ASSETS: Readonly<Record<string, readonly string[]>> = {
  'PT Freeport Indonesia - Grasberg': ['45944892', '45944890', '45944889'],
  'Minera Centinela': ['45944533', '45944562'],
  'Kamoto Copper Company (KCC)': ['45944748', '45944800', '45944819'],
}

/** Output of the inventory's asset, where the registry's site is larger: Candelaria without Ojos del Salado. */
const OUTPUT: Readonly<Record<string, { tonnes: number; note: string }>> = {
  'Distrito Candelaria': {
    tonnes: 142100, note: 'Output of the Candelaria mine only, as the asset; Ojos del Salado stated apart.',
  },
}

/** Left out, with the reason; told in data/README.md. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'Quebrada Blanca': 'its 2.5 Mt of ore cannot have given the 208 kt of copper reported: the former, smaller mine',
  'Division Salvador': 'the inventory marks its own factor as an outlier; output of 2024 was 5.7 kt during a rebuild',
  'Tenke Fungurume Mining (TFM)': 'the inventory marks its own factor as an outlier',
  'Olympic Dam': 'cathode of a fiscal year stands in for mined copper: another boundary',
  'Mexicana de Cobre - Unidad La Caridad': 'output of 2024 is an upper bound that contains other mines',
  'Mina Justa': 'output of 2023 is a lower bound only',
  Safford: 'the asset is the Lone Star pit, the output that of the whole site, as an average of three years',
  'Miami smelter and mine': 'a mine at the end of its life: 15 t CO2e per t with an output of 2019',
  Metalkol: 'no output found', Cadia: 'gold is the main product; output of 2018 only',
}

/** Outputs that may stand for a whole year of the whole mine. */
const WHOLE = new Set(['reported', 'rounded', 'derived', 'trade list, rounded', 'trade estimate'])
const CONFIDENCE = ['very low', 'low', 'medium', 'high']
const QUALITY = ['very-low', 'low', 'medium', 'high']

const rowOf = (data: OpenData, id: string): Row =>
  data.rows('sites/climatetrace_copper_mines_2024.csv').find((row) => cell(row, 'climatetrace_source_id') === id)!

type Figure = {
  readonly key?: string
  readonly name: string
  readonly country: string
  readonly assets: readonly string[]
  readonly tonnes: number
  readonly year: number
  readonly sources: readonly Source[]
  readonly isShareAlike: boolean
  readonly outputQuality: string
  readonly note: string
}

/** The output nearest to the year of the emissions; of two as near, the later. */
function nearest(rows: readonly Row[]): Row | undefined {
  const distance = (row: Row): number => Math.abs(Number(cell(row, 'year')) - YEAR)
  return [...rows].sort((a, b) => distance(a) - distance(b) || Number(cell(b, 'year')) - Number(cell(a, 'year')))[0]
}

/** Preferred outputs of mined copper for a whole year. */
const wholeYears = (key: string, data: OpenData): Row[] => data.rows('coppermark/site_production.csv').filter((row) =>
  cell(row, 'site') === key && cell(row, 'metal') === 'copper' && cell(row, 'product_stage') === 'mined'
  && cell(row, 'preferred') === '1' && WHOLE.has(cell(row, 'quality')) && monthsOf(cell(row, 'quality')) === 12)

/** What a reader must know of the output: how good it is, and what the table says of it. */
function outputNote(output: Row): string {
  const quality = cell(output, 'quality')
  const said = noteOf(output)
  return [quality === 'reported' ? '' : `Output: ${quality}.`, said === '' ? '' : `Output: ${said[0]!.toLowerCase()}${said.slice(1)}`]
    .filter((part) => part !== '').join(' ')
}

const assetNames = (assets: readonly string[], data: OpenData): string =>
  assets.map((id) => cell(rowOf(data, id), 'name')).join(', ')

/** Sites of the registry whose output some source states, nearest year first. */
function registered(data: OpenData): Figure[] {
  return data.rows('coppermark/site_facts.csv').flatMap((row): Figure[] => {
    const key = cell(row, 'site')
    const assets = ASSETS[key] ?? recordsOf(row).climateTrace
    if (namedSite(key) === undefined || assets.length === 0 || LEFT_OUT[key] !== undefined) return []
    const output = nearest(wholeYears(key, data))
    if (output === undefined) return []
    const judged = OUTPUT[key]
    return [{
      key, name: assetNames(assets, data), country: cell(row, 'country_iso3'), assets,
      tonnes: judged?.tonnes ?? Number(cell(output, 'tonnes_contained')), year: Number(cell(output, 'year')),
      ...productionSources(cell(output, 'source_url_or_file'), data), outputQuality: cell(output, 'quality'),
      note: [assets.length > 1 ? 'Emissions are the sum of the assets cited.' : '', judged?.note ?? outputNote(output)]
        .filter((part) => part !== '').join(' '),
    }]
  })
}

/** Mines of the joined table that no figure above holds. */
function joined(data: OpenData, taken: ReadonlySet<string>): Figure[] {
  const keyOfAsset = new Map(data.rows('coppermark/site_facts.csv')
    .flatMap((row) => recordsOf(row).climateTrace.map((id) => [id, cell(row, 'site')] as const)))
  const emits = (id: string): boolean => Number(cell(rowOf(data, id), 'annual_emissions_t_co2e')) > 0
  return data.rows('emissions/mine_scope1_intensity_join_approx.csv').flatMap((row): Figure[] => {
    const assets = cell(row, 'climatetrace_ids').split(';').filter(emits)
    const key = assets.map((id) => keyOfAsset.get(id)).find((found) => found !== undefined)
    const isLeftOut = cell(row, 'use_for_curve') !== '1' || (key !== undefined && LEFT_OUT[key] !== undefined)
    if (isLeftOut || assets.some((id) => taken.has(id))) return []
    const facilities = cell(row, 'fineprint_mine_facs').split(';').map((name) => name.trim()).join(' and ')
    return [{
      ...(key !== undefined && namedSite(key) !== undefined ? { key } : {}),
      name: assetNames(assets, data), country: cell(row, 'iso3'), assets,
      tonnes: Number(cell(row, 'cu_production_t')), year: Number(cell(row, 'cu_production_year')),
      sources: [fineprintFacility(facilities), icmm(cell(row, 'icmm_id'))], isShareAlike: true,
      outputQuality: 'reported', note: 'Emissions and output are of years apart; matched by place and name.',
    }]
  })
}

function cellsOf(figure: Figure, data: OpenData, ids: ReadonlyMap<string, string>): Cells {
  const assets = figure.assets.map((id) => rowOf(data, id))
  const confidence = Math.min(...assets.map((asset) => CONFIDENCE.indexOf(cell(asset, 'emissions_confidence'))))
  const quality = figure.outputQuality === 'reported' ? confidence : Math.min(confidence, CONFIDENCE.indexOf('low'))
  const isOwnYear = Math.abs(figure.year - YEAR) <= 1
  const isProducing = assets.every((asset) =>
    cell(asset, 'mine_status') === 'Production' && Number(cell(asset, 'annual_activity_t_ore')) > 0)
  const site = figure.key === undefined ? undefined : namedSite(figure.key)!
  return {
    id: `em-${slugOf(`${site?.name ?? figure.name} ${figure.country}`)}-${YEAR}-copper-scope-1`,
    site_id: site === undefined ? '' : ids.get(site.key), site: site?.name, name_as_found: figure.name,
    country: figure.country, metal: 'copper', scope: 'scope-1', boundary: BOUNDARY,
    emissions_tonnes_co2e: assets.reduce((sum, asset) => sum + Number(cell(asset, 'annual_emissions_t_co2e')), 0),
    emissions_year: YEAR, output_tonnes_metal: figure.tonnes, output_year: figure.year,
    ran: isOwnYear && isProducing ? 'yes' : 'unknown', quality: QUALITY[quality], series: 'past',
    sources: sourcesCell([...figure.assets.map(climateTraceEmissions), ...figure.sources]), note: figure.note,
  }
}

const COLUMNS = ['id', 'site_id', 'site', 'name_as_found', 'country', 'metal', 'scope', 'boundary',
  'emissions_tonnes_co2e', 'emissions_year', 'output_tonnes_metal', 'output_year',
  'ran', 'quality', 'series', 'sources', 'note']

export function emissionTables(data: OpenData, ids: ReadonlyMap<string, string>): Table[] {
  const known = registered(data)
  // The same mine in the joined table may stand under other assets of its district.
  const figures = [...known, ...joined(data, new Set(known.flatMap((figure) => [...figure.assets])))]
  const part = (file: string, isShareAlike: boolean): Table => {
    const own = figures.filter((figure) => figure.isShareAlike === isShareAlike)
    return { file, columns: COLUMNS, rows: own.map((figure) => cellsOf(figure, data, ids)) }
  }
  return [part('emission-figures.csv', false), part('emission-figures-share-alike.csv', true)]
}

