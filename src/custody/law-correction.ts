// Taking back what was recorded: a void, and a correction that says in the same step what should have stood. The old line
// stays and names what took it back; nothing that was built on it is pulled away (custody notes 8, invariants 5 and 21;
// section 2.6: never edit). Pure; `law.ts` decides the new line.
import { tonnesText } from '#src/kernel/mass.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { Refused, refuse, type Refusal } from '#src/kernel/refusal.ts'
import { Instant } from '#src/kernel/time.ts'
import { isStricter } from './custody-model.ts'
import { EventLine, wholeInstant } from './event.ts'
import { recorded, type BookView, type Born, type EventState, type LotChange, type Posting } from './law.ts'
import type { LotState, Ref } from './lot.ts'
import { quantumOf, substancesIn, type Substance } from './substance.ts'

type TakingBack = Extract<EventLine, { kind: 'void' | 'correct' }>

const no = (code: string, detail: string): never => { throw new Refused(refuse(code, detail)) }

/**
 * Decides a void or a correction. The posting takes the old event back with all it did; of a correction it also holds what
 * the new line does, and in `kept` the lots that were drawn from already and stand on as they are now stated.
 */
export function decideTakingBack(view: BookView, line: TakingBack): Outcome<Posting> {
  try {
    return accept(line.kind === 'void' ? voided(view, line) : corrected(view, line))
  } catch (error) {
    if (error instanceof Refused) return deny(error.refusal)
    throw error
  }
}

function voided(view: BookView, line: Extract<TakingBack, { kind: 'void' }>): Posting {
  const event = standing(view, line.voids)
  for (const lot of event.born) assertUntouched(view, event, lot)
  assertSettlementIsLast(view, event)
  const posting = { line, drawn: [], born: [], measured: [], lost: {}, takesBack: event.ref }
  assertHistory(viewWithout(view, event), event, posting)
  return posting
}

/** What was recorded where an account does not record is told like what is not there. */
export const eventAbsent = (ref: Ref): Refusal => refuse('event-absent', `There is no event ${ref} in this book. Check its number.`)

export const eventLinked = (ref: Ref): Refusal => refuse('shipment-linked', `Event ${ref} is one side of a hand-over that both sides recorded. Undo the link first, with a reason that the other side reads; then take the event back.`)

/** @throws Refused `event-absent`, `event-already-void`, `event-not-reversible`, `shipment-linked` */
function standing(view: BookView, ref: Ref): EventState {
  const event = view.event(ref)
  if (event === undefined) throw new Refused(eventAbsent(ref))
  if (event.isVoid) no('event-already-void', `Event ${ref} was taken back before. Correct the entry that took its place, or record the event anew.`)
  if (event.kind === 'void') no('event-not-reversible', `${ref} took another event back; that is not undone. Record the event anew, under a number of its own.`)
  if (event.isLinked) throw new Refused(eventLinked(ref))
  return event
}

/** What a lot went through after its birth, but for what this event itself did to it. */
const later = (view: BookView, event: EventState, lot: Ref): readonly LotChange[] => view.changesOf(lot).filter((change) => change.event !== event.ref)

function assertUntouched(view: BookView, event: EventState, lot: Ref): void {
  const successor = later(view, event, lot).at(-1)
  if (successor !== undefined) hasSuccessor(event.ref, lot, successor.event)
}

const hasSuccessor = (event: Ref, lot: Ref, successor: Ref, why = 'was used or weighed again'): never =>
  no('event-has-successors', `Lot ${lot} of event ${event} ${why} by ${successor}. Take ${successor} back first, the last one first; or correct ${event} so that the lot still covers it.`)

/** A settlement says what a lot is; a later one was decided on it. */
function assertSettlementIsLast(view: BookView, event: EventState): void {
  for (const { lot, substance, change } of event.measured) {
    if (change === 0) continue
    const changes = view.changesOf(lot).filter((one) => one.substance === substance)
    const own = changes.findIndex((one) => one.event === event.ref)
    const next = changes.slice(own + 1).find((one) => isSettlement(view, one))
    if (next !== undefined) hasSuccessor(event.ref, lot, next.event, 'was weighed again')
  }
}

const isSettlement = (view: BookView, change: LotChange): boolean => change.isSettlement === true || change.delta > 0 || (view.event(change.event)?.measured.length ?? 0) > 0

/**
 * What the event added may have been drawn since.
 * @param without the book as if the event had not been
 * @throws Refused `lot-overdrawn`
 */
function assertHistory(without: BookView, event: EventState, posting: Posting): void {
  for (const { lot, substance, change } of event.measured) {
    const state = change > 0 ? without.lot(lot) : undefined
    if (state === undefined) continue
    const old = without.changesOf(lot).filter((one) => one.substance === substance)
    const added = changesBy(posting, lot, substance)
    const least = leastOf((state.left[substance] ?? 0) - total(old), [...old, ...added])
    if (least < 0) no('lot-overdrawn', `Without ${event.ref} lot ${lot} would be short by ${tonnesText(-least, quantumOf(substance))} t of ${substance}: what it added was drawn since. Take those draws back first.`)
  }
}

const total = (changes: readonly LotChange[]): number => changes.reduce((sum, change) => sum + change.delta, 0)

function changesBy(posting: Posting, lot: Ref, substance: Substance): LotChange[] {
  const { event, at } = posting.line
  return [...posting.drawn.map((one) => ({ ...one, delta: -one.amount })), ...posting.measured.map((one) => ({ ...one, delta: one.change }))]
    .filter((one) => one.lot === lot && one.substance === substance).map(({ delta }) => ({ event, at, substance, delta }))
}

