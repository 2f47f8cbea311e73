// Sites: name, place, type, metals, directory numbers. Positions and types stand only where a source under an open
// attribution licence gives them; what only a share-alike source gives is left out here.
import { createHash } from 'node:crypto'
import { siteIdFrom } from '#src/kernel/id.ts'
import { cell, type OpenData, type Row } from './open-data.ts'
import { climateTrace, icmm, page, usgsFacility } from './sources.ts'
import { NAMED_SITES, namedSite, type NamedSite } from './site-names.ts'
import { companyName } from './organisations.ts'
import { sourcesCell, type Cells, type Source, type Table } from './table.ts'

/** The public number of a site for ever: from its country and its key, once, then kept as data. */
export const siteIdOf = (country: string, key: string): string =>
  siteIdFrom(country, createHash('sha256').update(key).digest().subarray(0, 4))

const factRows = (data: OpenData): Row[] => data.rows('coppermark/site_facts.csv')
  .filter((row) => namedSite(cell(row, 'site')) !== undefined)

export const siteIds = (data: OpenData): Map<string, string> =>
  new Map(factRows(data).map((row) => [cell(row, 'site'), siteIdOf(cell(row, 'country_iso3'), cell(row, 'site'))]))

const TYPES: Readonly<Record<string, readonly string[]>> = {
  mine: ['mine'], 'mine+SX-EW': ['mine', 'sx-ew'], smelter: ['smelter'], refinery: ['refinery'],
  'smelter+refinery': ['smelter', 'refinery'],
  'rod mill': ['rod-mill'], fabricator: ['fabricator'],
}

function typesOf(named: NamedSite, row: Row): readonly string[] {
  const types = named.types ?? TYPES[cell(row, 'type')]
  if (types === undefined) throw new Error(`no type for ${named.key}: ${cell(row, 'type')}`)
  return types
}

const REGISTERED_METALS = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver']
const metalsOf = (row: Row): string[] =>
  [...new Set(cell(row, 'metals').split(';').map((metal) => REGISTERED_METALS.includes(metal) ? metal : 'other'))]

/** Records that the site table names beside, but which are another's or unsure. */
const NOT_ITS_OWN: Readonly<Record<string, readonly string[]>> = {
  'Division Andina': ['ICMM01705'], Torreon: ['ICMM13863'], Metalkol: ['ICMM07544'],
}

/** ICMM and Climate TRACE records of a site. Safford's Climate TRACE record is of its Lone Star pit. */
export function recordsOf(row: Row): { icmm: string[]; climateTrace: string[] } {
  const text = `${cell(row, 'coordinate_source')} ${cell(row, 'type_source')} ${cell(row, 'note')}`
  const own = (id: string): boolean => !(NOT_ITS_OWN[cell(row, 'site')] ?? []).includes(id)
  const all = (pattern: RegExp): string[] => [...new Set(text.match(pattern) ?? [])].filter(own)
  return { icmm: all(/ICMM\d{5}/g), climateTrace: all(/4594\d{4}/g) }
}

const GEONAMES = { text: 'GeoNames postal codes (CC BY 4.0)', url: 'https://www.geonames.org' }
const US_CITIES = { text: 'US Cities Database by kelvins (MIT)', url: 'https://github.com/kelvins/US-Cities-Database' }
const SEA_PORTS = { text: 'marchah/sea-ports, npm package sea-ports 0.0.9 (MIT)',
  url: 'https://github.com/marchah/sea-ports' }

type Point = { readonly latitude: string; readonly longitude: string; readonly source: Source }

function pointOf(row: Row, data: OpenData): Point | undefined {
  const [latitude, longitude] = [cell(row, 'latitude'), cell(row, 'longitude')]
  if (latitude === '') return undefined
  const used = cell(row, 'coordinate_source').split(';')[0]!
  const found = used.match(/(ICMM\d{5})|id (4594\d{4})|rec_id (\d+)/)
  // The one point that a share-alike source alone gives stands 1.5 km from this record: the record's point is used.
  if (/fineprint/.test(used)) return pointOfRecord('ICMM02348', data)
  const source = found?.[1] ? icmm(found[1]) : found?.[2] ? climateTrace(found[2]) : found?.[3] ? usgsFacility(found[3])
    : /zauberware/.test(used) ? GEONAMES : /US-Cities/.test(used) ? US_CITIES : /sea_ports/.test(used) ? SEA_PORTS
      : undefined
  if (source === undefined) throw new Error(`no source for the position of ${cell(row, 'site')}: ${used}`)
  return { latitude, longitude, source }
}

function pointOfRecord(id: string, data: OpenData): Point {
  const record = data.rows('sites/icmm_sites_base_metals.csv').find((row) => cell(row, 'icmm_id') === id)!
  return { latitude: Number(cell(record, 'lat')).toFixed(5), longitude: Number(cell(record, 'lon')).toFixed(5),
    source: icmm(id) }
}

/** Sources of type and directory record, as far as they are open under attribution. */
function recordSources(row: Row): Source[] {
  const { icmm: icmmIds, climateTrace: assets } = recordsOf(row)
  const text = `${cell(row, 'coordinate_source')} ${cell(row, 'type_source')}`
  const usgs = [...new Set([...text.matchAll(/rec_id (\d+)/g)].map((match) => match[1]!))]
  const pages = cell(row, 'type_source').match(/https:\/\/[^\s;)]+/g) ?? []
  return [...pages.map(page), ...icmmIds.map(icmm), ...assets.map(climateTrace), ...usgs.map(usgsFacility),
    ...TYPE_SOURCE[cell(row, 'site')] ?? []]
}

