// What each file of the starter registry holds: its columns, the kind of fact a row becomes, and how. A file under
// another licence has the same columns and the same reading: only its dataset differs.
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { milestoneFact, publishedFigureFact } from '#src/awards/milestone.ts'
import { organisationFact, partnerFact } from '#src/parties/organisation.ts'
import { areaProductionFact, productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact, type SiteAlias } from '#src/parties/site.ts'
import type { FactKind } from '#src/transparency/fact.ts'
import { columnOfPath, datedOf, flagOf, listOf, numberOf, sourcesOf, textOf, type StarterRow } from './starter-table.ts'

export type StarterKind = {
  readonly kind: FactKind<unknown>
  readonly columns: readonly string[]
  readonly idColumn: string
  readonly factOf: (row: StarterRow) => Record<string, unknown>
  readonly columnOf: (path: string) => string
}

const starterKind = <T>(kind: FactKind<T>, columns: string, factOf: StarterKind['factOf'], more: Partial<StarterKind> = {}): StarterKind =>
  ({ kind: kind as FactKind<unknown>, columns: columns.split(' '), idColumn: 'id', factOf, columnOf: columnOfPath, ...more })

const sourced = (row: StarterRow): Record<string, unknown> => ({ citations: sourcesOf(row), note: textOf(row, 'note') })

const organisations = starterKind(organisationFact, 'id name aliases country lei sources note', (row) => ({
  name: textOf(row, 'name'), aliases: listOf(row, 'aliases'), country: textOf(row, 'country'), lei: textOf(row, 'lei'), ...sourced(row),
}))

const partners = starterKind(partnerFact, 'id name organisation_id country sector joined_from joined_to joined_precision joined_printed sources', (row) => ({
  name: textOf(row, 'name'), organisationId: textOf(row, 'organisation_id'), country: textOf(row, 'country'), sector: textOf(row, 'sector'),
  joined: datedOf(row, 'joined'), citations: sourcesOf(row),
}))

function positionOf(row: StarterRow): Record<string, unknown> | undefined {
  if (textOf(row, 'latitude') === undefined && textOf(row, 'longitude') === undefined) return undefined
  const citation = sourcesOf(row, 'position_source')[0]
  return {
    latitude: numberOf(row, 'latitude'), longitude: numberOf(row, 'longitude'), precision: textOf(row, 'position_precision'),
    ...(citation === undefined ? {} : { citation }),
  }
}

/** `icmm:ICMM04268` */
const identifiersOf = (row: StarterRow): Record<string, unknown>[] => listOf(row, 'identifiers').map((text) => {
  const at = text.indexOf(':')
  return { scheme: text.slice(0, Math.max(at, 0)), value: text.slice(at + 1) }
})

const SITE_PARTS: readonly (readonly [path: string, column: string])[] = [
  ['position.latitude', 'latitude'], ['position.longitude', 'longitude'], ['position.precision', 'position_precision'],
  ['position.citation', 'position_source'], ['identifiers', 'identifiers'],
]

const SITE_COLUMNS = 'site_id name types country place latitude longitude position_precision position_source metals operator organisation_id owners activity identifiers sources note'

const sites = starterKind(siteFact, SITE_COLUMNS, (row) => ({
  name: textOf(row, 'name'), aliases: [], identifiers: identifiersOf(row), types: listOf(row, 'types'), country: textOf(row, 'country'), place: textOf(row, 'place'),
  position: positionOf(row), metals: listOf(row, 'metals'), operator: textOf(row, 'operator'), organisationId: textOf(row, 'organisation_id'), owners: textOf(row, 'owners'),
  activity: textOf(row, 'activity'), ...sourced(row),
}), {
  idColumn: 'site_id',
  columnOf: (path) => SITE_PARTS.find(([part]) => path.startsWith(part))?.[1] ?? columnOfPath(path),
})

const MILESTONE_COLUMNS = 'id site_id site subject_as_found register kind mark metal date_from date_to date_precision date_printed announced_on valid_until criteria_count assessor_firm as_found sources note'

const milestones = starterKind(milestoneFact, MILESTONE_COLUMNS, (row) => ({
  siteId: textOf(row, 'site_id'), subjectAsFound: textOf(row, 'subject_as_found'), register: textOf(row, 'register'), kind: textOf(row, 'kind'), mark: textOf(row, 'mark'),
  metal: textOf(row, 'metal'), date: datedOf(row, 'date'), announcedOn: textOf(row, 'announced_on'), validUntil: textOf(row, 'valid_until'),
  criteriaCount: numberOf(row, 'criteria_count'), assessorFirm: textOf(row, 'assessor_firm'), asFound: textOf(row, 'as_found'), origin: 'compiled', ...sourced(row),
}))

