// Production of sites and of units of sites, each figure with its basis, calendar, quality and source. Figures that
// rest on the share-alike database stand in a file of their own.
import { slugOf } from '#src/kernel/id.ts'
import { cell, type OpenData, type Row } from './open-data.ts'
import { fineprint, page } from './sources.ts'
import { namedSite } from './site-names.ts'
import { sourcesCell, withIds, type Cells, type Source, type Table } from './table.ts'

type Unit = { readonly id: string; readonly name: string; readonly members: readonly string[]; readonly note: string }

/** Sites whose output is known together only, by their name in the production table. */
export const UNITS: Readonly<Record<string, Unit>> = {
  'Chino + Tyrone + Miami': {
    id: 'unit-chino-tyrone-miami', name: 'Chino, Tyrone and Miami',
    members: ['Chino', 'Tyrone', 'Miami smelter and mine'],
    note: 'Known as the rest of the company total of North America in 2020.',
  },
  'Kamoto Copper Company (KCC) + Mutanda Mining (MUMI)': {
    id: 'unit-kamoto-mutanda', name: 'Kamoto and Mutanda',
    members: ['Kamoto Copper Company (KCC)', 'Mutanda Mining (MUMI)'],
    note: 'Known together for 2024, from the figure and growth of 2025.',
  },
  'Morenci + Bagdad + Sierrita + Safford + Chino + Tyrone + Miami (Freeport North America)': {
    id: 'unit-freeport-north-america', name: 'Freeport-McMoRan mines in North America',
    members: ['Morenci', 'Bagdad', 'Sierrita', 'Safford', 'Chino', 'Tyrone', 'Miami smelter and mine'],
    note: 'From 2024 the company states the seven mines together.',
  },
  'Toquepala + Cuajone (Southern Peru)': {
    id: 'unit-southern-peru', name: 'Toquepala and Cuajone (Southern Peru)', members: ['Toquepala', 'Cuajone'],
    note: 'The ministry states the two mines together.',
  },
}

/** Public bodies whose figures were read in public repositories. */
const BODIES: Readonly<Record<string, string>> = {
  Cochilco: 'Cochilco (Comisión Chilena del Cobre), copper mine production by operation',
  MINEM: 'MINEM (Ministerio de Energía y Minas del Perú), copper production',
}

/** A source cell holds addresses, names of files of the open data with the report they took a figure from, or both. */
export function productionSources(text: string, data: OpenData): { sources: Source[]; isShareAlike: boolean } {
  const report = text.match(/^data\/sites\/fineprint_\S+ \((.+)\)$/)?.[1]
  if (report !== undefined) return { sources: fineprint(report, data), isShareAlike: true }
  const sources = text.split(' + ').flatMap((part): Source[] => {
    const url = part.match(/https?:\/\/\S+/)?.[0]
    const body = Object.keys(BODIES).find((name) => part.includes(name))
    if (body === undefined) return [page(url ?? `https://${part.split(' ')[0]!}`)]
    return [url === undefined ? { text: BODIES[body]! } : { text: `${BODIES[body]!}; read in a public repository`, url }]
  })
  return { sources, isShareAlike: false }
}

const STAGES = ['mined', 'smelted', 'refined', 'rod']
export const monthsOf = (quality: string): number => Number(quality.match(/partial: (\d+) months/)?.[1] ?? 12)

const COLUMNS = ['id', 'subject', 'site', 'year', 'metal', 'stage', 'stage_as_found', 'tonnes_contained', 'basis',
  'calendar', 'quality', 'is_preferred', 'months_covered',
  'sources', 'note']

const sentence = (text: string): string => text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`
/** The table names files of the open data in two notes. */
export const noteOf = (row: Row): string => sentence(cell(row, 'note')
  .replace(/; data\/coppermark\/NOTES\.md quotes (.*) without a source/, '; another note gives $1 without a source'))

export function productionTables(data: OpenData, ids: ReadonlyMap<string, string>): Table[] {
  const rows = data.rows('coppermark/site_production.csv').flatMap((row) => {
    const name = cell(row, 'site')
    const unit = UNITS[name]
    const subject = unit?.id ?? ids.get(name)
    // Mines of KGHM, of which no mark was found, are in the table for comparison only.
    if (subject === undefined) return []
    const stage = STAGES.find((known) => cell(row, 'product_stage').startsWith(known))!
    const { sources, isShareAlike } = productionSources(cell(row, 'source_url_or_file'), data)
    const title = unit?.name ?? namedSite(name)!.name
    const slug = unit?.id.replace(/^unit-/, '') ?? slugOf(title)
    const cells: Cells & { isShareAlike: boolean; base: string } = {
      base: `pr-${slug}-${cell(row, 'year')}-${cell(row, 'metal')}-${stage}`, isShareAlike,
      subject, site: title, year: cell(row, 'year'), metal: cell(row, 'metal'), stage,
      stage_as_found: cell(row, 'product_stage'),
      tonnes_contained: Number(cell(row, 'tonnes_contained')), basis: cell(row, 'basis'),
      calendar: cell(row, 'calendar_or_fiscal'), quality: cell(row, 'quality'),
      is_preferred: cell(row, 'preferred') === '1', months_covered: monthsOf(cell(row, 'quality')),
      sources: sourcesCell(sources), note: noteOf(row),
    }
    return [cells]
  })
  const numbered = withIds(rows, (row) => row.base)
  const part = (file: string, isShareAlike: boolean): Table => ({
    file, columns: COLUMNS, rows: numbered.filter((row) => row.isShareAlike === isShareAlike)
      .map(({ base: _base, isShareAlike: _share, ...cells }) => cells),
  })
  const units = Object.values(UNITS).map((unit): Cells => {
    const row = rows.find((candidate) => candidate['subject'] === unit.id)!
    return { id: unit.id, name: unit.name, members: unit.members.map((key) => ids.get(key)).join('; '),
      sources: row['sources'], note: unit.note }
  })
  return [
    { file: 'production-units.csv', columns: ['id', 'name', 'members', 'sources', 'note'], rows: units },
    part('production.csv', false), part('production-share-alike.csv', true),
  ]
}
