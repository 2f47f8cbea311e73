// What the project ships and every installation loads at its start: standards and the starter registry. Loading the same
// files again records nothing; a change of a file is a new version of the facts in it.
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import { starterFacts } from '#src/registry/starter.ts'
import type { FactLine } from '#src/transparency/fact.ts'
import { retractFact } from '#src/transparency/fact.ts'
import { readSetting, writeSetting } from './setting.store.ts'
import { shippedFactors } from './shipped-lists.ts'
import { factKinds } from './facts.ts'
import { write, type House } from './transaction.ts'
import { localOperator, type Actor } from '#src/access/actor.ts'
import { loadExampleEquivalences } from '#src/assurance/matrix.handlers.ts'
import { takeUpEdition } from '#src/footprint/factor-edition.handlers.ts'
import { loadStandards } from '#src/standards/load-standards.ts'

const loader: Actor = localOperator('cupel')
export type Shipped = { readonly standards: Readonly<Record<string, string>>; readonly starter: Readonly<Record<string, string>>; readonly recognition?: Readonly<Record<string, string>> }

/** Facts that an earlier edition of the starter registry published and this one does not: retracted, not forgotten. */
async function withdrawn(house: House, lines: readonly FactLine[], datasets: ReadonlySet<string>): Promise<FactLine[]> {
  const present = new Set(lines.map((line) => `${line.kind}\n${line.id}`))
  const facts = await house.facts.read(house.database.sql)
  const gone: FactLine[] = []
  for (const kind of factKinds.values()) {
    for (const [id, fact] of facts.of(kind)) {
      const { dataset } = fact.value as { dataset?: string }
      if (dataset !== undefined && datasets.has(dataset) && !present.has(`${kind.kind}\n${id}`)) gone.push(retractFact(kind, id, 'not in this edition of the starter registry'))
    }
  }
  return gone
}

/** What the owner of a mark said of a site stands, whatever a later edition of the starter registry compiles. */
async function notSuperseded(house: House, lines: readonly FactLine[]): Promise<FactLine[]> {
  const facts = await house.facts.read(house.database.sql)
  const isOwners = (dataset: string | undefined) => dataset !== undefined && facts.of(datasetFact).get(dataset)?.value.origin === 'mark-owner'
  return lines.filter((line) => line.kind !== siteFact.kind || !isOwners(facts.of(siteFact).get(line.id)?.value.dataset))
}

async function loadStarter(house: House, files: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(files).length === 0) return
  const hash = sha256Hex(canonicalText(files))
  if (await readSetting(house.database.sql, 'starter-registry') === hash) return
  const lines = starterFacts(files)
  const datasets = new Set(lines.filter((line) => line.kind === 'dataset').map((line) => line.id))
  const gone = await withdrawn(house, lines, datasets)
  const standing = await notSuperseded(house, lines)
  await write(house, { actor: loader }, async (ctx) => {
    ctx.publish([...standing, ...gone], { kind: 'starter.published', subject: 'starter-registry', isPublic: true, body: { files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256Hex(text)])) } })
    await writeSetting(ctx.sql, 'starter-registry', hash)
  })
}

async function loadExamples(house: House, files: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(files).length === 0) return
  const hash = sha256Hex(canonicalText(files))
  if (await readSetting(house.database.sql, 'example-equivalences') === hash) return
  await write(house, { actor: loader }, async (ctx) => {
    await loadExampleEquivalences(ctx, files)
    await writeSetting(ctx.sql, 'example-equivalences', hash)
  })
}

/** @throws Refused where a shipped file is wrong: file, line and path are named */
export async function loadShipped(house: House, shipped: Shipped): Promise<void> {
  const hash = sha256Hex(canonicalText(shipped.standards))
  if (await readSetting(house.database.sql, 'standards') !== hash) {
    await write(house, { actor: loader }, async (ctx) => {
      await loadStandards(ctx, shipped.standards)
      await writeSetting(ctx.sql, 'standards', hash)
    })
  }
  await loadExamples(house, shipped.recognition ?? {})
  await loadStarter(house, shipped.starter)
  await write(house, { actor: loader }, (ctx) => takeUpEdition(ctx, shippedFactors))
}
