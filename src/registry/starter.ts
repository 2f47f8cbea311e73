// The starter registry as facts: pure, so that the same files give the same lines. It reads the texts of data/ that the
// platform hands in, checks every row against the schema of its kind, and what must hold between rows. Nothing is
// published from files with a fault in them.
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type RefusalCatalogue } from '#src/kernel/refusal.ts'
import { SiteAlias, type Site } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import { readDatasets, type StarterDataset, type StarterFiles } from './starter-datasets.ts'
import { aliasOf, SITE_NAME_COLUMNS, SITE_NAMES, STARTER_KINDS, type StarterKind } from './starter-kinds.ts'
import { checkReferences, type RowFact } from './starter-references.ts'
import { checked, faultAt, readRows, type Faults, type StarterRow } from './starter-table.ts'

export const starterRefusals: RefusalCatalogue = {
  'starter-invalid': {
    kind: 'invalid',
    title: 'The starter registry cannot be read',
    meaning: 'A file of the starter registry (the folder data/ of the installation) has rows that break its format, or a '
      + 'reference that leads nowhere. Each fault names the file, the line and the column. Restore the files of the '
      + 'release, or mend the rows, and start again.',
  },
}

/**
 * @param files text by file name: `datasets.yaml` and every file it lists
 * @throws Refused `starter-invalid`, with every fault by file, line and column
 */
export const starterFacts = (files: StarterFiles): readonly FactLine[] => orRefuse(readStarter(files))

export function readStarter(files: StarterFiles): Outcome<readonly FactLine[]> {
  const faults: Faults = []
  const datasets = readDatasets(files, faults)
  const filesOf = (holds: string): StarterDataset[] => datasets.filter((dataset) => dataset.holds === holds)
  const aliases = filesOf(SITE_NAMES).flatMap((dataset) => aliasRows(dataset, files, faults))
  const facts = [...STARTER_KINDS].flatMap(([holds, kind]) =>
    filesOf(holds).flatMap((dataset) => rowFacts(dataset, kind, files, faults)))
  const named = withAliases(facts, aliases, faults)
  checkReferences(named, faults)
  const first = faults[0]
  if (first !== undefined) {
    const more = faults.length === 1 ? '' : ` Faults in all: ${faults.length}.`
    const detail = `The starter registry was not loaded. ${first.pointer}: ${first.detail}${more}`
    return deny(refuse('starter-invalid', detail, faults))
  }
  return accept([
    ...datasets.map(({ id, holds: _holds, ...dataset }) => putFact(datasetFact, id, dataset)),
    ...named.map(({ holds, id, value }) => putFact(STARTER_KINDS.get(holds)!.kind, id, value)),
  ])
}

function rowFacts(dataset: StarterDataset, kind: StarterKind, files: StarterFiles, faults: Faults): RowFact[] {
  const rows = readRows(dataset.file, files[dataset.file] ?? '', kind.columns, faults)
  return rows.flatMap((row) => {
    const id = row.cells[kind.idColumn] ?? ''
    if (id === '' || id.length > 120) {
      faults.push(faultAt(row, kind.idColumn, 'Every row has an id of its own, of at most 120 characters.'))
      return []
    }
    const value = checked(row, kind.kind.schema, { ...kind.factOf(row), dataset: dataset.id }, faults)
    return value === undefined ? [] : [{ row, holds: dataset.holds, id, value }]
  })
}

type AliasRow = { readonly row: StarterRow; readonly alias: SiteAlias }

function aliasRows(dataset: StarterDataset, files: StarterFiles, faults: Faults): AliasRow[] {
  return readRows(dataset.file, files[dataset.file] ?? '', SITE_NAME_COLUMNS, faults).flatMap((row) => {
    const alias = checked(row, SiteAlias, aliasOf(row), faults)
    return alias === undefined ? [] : [{ row, alias }]
  })
}

function withAliases(facts: readonly RowFact[], aliases: readonly AliasRow[], faults: Faults): RowFact[] {
  const bySite = new Map<string, SiteAlias[]>(facts.filter(({ holds }) => holds === 'sites').map(({ id }) => [id, []]))
  for (const { row, alias } of aliases) {
    const siteId = row.cells['site_id'] ?? ''
    const known = bySite.get(siteId)
    if (known === undefined) faults.push(faultAt(row, 'site_id', `“${siteId}” leads to no row of the sites.`))
    else known.push(alias)
  }
  return facts.map((fact) => fact.holds !== 'sites' ? fact
    : { ...fact, value: { ...fact.value as Site, aliases: bySite.get(fact.id) ?? [] } satisfies Site })
}