/** The least a lot ever holds, in the order of time; changes of one instant keep the order of the book. */
function leastOf(birth: number, changes: readonly LotChange[]): number {
  let balance = birth
  let least = birth
  for (const change of [...changes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    balance += change.delta
    least = Math.min(least, balance)
  }
  return least
}

/** The book as if the event had not been: its lots are void, what it drew is back, what it added is gone. */
function viewWithout(view: BookView, event: EventState): BookView {
  const restored = (state: LotState): LotState => {
    const amount: Partial<Record<Substance, number>> = { ...state.amount }
    const left: Partial<Record<Substance, number>> = { ...state.left }
    for (const one of event.drawn) if (one.lot === state.ref) left[one.substance] = (left[one.substance] ?? 0) + one.amount
    for (const one of event.measured) {
      if (one.lot !== state.ref) continue
      amount[one.substance] = (amount[one.substance] ?? 0) - one.change
      left[one.substance] = (left[one.substance] ?? 0) - one.change
    }
    return { ...state, amount, left, isVoid: state.isVoid || event.born.includes(state.ref) }
  }
  return {
    ...view,
    lot: (ref) => { const state = view.lot(ref); return state === undefined ? undefined : restored(state) },
    event: (ref) => (ref === event.ref ? { ...event, isVoid: true } : view.event(ref)),
    changesOf: (lot) => view.changesOf(lot).filter((change) => change.event !== event.ref),
  }
}

// Correcting ----------------------------------------------------------------------------------------------------------

function corrected(view: BookView, line: Extract<TakingBack, { kind: 'correct' }>): Posting {
  const event = standing(view, line.corrects)
  assertSettlementIsLast(view, event)
  const without = viewWithout(view, event)
  const posting = recorded(without, insteadOf(line, event))
  assertHistory(without, event, posting)
  const used = event.born.filter((lot) => later(view, event, lot).length > 0)
  const kept = used.map((lot) => {
    const now = posting.born.find(({ state }) => state.ref === lot)
    if (now === undefined) assertUntouched(view, event, lot)
    return standsOn(view, event, now!, posting.drawn.length > 0)
  })
  return { ...posting, born: posting.born.filter(({ state }) => !used.includes(state.ref)), kept, takesBack: event.ref }
}

/**
 * The line that should have stood: what it does not say again is as it was recorded. It bears the number of the correction.
 * @throws Refused `correction-invalid`, `time-malformed`
 */
export function insteadOf(line: Extract<TakingBack, { kind: 'correct' }>, event: Pick<EventState, 'ref' | 'kind' | 'at'>): Exclude<EventLine, TakingBack> {
  const named = line.instead['event']
  if (named !== undefined && named !== line.event && named !== event.ref) no('correction-invalid', `The corrected line is called ${typeof named === 'string' ? named : 'something else'}; it bears the number of the correction, ${line.event}.`)
  const { at } = line.instead
  const parsed = EventLine.safeParse({ kind: event.kind, site: line.site, ...line.instead, at: at === undefined ? event.at : timeOf(at), event: line.event })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    return no('correction-invalid', `The corrected line of ${line.event} is not complete: ${['instead', ...issue.path].join('.')}: ${issue.message}.`)
  }
  const { data } = parsed
  if (data.kind === 'void' || data.kind === 'correct') return no('correction-invalid', `A correction says what should have stood in place of ${event.ref}, and a ${data.kind} is no such event.`)
  return data
}

/** As every time of the book is kept; what is not written as a time is left for the schema to refuse. */
function timeOf(at: unknown): unknown {
  const written = Instant.safeParse(at)
  return written.success ? wholeInstant(written.data) ?? no('time-malformed', `instead.at: there is no such time as ${written.data} since 1900.`) : at
}

/**
 * A lot that was drawn from already, as the corrected event states it: the difference counts from its birth, and what it was
 * called may only become stricter, since others were built on it.
 */
function standsOn(view: BookView, event: EventState, now: Born, isMade: boolean): Born {
  const old = view.lot(now.state.ref)!
  const changes = later(view, event, old.ref)
  const last = changes.at(-1)!.event
  const weighed = changes.find((change) => isSettlement(view, change))
  if (weighed !== undefined) hasSuccessor(event.ref, old.ref, weighed.event, 'was weighed again')
  if (now.state.metal !== old.metal || now.state.scrapClass !== old.scrapClass || now.state.root !== old.root || isStricter(old.model, now.state.model)) hasSuccessor(event.ref, old.ref, last, 'would be another metal, scrap class, source or model than was used')
  // Strictly before its draws where it is made of other lots, so that nothing drawn from it can have gone into it.
  const early = changes.find((change) => Date.parse(change.at) < Date.parse(now.state.bornAt) || (isMade && Date.parse(change.at) === Date.parse(now.state.bornAt)))
  if (early !== undefined) hasSuccessor(event.ref, old.ref, early.event, `would be there from ${now.state.bornAt} on, too late for what was drawn`)
  const left: Partial<Record<Substance, number>> = {}
  for (const substance of new Set([...substancesIn(old.amount), ...substancesIn(now.state.amount)])) {
    const amount = now.state.amount[substance] ?? 0
    const own = changes.filter((change) => change.substance === substance)
    if (leastOf(amount, own) < 0) hasSuccessor(event.ref, old.ref, last, 'would hold less than was drawn')
    if (now.state.amount[substance] !== undefined) left[substance] = amount + total(own)
  }
  return { ...now, state: { ...now.state, left, lastIncreaseAt: old.lastIncreaseAt } }
}