const productionUnits = starterKind(productionUnitFact, 'id name members sources note', (row) => ({
  name: textOf(row, 'name'), members: listOf(row, 'members'), ...sourced(row),
}))

const PRODUCTION_COLUMNS = 'id subject site year metal stage stage_as_found tonnes_contained basis calendar quality is_preferred months_covered sources note'

const production = starterKind(productionFact, PRODUCTION_COLUMNS, (row) => ({
  subject: textOf(row, 'subject'), year: numberOf(row, 'year'), metal: textOf(row, 'metal'), stage: textOf(row, 'stage'), stageAsFound: textOf(row, 'stage_as_found'),
  tonnesContained: numberOf(row, 'tonnes_contained'), basis: textOf(row, 'basis'), calendar: textOf(row, 'calendar'), quality: textOf(row, 'quality'),
  isPreferred: flagOf(row, 'is_preferred'), monthsCovered: numberOf(row, 'months_covered'), ...sourced(row),
}))

const areaProduction = starterKind(areaProductionFact, 'id area year metal stage tonnes_contained edition status is_preferred sources note', (row) => ({
  area: textOf(row, 'area'), year: numberOf(row, 'year'), metal: textOf(row, 'metal'), stage: textOf(row, 'stage'), tonnesContained: numberOf(row, 'tonnes_contained'),
  edition: textOf(row, 'edition'), status: textOf(row, 'status'), isPreferred: flagOf(row, 'is_preferred'), ...sourced(row),
}))

const FIGURE_COLUMNS = 'id as_of is_date_approximate measure indicator metal country production_year value comparator unit sources note'

const publishedFigures = starterKind(publishedFigureFact, FIGURE_COLUMNS, (row) => ({
  asOf: textOf(row, 'as_of'), isDateApproximate: flagOf(row, 'is_date_approximate'), measure: textOf(row, 'measure'), indicator: textOf(row, 'indicator'), metal: textOf(row, 'metal'),
  country: textOf(row, 'country'), productionYear: numberOf(row, 'production_year'), value: numberOf(row, 'value'), comparator: textOf(row, 'comparator'), unit: textOf(row, 'unit'),
  ...sourced(row),
}))

const EMISSION_COLUMNS = 'id site_id site name_as_found country metal scope boundary emissions_tonnes_co2e emissions_year output_tonnes_metal output_year ran quality series sources note'

const emissionFigures = starterKind(emissionFigureFact, EMISSION_COLUMNS, (row) => ({
  siteId: textOf(row, 'site_id'), nameAsFound: textOf(row, 'name_as_found'), country: textOf(row, 'country'), metal: textOf(row, 'metal'), scope: textOf(row, 'scope'),
  boundary: textOf(row, 'boundary'), emissionsTonnesCo2e: numberOf(row, 'emissions_tonnes_co2e'), emissionsYear: numberOf(row, 'emissions_year'),
  outputTonnesMetal: numberOf(row, 'output_tonnes_metal'), outputYear: numberOf(row, 'output_year'), ran: textOf(row, 'ran'), quality: textOf(row, 'quality'), series: textOf(row, 'series'),
  ...sourced(row),
}))

/** By the word `holds` of data/datasets.yaml, in the order in which the facts are published. */
export const STARTER_KINDS: ReadonlyMap<string, StarterKind> = new Map([
  ['organisations', organisations], ['partners', partners], ['sites', sites], ['production-units', productionUnits], ['production', production],
  ['area-production', areaProduction], ['milestones', milestones], ['published-figures', publishedFigures], ['emission-figures', emissionFigures],
])

/** Other names of sites are no facts of their own: they are read into the sites. */
export const SITE_NAMES = 'site-names'
export const SITE_NAME_COLUMNS = ['site_id', 'site', 'name', 'kind', 'maker', 'plant', 'from', 'to', 'sources']

export function aliasOf(row: StarterRow): { [Key in keyof SiteAlias]?: unknown } {
  const citation = sourcesOf(row)[0]
  return {
    name: textOf(row, 'name'), kind: textOf(row, 'kind'), maker: textOf(row, 'maker'), plant: textOf(row, 'plant'), from: textOf(row, 'from'), to: textOf(row, 'to'), citation,
  }
}
