// A seeded simulation of several parties against a naive ledger: late, doubled, conflicting and hostile lines, several parties
// at once, a writer that dies before its commit, a process that starts again. After every step both say the same.
import { actorWith, localOperator, type Actor } from '#src/access/actor.ts'

import { ledgerHandlers } from '#src/custody/ledger.handlers.ts'
import { readLine } from '#src/custody/line-reading.ts'
import type { LineAnswer } from '#src/custody/line-answer.ts'
import { chance, type Chance } from '#src/custody/simulated-world-chance.ts'
import { siteIdFrom } from '#src/kernel/id.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteFact } from '#src/parties/site.ts'
import { fsck } from '#src/platform/check.ts'
import { write, type House } from '#src/platform/transaction.ts'
import { putFact } from '#src/transparency/fact.ts'
import { clerkOf, type Clerk, type Party, type Written } from './clerk.ts'
import { differences } from './compare.ts'
import { NaiveLedger, type Answer } from './naive.ts'

export type OpenedHouse = { readonly house: House; close(): Promise<void> }
export type Simulated = { readonly seed: number; readonly steps: number; readonly recorded: number; readonly refused: number; readonly codes: Readonly<Record<string, number>>; readonly links: number; readonly restarts: number; readonly crashes: number }

const party = (i: number, role: Party['role']): Party => ({ org: `org_sim_${i}`, role, site: siteIdFrom('CHL', Uint8Array.of(0, 0, 9, i)) })
export const parties: readonly Party[] = [party(1, 'mine'), party(2, 'mine'), party(3, 'trader'), party(4, 'smelter'), party(5, 'mill'), party(6, 'buyer')]
const actorOf = ({ org }: Party): Actor => actorWith({ userId: `clerk-${org}`, via: 'local', grants: [{ role: 'site-owner', scope: { kind: 'organisation', id: org } }] })

export class Disagreement extends Error {}
class Crash extends Error {}

export async function publishParties(house: House): Promise<void> {
  const citations = [{ text: 'Simulated.' }]
  await write(house, { actor: localOperator('simulation') }, async (ctx) => {
    ctx.publish(parties.flatMap(({ org, site, role }) => [
      putFact(organisationFact, org, { name: `Invented ${org}`, aliases: [], dataset: 'simulated', citations }),
      putFact(siteFact, site, { name: `Invented ${role} ${org}`, aliases: [], identifiers: [], types: ['mine'], country: 'CHL', metals: ['copper'], organisationId: org, dataset: 'simulated', citations }),
    ]), { kind: 'facts.published', subject: 'simulation', isPublic: true, body: {} })
  })
}

type Sent = { readonly by: Party; readonly lines: readonly unknown[]; readonly mode: 'line' | 'all' }
type Run = { readonly luck: Chance; readonly clerk: Clerk; readonly ledger: NaiveLedger; opened: OpenedHouse; readonly sent: Sent[]; readonly codes: Record<string, number>; counts: { recorded: number; refused: number; restarts: number; crashes: number } }

/** @throws Disagreement where the house and the naive ledger say different things */
export async function simulate(open: () => Promise<OpenedHouse>, seed: number, steps: number): Promise<Simulated> {
  const luck = chance(seed)
  const ledger = new NaiveLedger()
  const run: Run = { luck, ledger, clerk: clerkOf(luck, ledger, parties), opened: await open(), sent: [], codes: {}, counts: { recorded: 0, refused: 0, restarts: 0, crashes: 0 } }
  try {
    await publishParties(run.opened.house)
    for (let step = 0; step < steps; step++) {
      try { await oneStep(run, open) } catch (error) { throw error instanceof Disagreement ? new Disagreement(`seed ${seed}, step ${step}: ${error.message}`) : error }
      if (step % 20 === 19) await compareAll(run, seed, step)
    }
    await compareAll(run, seed, steps, true)
    const { findings } = await fsck(run.opened.house.database)
    if (findings.length > 0) throw new Disagreement(`seed ${seed}: fsck finds ${JSON.stringify(findings.slice(0, 3))}`)
    return { seed, steps, ...run.counts, codes: run.codes, links: ledger.links().length }
  } finally { await run.opened.close() }
}

async function compareAll(run: Run, seed: number, step: number, isEnd = false): Promise<void> {
  const found = await differences(run.opened.house, run.ledger, isEnd || step % 100 === 99)
  if (found.length > 0) throw new Disagreement(`seed ${seed}, step ${step}: ${found.slice(0, 5).join('; ')}`)
}

async function oneStep(run: Run, open: () => Promise<OpenedHouse>): Promise<void> {
  const { luck } = run
  const dice = luck.next()
  if (dice < 0.62) return send(run, batchOf(run))
  if (dice < 0.72 && run.sent.length > 0) return send(run, again(run))
  if (dice < 0.78 && run.sent.length > 0) return send(run, contradicted(run))
  if (dice < 0.84) return crash(run, batchOf(run))
  if (dice < 0.88) return together(run)
  if (dice < 0.93) return attack(run)
  if (dice < 0.96) return intrude(run)
  if (dice < 0.98) {
    run.counts.restarts += 1
    await run.opened.close()
    run.opened = await open()
    return
  }
  return send(run, { ...batchOf(run), mode: 'all' })
}

