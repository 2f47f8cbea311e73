// Fills a database with a simulated world, through the same write path as every book. All of it is called simulated: the facts
// by their dataset, the books by their mark. A database that holds a real book takes none.
import { localOperator } from '#src/access/actor.ts'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { recordLines } from '#src/custody/record.handlers.ts'
import { simulatedColumns } from '#src/custody/simulated-world-flow.ts'
import { SIMULATED_FROM, simulatedLines, type SimulatedLine } from '#src/custody/simulated-world-lines.ts'
import type { SimulatedRole, SimulatedSite } from '#src/custody/simulated-world-places.ts'
import type { WorldColumns, WorldOptions } from '#src/custody/simulated-world.ts'
import { addDays } from '#src/kernel/time.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteFact, type SiteType } from '#src/parties/site.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import { StartRefused } from './config.ts'
import { write, type House } from './transaction.ts'

export type SimulationReport = { readonly seed: number; readonly organisations: number; readonly lots: number; readonly events: number; readonly lines: number; readonly batches: number; readonly refused: readonly string[] }

const actor = localOperator('simulation')
/** Lines that are sorted into books at a time, and that go into a book at once. */
const WINDOW = 60_000
const BATCH = 2_000
const TYPES: Readonly<Record<SimulatedRole, SiteType>> = { mine: 'mine', trader: 'processing', smelter: 'integrated', warehouse: 'processing', 'rod-mill': 'rod-mill', 'cable-plant': 'fabricator' }
const citations = [{ text: 'Simulated: invented by a program, and nobody’s.' }]

/** @throws StartRefused `simulation-into-real` */
export async function refuseRealBooks(house: House): Promise<void> {
  const { rows } = await house.database.pool.query<{ organisation_id: string }>('select organisation_id from custody_book where not is_simulated order by book_no limit 1')
  if (rows[0] !== undefined) throw new StartRefused(`simulation-into-real: this database holds the book of ${rows[0].organisation_id}. A simulation never stands among real books: name another data folder (--data).`)
}

/** @param tell called now and then with the lines that are recorded */
export async function simulateInto(house: House, options: WorldOptions, tell: (lines: number) => void = () => {}): Promise<SimulationReport> {
  await refuseRealBooks(house)
  const world = simulatedColumns(options)
  await publishWorld(house, world)
  const counts = { lines: 0, batches: 0, refused: [] as string[] }
  const books = new Map<string, SimulatedLine[]>()
  const sent = new Set<string>()
  let waiting = 0
  for (const line of simulatedLines(world)) {
    const book = books.get(line.organisationId)
    if (book === undefined) books.set(line.organisationId, [line])
    else book.push(line)
    if (++waiting < WINDOW) continue
    await recordBooks(house, books, sent, counts, tell)
    waiting = 0
  }
  await recordBooks(house, books, sent, counts, tell)
  return { seed: options.seed, organisations: new Set(world.sites.map(({ organisationId }) => organisationId)).size, lots: world.lots, events: world.events, ...counts }
}

/** Round by round: each book takes what it may record now, which is everything up to a receipt whose sender comes later. */
async function recordBooks(house: House, books: Map<string, SimulatedLine[]>, sent: Set<string>, counts: { lines: number; batches: number; refused: string[] }, tell: (lines: number) => void): Promise<void> {
  while (books.size > 0) {
    for (const [organisationId, lines] of books) {
      let ready = 0
      while (ready < lines.length && ready < BATCH && (lines[ready]!.awaits === null || sent.has(lines[ready]!.awaits!))) {
        const { line } = lines[ready++]!
        if (line.kind === 'ship') sent.add(line.shipment)
      }
      if (ready === 0) continue
      const batch = lines.splice(0, ready)
      if (lines.length === 0) books.delete(organisationId)
      const { answer } = await write(house, { actor }, (ctx) => recordLines(ctx, organisationId, batch.map(({ line }) => line), { source: 'scenario', isAllOrNothing: false, isSimulated: true }))
      for (const { event, state, refusal } of answer) if (state === 'refused' && counts.refused.length < 20) counts.refused.push(`${organisationId} ${event}: ${refusal!.code}`)
      counts.lines += batch.length
      counts.batches += 1
      tell(counts.lines)
    }
  }
}

async function publishWorld(house: House, { sites, options: { seed } }: WorldColumns): Promise<void> {
  const lines = sites.flatMap((site, nth) => factsOf(site, seed, nth))
  await write(house, { actor }, async (ctx) => { ctx.publish(lines, { kind: 'facts.published', subject: `simulation-${seed}`, isPublic: true, body: { isSimulated: true, seed } }) })
}

function factsOf(site: SimulatedSite, seed: number, nth: number): FactLine[] {
  const on = (day: number): Milestone['date'] => { const from = addDays(SIMULATED_FROM, day); return { from, to: from, precision: 'day', printed: from } }
  const held = (register: 'mark' | 'chain-of-custody', kind: 'award' | 'custody-conformance'): FactLine => putFact(milestoneFact, `simulated-${seed}-${nth}-${kind}`, {
    siteId: site.siteId, subjectAsFound: site.name, register, kind, ...(register === 'mark' ? { mark: 'copper' as const } : {}), date: on(site.awarded!.from), validUntil: addDays(SIMULATED_FROM, site.awarded!.to),
    asFound: 'Simulated award.', origin: 'mark-owner', dataset: 'simulated', citations,
  })
  return [
    putFact(organisationFact, site.organisationId, { name: `${site.organisation} (simulated)`, aliases: [], country: site.country, dataset: 'simulated', citations }),
    putFact(siteFact, site.siteId, { name: `${site.name} (simulated)`, aliases: [], identifiers: [], types: [TYPES[site.role]], country: site.country, metals: ['copper'], organisationId: site.organisationId, dataset: 'simulated', citations }),
    ...(site.awarded === null ? [] : [held('mark', 'award'), held('chain-of-custody', 'custody-conformance')]),
  ]
}
