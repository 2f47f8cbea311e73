// A book as it stands while a batch is decided: what was recorded before, and over it what this batch has accepted so far.
// Pure, so that lines of one batch see each other before anything is written, and a correction can try its second half.
import type { BookView, EventState, LotChange, Posting } from './law.ts'
import type { LotState, Ref } from './lot.ts'
import type { Contained, Substance } from './substance.ts'
import type { Instant } from '#src/kernel/time.ts'

export type WorkingBook = BookView & {
  /** Takes a posting in. @returns the event it took back, as it stood */
  apply(posting: Posting): EventState | null
}

const changed = (contained: Contained, substance: Substance, delta: number): Contained => ({ ...contained, [substance]: (contained[substance] ?? 0) + delta })
const later = (a: Instant | null, b: Instant): Instant => a === null || a < b ? b : a

const stateOf = ({ line, drawn, born, measured, kept = [] }: Posting): EventState =>
  ({ ref: line.event, kind: line.kind, at: line.at, isVoid: false, isLinked: false, drawn, born: [...born, ...kept].map(({ state }) => state.ref), measured })

/** @param base the book as recorded; only the lots and events the batch names need to be in it */
export function workingBook(base: BookView): WorkingBook {
  const lots = new Map<Ref, LotState>()
  const applied = new Map<Ref, Posting>()
  const events = new Map<Ref, EventState>()
  const changes = new Map<Ref, LotChange[]>()
  // Most batches never ask what a lot went through: it is noted when it is asked for.
  const unnoted: Posting[] = []

  const lot = (ref: Ref): LotState | undefined => lots.get(ref) ?? base.lot(ref)
  const event = (ref: Ref): EventState | undefined => {
    const posting = applied.get(ref)
    if (posting !== undefined && !events.has(ref)) events.set(ref, stateOf(posting))
    return events.get(ref) ?? base.event(ref)
  }
  const changesOf = (ref: Ref): readonly LotChange[] => {
    for (const posting of unnoted.splice(0)) noteAll(posting)
    return changes.get(ref) ?? base.changesOf(ref)
  }

  const drawFrom = (ref: Ref, substance: Substance, amount: number): void => {
    const state = lot(ref)!
    lots.set(ref, { ...state, left: changed(state.left, substance, -amount) })
  }
  const settle = (ref: Ref, substance: Substance, change: number, raisedAt: Instant | null): void => {
    if (change === 0) return
    const state = lot(ref)!
    lots.set(ref, {
      ...state, amount: changed(state.amount, substance, change), left: changed(state.left, substance, change),
      lastIncreaseAt: raisedAt === null ? state.lastIncreaseAt : later(state.lastIncreaseAt, raisedAt),
    })
  }
  const note = (ref: Ref, change: LotChange): void => {
    let own = changes.get(ref)
    if (own === undefined) changes.set(ref, own = [...base.changesOf(ref)])
    own.push(change)
  }
  const noteAll = ({ line, drawn, born, measured }: Posting): void => {
    for (const { lot: ref, substance, amount } of drawn) note(ref, { event: line.event, at: line.at, substance, delta: -amount })
    for (const { lot: ref, substance, change } of measured) if (change !== 0) note(ref, { event: line.event, at: line.at, substance, delta: change, isSettlement: true })
    for (const { state } of born) changes.set(state.ref, [])
  }

  const takeBack = (ref: Ref): EventState => {
    const was = event(ref)!
    for (const { lot: drawn, substance, amount } of was.drawn) drawFrom(drawn, substance, -amount)
    for (const { lot: measured, substance, change } of was.measured) settle(measured, substance, -change, null)
    for (const born of was.born) lots.set(born, { ...lot(born)!, isVoid: true })
    for (const touched of new Set([...was.drawn, ...was.measured].map((one) => one.lot))) changes.set(touched, changesOf(touched).filter((change) => change.event !== ref))
    events.set(ref, { ...was, isVoid: true })
    return was
  }

  const apply = (posting: Posting): EventState | null => {
    const { line, drawn, born, measured, takesBack, kept = [] } = posting
    const was = takesBack === null ? null : takeBack(takesBack)
    for (const { lot: ref, substance, amount } of drawn) drawFrom(ref, substance, amount)
    for (const { lot: ref, substance, change } of measured) settle(ref, substance, change, change > 0 ? line.at : null)
    for (const { state } of born) lots.set(state.ref, state)
    for (const { state } of kept) lots.set(state.ref, state)
    unnoted.push(posting)
    applied.set(line.event, posting)
    return was
  }

  return { organisationId: base.organisationId, tolerance: base.tolerance, lot, event, changesOf, apply }
}
