// World and country production, the denominators: every edition beside the others, the latest preferred.
import { cell, type OpenData, type Row } from './open-data.ts'
import { sourcesCell, type Cells, type Table } from './table.ts'

const STAGE: Readonly<Record<string, string>> = { mine: 'mined', refinery: 'refined' }
const COLUMNS = ['id', 'area', 'year', 'metal', 'stage', 'tonnes_contained', 'edition', 'status', 'is_preferred',
  'sources', 'note']

type Figure = {
  readonly area: string
  readonly year: string
  readonly metal: string
  readonly stage: string
  readonly tonnes: number
  readonly edition: string
  readonly status: string
  readonly note: string
}

const summaries = (data: OpenData): Figure[] => data.rows('production/usgs_mcs2022_2026_world_production.csv')
  .filter((row) => cell(row, 'is_other') === '0')
  .map((row: Row) => ({
    area: cell(row, 'is_world_total') === '1' ? 'WLD' : cell(row, 'iso3'), year: cell(row, 'year'),
    metal: cell(row, 'commodity'), stage: STAGE[cell(row, 'stage')]!,
    tonnes: Number(cell(row, 'value_t')), edition: `Mineral Commodity Summaries ${cell(row, 'edition').slice(3)}`,
    status: cell(row, 'is_estimate') === '1' ? 'estimate' : 'final', note: `Printed as: ${cell(row, 'statistic')}.`,
  }))

const DATA_SERIES = 'Data Series 140 (copper)'
const series = (data: OpenData): Figure[] => data.rows('production/usgs_ds140_world_copper_1900_2021.csv')
  .filter((row) => Number(cell(row, 'year')) >= 2018)
  .map((row) => ({
    area: 'WLD', year: cell(row, 'year'), metal: 'copper', stage: 'mined',
    tonnes: Number(cell(row, 'world_mine_production_t')), edition: DATA_SERIES, status: 'rounded', note: '',
  }))

/** Latest edition first; the data series gives way to any summary. */
const rank = (edition: string): string => edition === DATA_SERIES ? '' : edition

export function areaProductionTable(data: OpenData): Table {
  const figures = [...summaries(data), ...series(data)]
  const key = (figure: Figure): string => `${figure.area}-${figure.year}-${figure.metal}-${figure.stage}`
  const latest = new Map<string, string>()
  for (const figure of figures) {
    const best = latest.get(key(figure))
    if (best === undefined || rank(figure.edition) > rank(best)) latest.set(key(figure), figure.edition)
  }
  const rows = figures.map((figure): Cells => ({
    id: `ap-${key(figure).toLowerCase()}-${figure.edition === DATA_SERIES ? 'ds140' : `mcs${figure.edition.slice(-4)}`}`,
    area: figure.area, year: figure.year, metal: figure.metal, stage: figure.stage, tonnes_contained: figure.tonnes,
    edition: figure.edition, status: figure.status,
    is_preferred: latest.get(key(figure)) === figure.edition,
    sources: sourcesCell([{ text: `USGS ${figure.edition}, ${figure.edition === DATA_SERIES ? 'historical statistics' : 'data release'}` }]),
    note: figure.note,
  }))
  rows.sort((a, b) => String(a['id']) < String(b['id']) ? -1 : 1)
  return { file: 'area-production.csv', columns: COLUMNS, rows }
}
