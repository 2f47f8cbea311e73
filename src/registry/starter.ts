// The starter registry as facts: pure, so that the same files give the same lines. It reads the texts of data/ that the
// platform hands in, checks every row against the schema of its kind, and every reference between rows. Nothing is
// published from files with a fault in them.
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type RefusalCatalogue } from '#src/kernel/refusal.ts'
import type { Milestone } from '#src/awards/milestone.ts'
import type { EmissionFigure } from '#src/footprint/emission-figure.ts'
import type { Partner } from '#src/parties/organisation.ts'
import type { AreaProduction, Production, ProductionUnit } from '#src/parties/production.ts'
import { SiteId } from '#src/kernel/id.ts'
import { SiteAlias, type Site } from '#src/parties/site.ts'
import { Dataset, datasetFact } from '#src/parties/source.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import { aliasOf, SITE_NAME_COLUMNS, SITE_NAMES, STARTER_KINDS, type StarterKind } from './starter-kinds.ts'
import { checked, columnOfPath, faultAt, readRows, type Faults, type StarterRow } from './starter-table.ts'

export const starterRefusals: RefusalCatalogue = {
  'starter-invalid': {
    kind: 'invalid',
    title: 'The starter registry cannot be read',
    meaning: 'A file of the starter registry (the folder data/ of the installation) has rows that break its format, or a reference that leads nowhere. '
      + 'Each fault names the file, the line and the column. Restore the files of the release, or mend the rows, and start again.',
  },
}

export const STARTER_LIST = 'datasets.yaml'
const StarterDataset = Dataset.extend({ id: z.string().regex(/^[a-z0-9-]+$/), holds: z.enum([...STARTER_KINDS.keys(), SITE_NAMES]) })
type StarterDataset = z.infer<typeof StarterDataset>

/** One row and the fact it became, kept together until the references are checked. */
type RowFact = { readonly row: StarterRow; readonly holds: string; readonly id: string; readonly value: unknown }

/**
 * @param files text by file name: `datasets.yaml` and every file it lists
 * @throws Refused `starter-invalid`, with every fault by file, line and column
 */
export const starterFacts = (files: Readonly<Record<string, string>>): readonly FactLine[] => orRefuse(readStarter(files))

export function readStarter(files: Readonly<Record<string, string>>): Outcome<readonly FactLine[]> {
  const faults: Faults = []
  const datasets = readDatasets(files, faults)
  const aliases = datasets.filter((dataset) => dataset.holds === SITE_NAMES).flatMap((dataset) => aliasRows(dataset, files, faults))
  const facts = [...STARTER_KINDS].flatMap(([holds, kind]) =>
    datasets.filter((dataset) => dataset.holds === holds).flatMap((dataset) => rowFacts(dataset, kind, files, faults)))
  const named = withAliases(facts, aliases, faults)
  checkReferences(named, faults)
  if (faults.length > 0) {
    const first = faults[0]!
    const more = faults.length === 1 ? '' : ` There are ${faults.length - 1} faults more.`
    return deny(refuse('starter-invalid', `The starter registry was not loaded. ${first.pointer}: ${first.detail}${more}`, faults))
  }
  return accept([
    ...datasets.map(({ id, holds: _holds, ...dataset }) => putFact(datasetFact, id, dataset)),
    ...named.map(({ holds, id, value }) => putFact(STARTER_KINDS.get(holds)!.kind, id, value)),
  ])
}

/** The names of the files to hand in, from the text of `datasets.yaml`; empty where that is not readable. */
export function starterFileNames(list: string): string[] {
  const datasets = readDatasets({ [STARTER_LIST]: list }, [], false)
  return [STARTER_LIST, ...datasets.map(({ file }) => file)]
}

function readDatasets(files: Readonly<Record<string, string>>, faults: Faults, withFiles = true): StarterDataset[] {
  const text = files[STARTER_LIST]
  if (text === undefined) {
    faults.push({ pointer: STARTER_LIST, detail: 'The file is missing. It lists every file with its licence; restore it from the release.' })
    return []
  }
  let listed: unknown
  try {
    listed = parseYaml(text)
  } catch (error) {
    faults.push({ pointer: STARTER_LIST, detail: `This is not readable as YAML: ${error instanceof Error ? error.message : String(error)}` })
    return []
  }
  const result = z.array(StarterDataset).safeParse(listed)
  if (!result.success) {
    for (const issue of result.error.issues) faults.push({ pointer: `${STARTER_LIST}, /${issue.path.join('/')}`, detail: `${issue.message}.` })
    return []
  }
  const seen = new Set<string>()
  for (const { id, file } of result.data) {
    if (seen.has(id)) faults.push({ pointer: STARTER_LIST, detail: `The dataset ${id} is listed twice. Give each its own id.` })
    if (withFiles && files[file] === undefined) faults.push({ pointer: STARTER_LIST, detail: `The file ${file} of ${id} is missing.` })
    seen.add(id)
  }
  return result.data
}