const pick = <T>(luck: Chance, list: readonly T[]): T => list[luck.below(list.length)]!

function batchOf(run: Run): Sent {
  const by = pick(run.luck, parties)
  return { by, lines: Array.from({ length: 1 + run.luck.below(4) }, () => run.clerk.write(by)), mode: run.luck.next() < 0.1 ? 'all' : 'line' }
}
/** The answer was lost, so that all or a part is sent once more. */
function again({ luck, sent }: Run): Sent {
  const one = pick(luck, sent)
  return { ...one, lines: one.lines.slice(luck.below(one.lines.length)), mode: 'line' }
}
function contradicted({ luck, sent, clerk }: Run): Sent {
  const one = pick(luck, sent)
  return { ...one, lines: one.lines.map((line) => clerk.contradict(line as Written)), mode: 'line' }
}

const record = (house: House, { by, lines, mode }: Sent, actor = actorOf(by), then: () => void = () => {}): Promise<LineAnswer[]> =>
  write(house, { actor }, async (ctx) => {
    const { items } = await ledgerHandlers.recordEvents(ctx, { organisationId: by.org, events: [...lines], mode, source: 'bulk', hasEffects: false, firstLine: 1 }) as { items: LineAnswer[] }
    then()
    return items
  }).then(({ answer }) => answer)

const expected = (run: Run, { by, lines, mode }: Sent): Answer[] => run.ledger.record(by.org, lines.map((line) => {
  const outcome = readLine(line)
  if (!outcome.accepted) throw new Error(`a clerk wrote what cannot be read: ${JSON.stringify(outcome.refusal)} ${JSON.stringify(line).slice(0, 400)}`)
  return outcome.value
}), mode === 'all')

async function send(run: Run, batch: Sent): Promise<void> {
  const answers = await record(run.opened.house, batch)
  agree(run, batch, answers, expected(run, batch))
  run.sent.push(batch)
}

function agree(run: Run, batch: Sent, answers: readonly LineAnswer[], wanted: readonly Answer[]): void {
  for (const [i, { event, state, refusal }] of answers.entries()) {
    const want = wanted[i]!
    if (event !== want.event || state !== want.state || refusal?.code !== want.code) {
      throw new Disagreement(`${JSON.stringify(batch.lines[i])} of ${batch.by.org} is ${state} ${refusal?.code ?? ''} (${refusal?.detail ?? ''}), and should be ${want.state} ${want.code ?? ''}`)
    }
    run.counts[state === 'refused' ? 'refused' : 'recorded'] += 1
    if (refusal !== undefined) run.codes[refusal.code] = (run.codes[refusal.code] ?? 0) + 1
  }
}

/** The writer dies after its last line and before its commit: nothing of it is there, and it may come again. */
async function crash(run: Run, batch: Sent): Promise<void> {
  run.counts.crashes += 1
  await record(run.opened.house, batch, actorOf(batch.by), () => { throw new Crash() }).catch((error: unknown) => { if (!(error instanceof Crash)) throw error })
  if (run.luck.next() < 0.5) await send(run, batch)
}

/** Several parties write at once; nobody takes back, so that the order between them changes nothing. */
async function together(run: Run): Promise<void> {
  const chosen = parties.filter(() => run.luck.next() < 0.5)
  const batches = chosen.map((by): Sent => ({ by, mode: 'line', lines: Array.from({ length: 3 }, () => run.clerk.write(by)).filter(({ kind }) => kind !== 'void' && kind !== 'correct') })).filter(({ lines }) => lines.length > 0)
  const answers = await Promise.all(batches.map((batch) => record(run.opened.house, batch)))
  for (const [i, batch] of batches.entries()) {
    agree(run, batch, answers[i]!, expected(run, batch))
    run.sent.push(batch)
  }
}

/** Lines that cannot be read are refused alone; the sound one beside them is recorded. */
async function attack(run: Run): Promise<void> {
  const by = pick(run.luck, parties)
  const bad = run.clerk.attack(by)
  const sound = { by, lines: [run.clerk.write(by)], mode: 'line' as const }
  const answers = await record(run.opened.house, { ...sound, lines: [bad, ...sound.lines] })
  if (answers[0]!.state !== 'refused') throw new Disagreement(`${JSON.stringify(bad).slice(0, 300)} is ${answers[0]!.state}`)
  run.codes[answers[0]!.refusal!.code] = (run.codes[answers[0]!.refusal!.code] ?? 0) + 1
  agree(run, sound, answers.slice(1), expected(run, sound))
  run.sent.push(sound)
}

/** Somebody writes into the book of another: it is not there for them. */
async function intrude(run: Run): Promise<void> {
  const batch = batchOf(run)
  const stranger = pick(run.luck, parties.filter(({ org }) => org !== batch.by.org))
  const refusal = await record(run.opened.house, batch, actorOf(stranger)).then(() => undefined, (error: unknown) => { if (error instanceof Refused) return error.refusal; throw error })
  if (refusal?.code !== 'book-absent') throw new Disagreement(`${stranger.org} wrote into the book of ${batch.by.org}: ${refusal?.code ?? 'accepted'}`)
}

