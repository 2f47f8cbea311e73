// Other names by which a site is met: its own, those of the directories, and its cathode brands.
import { cell, type OpenData, type Row } from './open-data.ts'
import { climateTrace, icmm, page } from './sources.ts'
import { namedSite, SAME_SITE, type NamedSite } from './site-names.ts'
import { recordsOf, siteIds } from './sites.ts'
import { sourcesCell, type Cells, type Source, type Table } from './table.ts'

type Alias = {
  readonly name: string
  readonly kind: string
  readonly source?: Source
  readonly maker?: string
  readonly plant?: string
  readonly from?: string
}

const KINDS: Readonly<Record<string, string>> = { local: 'local-name', former: 'former-name' }

function ownNames(named: NamedSite): Alias[] {
  const elsewhere = Object.entries(SAME_SITE).filter(([, key]) => key === named.key).map(([name]) => name)
  return [named.key, ...elsewhere, ...named.names].map((text) => {
    const [prefix, rest] = text.split(/^(?:(local|former):)/).length === 3
      ? [text.split(':')[0]!, text.slice(text.indexOf(':') + 1)] : ['', text]
    return { name: rest, kind: KINDS[prefix] ?? 'name' }
  })
}

function directoryNames(row: Row, data: OpenData): Alias[] {
  const records = recordsOf(row)
  const nameOf = (path: string, column: string, id: string, name: string): string | undefined => {
    const record = data.rows(path).find((candidate) => cell(candidate, column) === id)
    return record && cell(record, name)
  }
  const found = [
    ...records.icmm.map((id): [string | undefined, Source] =>
      [nameOf('sites/icmm_sites_base_metals.csv', 'icmm_id', id, 'name'), icmm(id)]),
    ...records.climateTrace.map((id): [string | undefined, Source] =>
      [nameOf('sites/climatetrace_copper_mines_2024.csv', 'climatetrace_source_id', id, 'name'), climateTrace(id)]),
  ]
  return found.flatMap(([name, source]) => name === undefined ? [] : [{ name, kind: 'directory-name', source }])
}

/**
 * Brands of the Shanghai International Energy Exchange (8 February 2022) whose plant is beyond doubt: the letters of
 * KGHM's are those of the plants, Onsan is the maker's one smelter, Escondida makes its own. MB and MV (maker given as
 * Anglo American Chile), CMCC, GRESIK and three Chinese brands are left out: plant not stated, or site not held here.
 */
const BRANDS: Readonly<Record<string, { key: string; plant: string }>> = {
  'ONSAN I': { key: 'LS MnM (formerly LS-Nikko Copper)', plant: 'Onsan' },
  'ONSAN II': { key: 'LS MnM (formerly LS-Nikko Copper)', plant: 'Onsan' },
  'HMG-B': { key: 'Glogow', plant: 'Huta Miedzi Głogów' }, 'HMG-S': { key: 'Glogow', plant: 'Huta Miedzi Głogów' },
  HML: { key: 'Legnica', plant: 'Huta Miedzi Legnica' }, ESOX: { key: 'Minera Escondida', plant: 'Escondida' },
}

const brands = (key: string, data: OpenData): Alias[] => data.rows('reference/ine_copper_cathode_brands_2022.csv')
  .filter((row) => BRANDS[cell(row, 'brand')]?.key === key)
  .map((row) => ({
    name: cell(row, 'brand'), kind: 'brand', maker: cell(row, 'producer'), plant: BRANDS[cell(row, 'brand')]!.plant,
    from: cell(row, 'as_of'),
    source: page(cell(row, 'source_url')),
  }))

export function aliasTable(data: OpenData): Table {
  const ids = siteIds(data)
  const rows = data.rows('coppermark/site_facts.csv').flatMap((row): Cells[] => {
    const key = cell(row, 'site')
    const named = namedSite(key)
    if (named === undefined) return []
    const seen = new Set([named.name])
    return [...ownNames(named), ...directoryNames(row, data), ...brands(key, data)].flatMap((alias) => {
      if (seen.has(alias.name)) return []
      seen.add(alias.name)
      return [{
        site_id: ids.get(key), site: named.name, name: alias.name, kind: alias.kind, maker: alias.maker,
        plant: alias.plant, from: alias.from,
        sources: alias.source && sourcesCell([alias.source]),
      }]
    })
  })
  return { file: 'site-names.csv',
    columns: ['site_id', 'site', 'name', 'kind', 'maker', 'plant', 'from', 'to', 'sources'], rows }
}
