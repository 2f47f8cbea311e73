// What each file of the starter registry holds: the kind of fact a row becomes, and the columns it is read from. A field
// of the fact is in the column of its name (`isPreferred` in `is_preferred`). A file under another licence has the same
// columns: only its dataset differs.
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { milestoneFact, publishedFigureFact } from '#src/awards/milestone.ts'
import { organisationFact, partnerFact } from '#src/parties/organisation.ts'
import { areaProductionFact, productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import type { FactKind } from '#src/transparency/fact.ts'
import {
  columnOfPath, datedOf, flagOf, listOf, numberOf, sourcesOf, textOf, type StarterRow,
} from './starter-table.ts'

/** How one field is read, from its column or from several. */
type Field = {
  readonly columns: (column: string) => readonly string[]
  readonly read: (row: StarterRow, column: string) => unknown
}

const field = (read: Field['read'], columns: Field['columns'] = (column) => [column]): Field => ({ columns, read })

const text = field(textOf)
const number = field(numberOf)
const flag = field(flagOf)
const list = field(listOf)
const dated = field(datedOf, (column) => ['from', 'to', 'precision', 'printed'].map((part) => `${column}_${part}`))
const citations = field((row) => sourcesOf(row), () => ['sources'])
/** Stands beside a number for a reader's eye; that it fits is checked with the references. */
const forTheEye = field(() => undefined)
const sourced = { citations, note: text }

/** `icmm:ICMM04268; climate-trace:45945171` */
const identifiers = field((row, column) => listOf(row, column).map((entry) => {
  const at = Math.max(entry.indexOf(':'), 0)
  return { scheme: entry.slice(0, at), value: entry.slice(at + 1) }
}))

const position = field((row) => {
  if (textOf(row, 'latitude') === undefined && textOf(row, 'longitude') === undefined) return undefined
  const citation = sourcesOf(row, 'position_source')[0]
  return {
    latitude: numberOf(row, 'latitude'), longitude: numberOf(row, 'longitude'),
    precision: textOf(row, 'position_precision'), ...(citation === undefined ? {} : { citation }),
  }
}, () => ['latitude', 'longitude', 'position_precision', 'position_source'])

const citation = field((row) => sourcesOf(row)[0], () => ['sources'])

export type StarterKind = {
  readonly kind: FactKind<unknown>
  readonly columns: readonly string[]
  readonly idColumn: string
  readonly factOf: (row: StarterRow) => Record<string, unknown>
}

const readFields = (fields: Readonly<Record<string, Field>>, row: StarterRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, { read }]) => [name, read(row, columnOfPath(name))]))

const columnsOf = (fields: Readonly<Record<string, Field>>): string[] =>
  Object.entries(fields).flatMap(([name, { columns }]) => columns(columnOfPath(name)))

/** @param given what every row of such a file has, and no column says */
function starterKind<T>(
  kind: FactKind<T>, fields: Readonly<Record<string, Field>>, given: Readonly<Record<string, unknown>> = {},
  idColumn = 'id',
): StarterKind {
  return {
    kind: kind as FactKind<unknown>, idColumn, columns: [idColumn, ...columnsOf(fields)],
    factOf: (row) => ({ ...readFields(fields, row), ...given }),
  }
}

const organisations = starterKind(organisationFact, { name: text, aliases: list, country: text, lei: text, ...sourced })

const partners = starterKind(partnerFact, {
  name: text, organisationId: text, country: text, sector: text, joined: dated, citations,
})

const sites = starterKind(siteFact, {
  name: text, types: list, country: text, place: text, position, metals: list, operator: text, organisationId: text,
  owners: text, activity: text, identifiers, ...sourced,
}, { aliases: [] }, 'site_id')

const milestones = starterKind(milestoneFact, {
  siteId: text, site: forTheEye, subjectAsFound: text, register: text, kind: text, mark: text, metal: text, date: dated,
  announcedOn: text, validUntil: text, criteriaCount: number, assessorFirm: text, asFound: text, ...sourced,
}, { origin: 'compiled' })

const productionUnits = starterKind(productionUnitFact, { name: text, members: list, ...sourced })

const production = starterKind(productionFact, {
  subject: text, site: forTheEye, year: number, metal: text, stage: text, stageAsFound: text, tonnesContained: number,
  basis: text, calendar: text, quality: text, isPreferred: flag, monthsCovered: number, ...sourced,
})

const areaProduction = starterKind(areaProductionFact, {
  area: text, year: number, metal: text, stage: text, tonnesContained: number, edition: text, status: text,
  isPreferred: flag, ...sourced,
})

const publishedFigures = starterKind(publishedFigureFact, {
  asOf: text, isDateApproximate: flag, measure: text, indicator: text, metal: text, country: text,
  productionYear: number, value: number, comparator: text, unit: text, ...sourced,
})

const emissionFigures = starterKind(emissionFigureFact, {
  siteId: text, site: forTheEye, nameAsFound: text, country: text, metal: text, scope: text, boundary: text,
  emissionsTonnesCo2e: number, emissionsYear: number, outputTonnesMetal: number, outputYear: number, ran: text,
  quality: text, series: text, ...sourced,
})

/** By the word `holds` of data/datasets.yaml, in the order in which the facts are published. */
export const STARTER_KINDS: ReadonlyMap<string, StarterKind> = new Map([
  ['organisations', organisations], ['partners', partners], ['sites', sites], ['production-units', productionUnits],
  ['production', production], ['area-production', areaProduction], ['milestones', milestones],
  ['published-figures', publishedFigures], ['emission-figures', emissionFigures],
])

/** Other names of sites are no facts of their own: they are read into the sites. */
export const SITE_NAMES = 'site-names'
const ALIAS = { name: text, kind: text, maker: text, plant: text, from: text, to: text, citation }
export const SITE_NAME_COLUMNS: readonly string[] = ['site_id', 'site', ...columnsOf(ALIAS)]
export const aliasOf = (row: StarterRow): Record<string, unknown> => readFields(ALIAS, row)