function rowFacts(dataset: StarterDataset, kind: StarterKind, files: Readonly<Record<string, string>>, faults: Faults): RowFact[] {
  const rows = readRows(dataset.file, files[dataset.file] ?? '', kind.columns, faults)
  return rows.flatMap((row) => {
    const id = row.cells[kind.idColumn] ?? ''
    if (id === '' || id.length > 120) {
      faults.push(faultAt(row, kind.idColumn, 'Every row has an id of its own, of at most 120 characters.'))
      return []
    }
    const value = checked(row, kind.kind.schema, { ...kind.factOf(row), dataset: dataset.id }, kind.columnOf, faults)
    return value === undefined ? [] : [{ row, holds: dataset.holds, id, value }]
  })
}

type AliasRow = { readonly row: StarterRow; readonly alias: SiteAlias }

function aliasRows(dataset: StarterDataset, files: Readonly<Record<string, string>>, faults: Faults): AliasRow[] {
  return readRows(dataset.file, files[dataset.file] ?? '', SITE_NAME_COLUMNS, faults).flatMap((row) => {
    const alias = checked(row, SiteAlias, aliasOf(row), (path) => path.startsWith('citation') ? 'sources' : columnOfPath(path), faults)
    return alias === undefined ? [] : [{ row, alias }]
  })
}

function withAliases(facts: readonly RowFact[], aliases: readonly AliasRow[], faults: Faults): RowFact[] {
  const bySite = new Map<string, SiteAlias[]>()
  for (const { row, alias } of aliases) {
    const siteId = row.cells['site_id'] ?? ''
    bySite.set(siteId, [...bySite.get(siteId) ?? [], alias])
  }
  const siteIds = new Set(facts.filter(({ holds }) => holds === 'sites').map(({ id }) => id))
  for (const { row } of aliases) {
    if (!siteIds.has(row.cells['site_id'] ?? '')) faults.push(faultAt(row, 'site_id', 'No row of the sites has this number.'))
  }
  return facts.map((fact) => fact.holds !== 'sites' ? fact
    : { ...fact, value: { ...fact.value as Site, aliases: bySite.get(fact.id) ?? [] } satisfies Site })
}

/** Every id leads to a row, no id stands twice, and the name beside a number is the name of that site. */
function checkReferences(facts: readonly RowFact[], faults: Faults): void {
  const ids = new Map<string, Set<string>>()
  for (const { holds, id, row } of facts) {
    const known = ids.get(holds) ?? new Set()
    if (known.has(id)) faults.push(faultAt(row, STARTER_KINDS.get(holds)!.idColumn, `“${id}” stands in two rows. An id is given once and never changed.`))
    ids.set(holds, known.add(id))
  }
  const nameOf = new Map(facts.filter(({ holds }) => holds === 'sites' || holds === 'production-units').map(({ id, value }) => [id, (value as { name: string }).name]))
  const preferred = new Set<string>()
  for (const fact of facts) {
    const { row } = fact
    for (const [column, holds, id] of referencesOf(fact)) {
      if (!holds.some((held) => ids.get(held)?.has(id) === true)) faults.push(faultAt(row, column, `“${id}” leads to no row of the ${holds.join(' or ')}.`))
    }
    const stated = row.cells['site']
    const subject = row.cells['site_id'] || row.cells['subject'] || ''
    if (stated && nameOf.has(subject) && nameOf.get(subject) !== stated) {
      faults.push(faultAt(row, 'site', `“${stated}” is not the name of ${subject}, which is ${nameOf.get(subject)}.`))
    }
    if (fact.holds === 'sites' && !SiteId.safeParse(fact.id).success) faults.push(faultAt(row, 'site_id', `“${fact.id}” is no site number: its check character does not fit.`))
    const key = preferredKey(fact)
    if (key === undefined) continue
    if (preferred.has(key)) faults.push(faultAt(row, 'is_preferred', 'Two values of the same subject, year, metal and stage are preferred. Prefer one; the other stands beside it.'))
    preferred.add(key)
  }
}

function referencesOf({ holds, value }: RowFact): [column: string, holds: readonly string[], id: string][] {
  const some = (column: string, to: readonly string[], ...found: readonly (string | undefined)[]): [string, readonly string[], string][] =>
    found.flatMap((id) => id === undefined ? [] : [[column, to, id] as [string, readonly string[], string]])
  switch (holds) {
    case 'sites': return some('organisation_id', ['organisations'], (value as Site).organisationId)
    case 'partners': return some('organisation_id', ['organisations'], (value as Partner).organisationId)
    case 'milestones': return some('site_id', ['sites'], (value as Milestone).siteId)
    case 'emission-figures': return some('site_id', ['sites'], (value as EmissionFigure).siteId)
    case 'production-units': return some('members', ['sites'], ...(value as ProductionUnit).members)
    case 'production': return some('subject', ['sites', 'production-units'], (value as Production).subject)
    default: return []
  }
}

function preferredKey({ holds, value }: RowFact): string | undefined {
  if (holds !== 'production' && holds !== 'area-production') return undefined
  const production = value as (Production & { area?: undefined }) | (AreaProduction & { subject?: undefined })
  if (!production.isPreferred) return undefined
  return [holds, production.subject ?? production.area, production.year, production.metal, production.stage].join(' ')
}