/** Sources of an SX-EW plant where the site table names a share-alike one. */
const TYPE_SOURCE: Readonly<Record<string, readonly Source[]>> = {
  'El Abra': [usgsFacility('4607')], 'Minera Zaldivar': [usgsFacility('4596')],
}

/** Notes of the site table that speak of its own files, said again for a reader of the registry. */
const NOTES: Readonly<Record<string, string>> = {
  Safford: 'Includes the Lone Star pit, about 4 km east.',
  Olen: 'One source calls it a smelter, others a refinery.',
  'Minera Antucoya': 'Open sources differ by 2 to 4 km. Only a share-alike source, not used here, names its SX-EW plant.',
  Henderson: '', Luenen: '', Avellino: '', 'Molymet Belgium NV': '',
  'Oyu Tolgoi (Oyu Tolgoi LLC)': 'Open pit and underground parts; points spread over 3 km.',
  'Los Bronces': 'The ICMM record merges Los Bronces and Andina.',
  'Division Andina': 'Open sources give two positions about 6 km apart.',
  'Mexicana de Cobre - Unidad Planta Metalurgica': 'Position from one source.',
  'Complejo Industrial Molynor S.A.': 'The point is the port of Mejillones.',
  'Refineria Electrolitica de Zinc': 'The position is that of the San Luis Potosí zinc complex; that this is the refinery '
    + 'named in the source is an inference. The source does not say which mark was awarded.',
  Torreon: 'No open position of the plant was found.',
  'Compania Minera Condestable': 'Position from one source of moderate confidence.',
}

const noteOf = (row: Row): string => {
  const key = cell(row, 'site')
  const said = NOTES[key] ?? cell(row, 'note').replace(/;? ?site row: data\/\S+/g, '').replace(/;? ?PC \d+;?/g, ' ')
    .replace(/[^;]*fineprint[^;]*;?/g, '').replace(/^owner change.*$/g, '').trim().replace(/^; ?/, '')
  return said === '' ? '' : `${said[0]!.toUpperCase()}${said.slice(1).replace(/\.$/, '')}.`
}

const STATUS: Readonly<Record<string, string>> = { Production: 'operating', Closed: 'closed', Suspended: 'suspended' }

function activityOf(row: Row, data: OpenData): string {
  const asset = recordsOf(row).climateTrace[0]
  if (asset === undefined) return ''
  const record = data.rows('sites/climatetrace_copper_mines_2024.csv')
    .find((mine) => cell(mine, 'climatetrace_source_id') === asset)!
  return STATUS[cell(record, 'mine_status')] ?? ''
}

/** The company on the ground, where it is not the group. */
const OPERATORS: Readonly<Record<string, string>> = {
  'Kennecott (Kennecott Utah Copper LLC)': 'Kennecott Utah Copper', 'Oyu Tolgoi (Oyu Tolgoi LLC)': 'Oyu Tolgoi LLC',
  'PT Freeport Indonesia - Grasberg': 'PT Freeport Indonesia',
  'Compania Minera Condestable': 'Compañía Minera Condestable',
  'Tenke Fungurume Mining (TFM)': 'Tenke Fungurume Mining', 'Kamoto Copper Company (KCC)': 'Kamoto Copper Company',
  'Mutanda Mining (MUMI)': 'Mutanda Mining',
}

/** Owners as the sources put them, where they say more than the one company. */
const ownersOf = (row: Row): string =>
  cell(row, 'site') === 'Minera Zaldivar' ? 'Antofagasta plc / Barrick'
    : /\/| with |%|\((?:Alxar|Grupo Mexico|.* group)\)/.test(cell(row, 'company')) ? cell(row, 'company') : ''

const COLUMNS = ['site_id', 'name', 'types', 'country', 'place', 'latitude', 'longitude', 'position_precision',
  'position_source', 'metals', 'operator', 'organisation_id',
  'owners', 'activity', 'identifiers', 'sources', 'note']

/** @param firstPages the first page found for each site, by key */
export function siteTable(data: OpenData, firstPages: ReadonlyMap<string, Source>): Table {
  const ids = siteIds(data)
  const rows = factRows(data).map((row): Cells => {
    const key = cell(row, 'site')
    const named = namedSite(key)!
    const point = pointOf(row, data)
    const records = recordsOf(row)
    return {
      site_id: ids.get(key), name: named.name, types: typesOf(named, row).join('; '),
      country: cell(row, 'country_iso3'), place: named.place,
      latitude: point?.latitude, longitude: point?.longitude,
      position_precision: point && cell(row, 'coordinate_precision'),
      position_source: point && sourcesCell([point.source]), metals: metalsOf(row).join('; '),
      operator: OPERATORS[key] ?? companyName(named.organisation), organisation_id: named.organisation,
      owners: ownersOf(row),
      activity: activityOf(row, data),
      identifiers: [...records.icmm.map((id) => `icmm:${id}`),
        ...records.climateTrace.map((id) => `climate-trace:${id}`)].join('; '),
      sources: sourcesCell([firstPages.get(key)!, ...recordSources(row)]), note: noteOf(row),
    }
  })
  if (rows.length !== NAMED_SITES.length) throw new Error('a named site has no row in the site table')
  return { file: 'sites.csv', columns: COLUMNS, rows }
}
