// Plays a scenario on a stage, statement by statement, and holds what happened against what it expects. A refusal that is not
// expected ends the play: what follows would rest on something that is not there.
import type { z } from 'zod'
import type { LineAnswer } from '#src/custody/line-answer.ts'
import type { EventLine } from '#src/custody/event.ts'
import type { Scenario, Statement, Told } from '#src/exchange/scenario/scenario.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { carbonAct } from './scenario-carbon.ts'
import { accountAct, newAccounts, type Accounts } from './scenario-accounts.ts'
import { missed } from './scenario-expectations.ts'
import { handOver } from './scenario-handover.ts'
import { lineOf, lotKey, newMemory, type Line, type Memory } from './scenario-lines.ts'
import { unplayable, type Party, type Stage } from './scenario-stage.ts'

export type Play = { readonly stage: Stage; readonly memory: Memory; readonly accounts: Accounts; readonly claims: Map<string, { readonly party: Party; readonly claimId: string }>; profile: string }
export type Failure = { readonly line: number; readonly expected: string; readonly found: string }
export type Played = { readonly title: string | null; readonly statements: number; readonly expectations: number; readonly failures: readonly Failure[] }

export const newPlay = (stage: Stage): Play => ({ stage, memory: newMemory(), accounts: newAccounts(), claims: new Map(), profile: 'twelve-month-credit' })

export async function play(onStage: Play, scenario: Scenario): Promise<Played> {
  const failures: Failure[] = []
  let [title, expectations]: [string | null, number] = [null, 0]
  for (const statement of scenario.statements) {
    if (statement.kind === 'title') title = statement.text
    if (statement.kind === 'expect') expectations += 1
    try {
      const failure = await playStatement(onStage, statement)
      if (failure !== undefined) failures.push({ line: statement.line, ...failure })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      failures.push({ line: statement.line, expected: statement.kind === 'expect' ? 'an answer' : 'no refusal', found: `${error.refusal.code}: ${error.refusal.detail}` })
      if (statement.kind !== 'expect') break
    }
  }
  return { title, statements: scenario.statements.filter(({ kind }) => kind !== 'blank' && kind !== 'comment').length, expectations, failures }
}

async function playStatement(onStage: Play, statement: Statement & { line: number }): Promise<Omit<Failure, 'line'> | undefined> {
  const { stage } = onStage
  switch (statement.kind) {
    case 'scheme': onStage.profile = statement.profile; return undefined
    case 'place': await stage.place(statement.place); return undefined
    case 'today': stage.clock.moveTo(statement.day); return undefined
    case 'award': stage.clock.moveTo(statement.on); await stage.award(stage.party(statement.party), statement.mark, statement.change, statement.from, statement.to); return undefined
    case 'told': await perform(onStage, statement.told, statement.line); return undefined
    case 'expect': {
      const { expectation } = statement
      if (expectation.expect !== 'refusal') return missed(onStage, expectation)
      const found = await refusalOf(() => perform(onStage, expectation.told, statement.line))
      return found === expectation.code ? undefined : { expected: `the refusal ${expectation.code}`, found: found ?? 'it was accepted' }
    }
    default: return undefined
  }
}

async function refusalOf(act: () => Promise<void>): Promise<string | undefined> {
  try { await act(); return undefined } catch (error) {
    if (error instanceof Refused && error.refusal.code !== 'scenario-unplayable') return error.refusal.code
    throw error
  }
}

/** Lines of one day happen in the order in which they are told, unless an hour is named. */
const momentOf = ({ on, time }: Told, line: number): string => time === undefined
  ? `${on}T${String(8 + Math.floor(line / 60) % 14).padStart(2, '0')}:${String(line % 60).padStart(2, '0')}:00.000Z` : `${on}T${time}:00.000Z`

async function perform(onStage: Play, told: Told, line: number): Promise<void> {
  const { stage } = onStage
  const by = stage.party(told.party)
  stage.clock.moveTo(told.on)
  const at = momentOf(told, line)
  const event = told.event ?? `E${line}`
  if (await accountAct(onStage, by, told) || await carbonAct(onStage, by, told) || await handOver(onStage, by, told, { event, at })) return
  const book = told.inBookOf === undefined ? by : stage.party(told.inBookOf)
  await record(onStage, by, book, told, { event, at, site: book.siteId })
}

async function record(onStage: Play, by: Party, book: Party, told: Told, common: { event: string; at: string; site: string }): Promise<void> {
  const { stage, memory } = onStage
  const line = told.act.act === 'correct' ? corrected(onStage, book, told, common) : lineOf(stage, memory, told, common, book)
  if (line === undefined) throw unplayable(`This act cannot be played: ${told.act.act}.`)
  const { items } = await stage.ask(by, 'recordEvents', { organisationId: book.organisationId, events: [line], source: 'form', hasEffects: true })
  const answer = items[0] as LineAnswer
  if (answer.refusal !== undefined) throw new Refused(refuse(answer.refusal.code, answer.refusal.detail, answer.refusal.errors))
  remember(memory, book, line, answer)
}

function corrected({ stage, memory }: Play, book: Party, told: Told, common: { event: string; at: string; site: string }): z.input<typeof EventLine> {
  if (told.act.act !== 'correct') throw unplayable('no correction')
  const { instead, event: corrects, reason } = told.act
  const line = lineOf(stage, memory, instead, { event: common.event, at: momentOf(instead, Number(common.event.slice(1)) || 0), site: stage.party(instead.party).siteId }, book)
  if (line === undefined) throw unplayable(`What happened instead of ${corrects} is no act of a book.`)
  return { kind: 'correct', ...common, corrects, reason, instead: line as unknown as Record<string, unknown> }
}

function remember(memory: Memory, party: Party, line: Line, { effect }: LineAnswer): void {
  const told = line.kind === 'correct' ? line.instead as unknown as Line : line
  memory.events.set(line.event, { party, line: told })
  if ('outputs' in told) for (const output of told.outputs) memory.made.set(lotKey(party, output.lot), output)
  if (told.kind !== 'ship') return
  const lots = told.inputs.map((input) => {
    const whole = memory.made.get(lotKey(party, input.lot))!
    const drawn = effect?.drawn.filter(({ lot }) => lot === input.lot) ?? []
    const isWhole = drawn.every(({ left }) => left === 0) && input.take === undefined
    const contained = Object.fromEntries(drawn.map(({ substance, amount }) => [substance, `${amount} ${substance === 'gold' || substance === 'silver' ? 'mg' : 'g'}`]))
    const { measured, contained: _, ...rest } = whole
    // The weight of a whole lot is the weight that was shipped; of a part, what it holds is all that is known.
    return { ...rest, ...(isWhole && measured !== undefined ? { measured } : { contained }) }
  })
  memory.shipments.set(told.shipment, { from: party, lots })
}
