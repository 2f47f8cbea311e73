// The law of one book: what an event may do to the lots of the party that records it. Pure; the store hands in the lots as
// they are locked, and writes the posting. Refusals are those of `refusals-ledger.ts` (custody notes 8, invariants 1 to 7,
// 16 and 19). Taking events back is `law-correction.ts`, hand-overs between books `law-link.ts`.
import { containedOf, fractionUnits, quantaOf, splitWhole, tonnesText, type Mass } from '#src/kernel/mass.ts'
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { Refused, refuse, type Refusal } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import { isStricter, loosestOf, type CustodyModel } from './custody-model.ts'
import type { Draw, EventLine } from './event.ts'
import { lotIdOf, type LotState, type NewLot, type Origin, type Ref } from './lot.ts'
import { isConserved, quantumOf, substancesIn, type Contained, type Substance } from './substance.ts'

/** A change of a lot after its birth: a draw is negative, a settlement weight may be either. */
export type LotChange = { readonly event: Ref; readonly at: Instant; readonly substance: Substance; readonly delta: number; /** A weight or assay that counts, not a draw. */ readonly isSettlement?: boolean }
export type Drawn = { readonly lot: Ref; readonly substance: Substance; readonly amount: number; readonly recovery: string | null }
export type Born = { readonly state: LotState; readonly lot: NewLot; readonly origin: Origin | null; readonly grossGrams: number | null; readonly sentAs: Ref | null }
export type Measurement = { readonly lot: Ref; readonly substance: Substance; readonly amount: number; readonly change: number; readonly basis: string; readonly by: string; readonly isSettlement: boolean }

/** What an accepted event does to the book. */
export type Posting = {
  readonly line: EventLine
  readonly drawn: readonly Drawn[]
  readonly born: readonly Born[]
  readonly measured: readonly Measurement[]
  /** Metal that went in and did not come out, by substance; stated, or what the balance leaves. */
  readonly lost: Contained
  /** What the line states of it; the rest lies within the tolerance of the book. */
  readonly statedLoss?: Contained
  /** The event that is taken back with all it did, where this is a void or a correction. */
  readonly takesBack: Ref | null
  /** Lots of the event taken back that were drawn from already: they stand on under the corrected event, as it now states them. */
  readonly kept?: readonly Born[]
}

/** An event as the book knows it, for idempotency and for taking it back. */
export type EventState = { readonly ref: Ref; readonly kind: EventLine['kind']; readonly at: Instant; readonly isVoid: boolean; readonly isLinked: boolean; readonly drawn: readonly Drawn[]; readonly born: readonly Ref[]; readonly measured: readonly Measurement[] }

/** The part of a book that an event touches. */
export type BookView = {
  readonly organisationId: string
  /** Fraction of the input by which a balance may be off. */
  readonly tolerance: number
  lot(ref: Ref): LotState | undefined
  event(ref: Ref): EventState | undefined
  /** Every change of a lot after its birth that still counts, in the order of the book. */
  changesOf(lot: Ref): readonly LotChange[]
}

const no = (code: string, detail: string): never => { throw new Refused(refuse(code, detail)) }
const words = (amount: number, substance: Substance): string => `${tonnesText(amount, quantumOf(substance))} t of ${substance}`

/** Decides one line against the book. Void and correct lines are decided by `decideTakingBack`. */
export function decideEvent(book: BookView, line: EventLine): Outcome<Posting> {
  try {
    return accept(postingOf(book, line))
  } catch (error) {
    if (error instanceof Refused) return deny(error.refusal)
    throw error
  }
}

function postingOf(book: BookView, line: EventLine): Posting {
  const nothing = { line, drawn: [], born: [], measured: [], lost: {}, takesBack: null } as const
  switch (line.kind) {
    case 'extract': return { ...nothing, born: bornOf(book, line, line.outputs, [], { kind: 'site', siteId: line.site }) }
    case 'receive': return { ...nothing, born: receivedIn(book, line) }
    case 'ship': return { ...nothing, drawn: shippedOf(book, line) }
    case 'sell': return { ...nothing, drawn: drawnOf(book, line, line.inputs) }
    case 'transform': return transformed(book, line)
    case 'split': case 'merge': case 'aggregate': return regrouped(book, line)
    case 'adjust': return { ...nothing, measured: measuredOf(book, line) }
    case 'void': case 'correct': return no('event-kind-misplaced', `A ${line.kind} is decided on the event it takes back.`)
  }
}

type Receipt = Extract<EventLine, { kind: 'receive' }>['outputs'][number]
/** Bought scrap begins a new life; everything else is of unknown origin until a record or a paper says more. */
const receivedOrigin = (lot: Receipt): Origin =>
  lot.origin ?? (lot.scrapClass === 'pre-consumer' || lot.scrapClass === 'post-consumer' ? { kind: 'scrap', scrapClass: lot.scrapClass } : { kind: 'unknown' })

// Draws ---------------------------------------------------------------------------------------------------------------

function drawnOf(book: BookView, line: EventLine, inputs: readonly Draw[]): Drawn[] {
  const seen = new Set<Ref>()
  return inputs.flatMap((draw) => {
    if (seen.has(draw.lot)) no('lot-drawn-twice', `Lot ${draw.lot} stands twice among the inputs of ${line.event}. Draw it once, with the sum.`)
    seen.add(draw.lot)
    const lot = openLot(book, draw.lot)
    if (line.at < lot.bornAt) no('output-before-input', `Event ${line.event} happened at ${line.at}, and lot ${draw.lot} was there from ${lot.bornAt} on. Correct the time of one of them.`)
    if (draw.recovery !== undefined && fractionUnits(draw.recovery) === 0n) no('quantity-invalid', `Lot ${draw.lot}: a recovery of 0 wins nothing of it. State what is won, or leave the lot out.`)
    const amounts = amountsOf(draw, lot)
    return substancesIn(amounts).map((substance) => {
      const amount = amounts[substance]!
      assertNeverOverdrawn(book, lot, substance, line.at, -amount)
      return { lot: draw.lot, substance, amount, recovery: draw.recovery ?? null }
    })
  })
}

/** What is handed over is handed over under the model of its lots, or a looser one (invariant 16). */
function shippedOf(book: BookView, line: Extract<EventLine, { kind: 'ship' }>): Drawn[] {
  const drawn = drawnOf(book, line, line.inputs)
  const loosest = loosestOf(line.inputs.map(({ lot }) => book.lot(lot)!.model))
  if (line.model !== undefined && isStricter(line.model, loosest)) no('model-stronger-than-input', `Shipment ${line.shipment} is called ${line.model}, and its lots are ${loosest} at best. Call it ${loosest} or looser.`)
  return drawn
}

/** What stands where an account does not record is told like what is not there. */
export const lotAbsent = (ref: Ref): Refusal => refuse('lot-absent', `There is no lot ${ref} in this book. Record how it came in first, or check its reference.`)

/** @throws Refused `lot-absent`, `lot-void` */
export function openLot(book: BookView, ref: Ref): LotState {
  const lot = book.lot(ref)
  if (lot === undefined) throw new Refused(lotAbsent(ref))
  if (lot.isVoid) return no('lot-void', `Lot ${ref} was taken back with the event that made it.`)
  return lot
}

/** What a draw takes, by substance. @throws Refused `quantity-invalid`, `lot-overdrawn` */
export function amountsOf(draw: Draw, lot: LotState): Contained {
  if (draw.contained !== undefined) {
    const stated = quantitiesOf(draw.contained, draw.lot)
    for (const substance of substancesIn(stated)) if (lot.left[substance] === undefined) no('lot-metal-missing', `Lot ${draw.lot} holds no ${substance}.`)
    return positive(stated, draw.lot)
  }
  if (draw.take === 'all') return positive(lot.left, draw.lot)
  const taken = quantity(draw.take, lot.metal, draw.lot)
  const left = lot.left[lot.metal] ?? 0
  if (taken > left) no('lot-overdrawn', `Lot ${draw.lot} has ${words(left, lot.metal)} left, and ${words(taken, lot.metal)} are drawn. Draw less, or record what is missing in the lot.`)
  if (taken === left) return positive(lot.left, draw.lot)
  // Companions go in proportion, rounded down: what is left stays in the lot.
  return positive(Object.fromEntries(substancesIn(lot.left).map((substance) =>
    [substance, substance === lot.metal ? taken : Number(BigInt(lot.left[substance]!) * BigInt(taken) / BigInt(left))])), draw.lot)
}

function positive(amounts: Contained, ref: Ref): Contained {
  const some: Partial<Record<Substance, number>> = {}
  let count = 0
  for (const substance of substancesIn(amounts)) {
    const amount = amounts[substance]!
    if (amount > 0) { some[substance] = amount; count += 1 }
  }
  if (count === 0) no('lot-empty', `Nothing is left of lot ${ref}, or nothing is drawn of it.`)
  return some
}

/**
 * No lot is overdrawn at any time in its history, a backdated change included (invariant 5). Where nothing was added after
 * the moment of the change, what is left now is the least there ever is from then on.
 * @throws Refused `lot-overdrawn`
 */
export function assertNeverOverdrawn(book: BookView, lot: LotState, substance: Substance, at: Instant, delta: number): void {
  const left = lot.left[substance] ?? 0
  if (left + delta < 0) no('lot-overdrawn', `Lot ${lot.ref} has ${words(left, substance)} left, and ${words(-delta, substance)} are drawn. Draw less, or record what is missing in the lot.`)
  if (delta >= 0 || lot.lastIncreaseAt === null || lot.lastIncreaseAt <= at) return
  const added = { event: '', at, substance, delta }
  // Sorting keeps the order of the book among changes of one instant; the new one comes last among them.
  const ordered = [...book.changesOf(lot.ref).filter((change) => change.substance === substance), added].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const from = ordered.indexOf(added)
  let balance = left + delta - ordered.reduce((sum, change) => sum + change.delta, 0)
  let least = Number.POSITIVE_INFINITY
  for (const [i, change] of ordered.entries()) {
    balance += change.delta
    if (i >= from) least = Math.min(least, balance)
  }
  if (least < 0) no('lot-overdrawn', `At ${at} lot ${lot.ref} did not hold that much: with this entry it would have been short by ${words(-least, substance)} before a later weight added to it.`)
}

// New lots ------------------------------------------------------------------------------------------------------------

const quantity = (mass: Mass, substance: Substance, ref: Ref): number => {
  try {
    return quantaOf(mass, quantumOf(substance))
  } catch (error) {
    return no('quantity-invalid', `Lot ${ref}: ${(error as Error).message}.`)
  }
}
function quantitiesOf(stated: Readonly<Partial<Record<Substance, Mass>>>, ref: Ref): Contained {
  const counted: Partial<Record<Substance, number>> = {}
  for (const substance in stated) counted[substance as Substance] = quantity(stated[substance as Substance]!, substance as Substance, ref)
  return counted
}

/** Grams of a lot may be too many milligrams of gold to count. */
function countedOf(gross: number, moisture: string, grade: string, substance: Substance, ref: Ref): number {
  try {
    return containedOf(gross, moisture, grade, quantumOf(substance)).contained
  } catch (error) {
    return no('quantity-invalid', `Lot ${ref}: ${(error as Error).message}.`)
  }
}

/**
 * Contained metal of a lot as stated, or as it follows from weight, moisture and assay.
 * @throws Refused `lot-unquantified`, `quantity-invalid`, `contained-disagrees`
 */
export function containedIn(lot: Pick<NewLot, 'measured' | 'contained'>, ref: Ref): Contained {
  const stated = lot.contained === undefined ? undefined : quantitiesOf(lot.contained, ref)
  if (lot.measured === undefined) return stated ?? no('lot-unquantified', `Lot ${ref} has neither a weight with an assay nor a contained mass.`)
  const gross = quantity(lot.measured.gross, 'copper', ref)
  if (fractionUnits(lot.measured.moisture) === fractionUnits('1')) no('quantity-invalid', `Lot ${ref}: a moisture of 1 leaves nothing dry.`)
  const measured: Partial<Record<Substance, number>> = {}
  for (const [name, grade] of Object.entries(lot.measured.assay)) {
    const substance = name as Substance
    measured[substance] = countedOf(gross, lot.measured.moisture, grade, substance, ref)
    const said = stated?.[substance]
    if (said !== undefined && Math.abs(said - measured[substance]!) > 1) no('contained-disagrees', `Lot ${ref}: weight and assay give ${words(measured[substance]!, substance)}, and ${words(said, substance)} are stated. Correct one of them.`)
  }
  return { ...measured, ...stated }
}

const bornOf = (book: BookView, line: EventLine, lots: readonly NewLot[], inputs: readonly LotState[], origin: Origin | null): Born[] => {
  assertNamedOnce(line.event, lots)
  return lots.map((lot) => bornOne(book, line, lot, inputs, origin, null))
}

function receivedIn(book: BookView, line: Extract<EventLine, { kind: 'receive' }>): Born[] {
  assertNamedOnce(line.event, line.outputs)
  return line.outputs.map((lot) => bornOne(book, line, lot, [], receivedOrigin(lot), lot.sentAs ?? null))
}

function assertNamedOnce(event: Ref, lots: readonly NewLot[]): void {
  const seen = new Set<Ref>()
  for (const { lot } of lots) {
    if (seen.has(lot)) no('lot-already-recorded', `Lot ${lot} stands twice among the outputs of ${event}.`)
    seen.add(lot)
  }
}

function bornOne(book: BookView, line: EventLine, lot: NewLot, inputs: readonly LotState[], origin: Origin | null, sentAs: Ref | null): Born {
  if (inputs.some(({ ref }) => ref === lot.lot)) no('lot-cycle', `Lot ${lot.lot} is an input and an output of ${line.event}: nothing is made of itself. Give the output a reference of its own.`)
  const known = book.lot(lot.lot)
  if (known !== undefined && !known.isVoid) no('lot-already-recorded', `This book has a lot ${lot.lot} already, of event ${known.bornBy}. Give the new one another reference.`)
  const amount = positive(containedIn(lot, lot.lot), lot.lot)
  if (amount[lot.metal] === undefined) no('lot-metal-missing', `Lot ${lot.lot} is traded for its ${lot.metal}, and no ${lot.metal} is stated in it.`)
  assertScrap(line, lot)
  assertSameScrap(line, lot, inputs)
  assertModel(line, lot, inputs)
  const id = lotIdOf(book.organisationId, lot.lot)
  const root = inputs.length === 0 ? (lot.model === 'identity-preserved' ? id : null) : commonRoot(inputs)
  return {
    lot, origin, sentAs, grossGrams: lot.measured === undefined ? null : quantity(lot.measured.gross, 'copper', lot.lot),
    state: { ref: lot.lot, siteId: line.site, material: lot.material, metal: lot.metal, model: lot.model, scrapClass: lot.scrapClass ?? null, root, bornAt: line.at, bornBy: line.event, isMade: inputs.length > 0, isVoid: false, amount, left: amount, lastIncreaseAt: null },
  }
}

const commonRoot = (inputs: readonly LotState[]): string | null => {
  const [first] = inputs
  return first!.root !== null && inputs.every(({ root }) => root === first!.root) ? first!.root : null
}

/** Scrap says of which class it is (ISO 14021): it arises in a process, or is bought; nobody mines it. */
function assertScrap(line: EventLine, lot: NewLot): void {
  if (lot.material === 'scrap' && lot.scrapClass === undefined) no('scrap-class-missing', `Lot ${lot.lot} is scrap: say whether it is internal, pre-consumer or post-consumer.`)
  if (lot.scrapClass !== undefined && line.kind === 'extract') no('scrap-not-extracted', `Lot ${lot.lot} is scrap, and scrap is received or arises in a process: it is not extracted.`)
  if (lot.scrapClass === 'post-consumer' && line.kind === 'transform') no('scrap-class-wrong', `Lot ${lot.lot} arises in a process: that is internal or pre-consumer scrap, never post-consumer.`)
  if (lot.scrapClass === 'internal' && line.kind === 'receive') no('scrap-class-wrong', `Lot ${lot.lot} comes from somebody else: bought scrap is pre-consumer or post-consumer.`)
}

/** Regrouping does nothing to metal: scrap stays scrap of its class, and nothing else becomes scrap (invariant 19). */
function assertSameScrap(line: EventLine, lot: NewLot, inputs: readonly LotState[]): void {
  if (line.kind !== 'split' && line.kind !== 'merge' && line.kind !== 'aggregate') return
  for (const input of inputs) {
    const was = input.scrapClass ?? 'no scrap'
    if (lot.scrapClass !== undefined && lot.scrapClass !== input.scrapClass) no('scrap-class-wrong', `Lot ${lot.lot} is called ${lot.scrapClass}, and lot ${input.ref} is ${was}: a ${line.kind} changes nothing of it. Call it what it is, or keep lots of different classes apart.`)
    if (input.material === 'scrap' && lot.material !== 'scrap') no('scrap-class-wrong', `Lot ${input.ref} is ${was} scrap, and lot ${lot.lot} is called ${lot.material}: a ${line.kind} makes nothing else of it. Record what was done to it as a transform.`)
  }
}

/** No claim stronger than the model of the inputs; identity is preserved of one source only (invariant 16). */
function assertModel(line: EventLine, lot: NewLot, inputs: readonly LotState[]): void {
  if (inputs.length === 0) return
  const loosest: CustodyModel = loosestOf(inputs.map(({ model }) => model))
  if (isStricter(lot.model, loosest)) no('model-stronger-than-input', `Lot ${lot.lot} is called ${lot.model}, and its inputs are ${loosest} at best. Call it ${loosest} or looser.`)
  if (lot.model === 'identity-preserved' && commonRoot(inputs) === null) no('identity-mixed', `Lot ${lot.lot} is called identity-preserved, and ${line.event} mixes sources. Call it segregated or looser.`)
}

// Making and regrouping -----------------------------------------------------------------------------------------------

const sumOf = (amounts: readonly { readonly substance: Substance; readonly amount: number }[]): Contained => {
  const sum: Partial<Record<Substance, number>> = {}
  for (const { substance, amount } of amounts) {
    const total = (sum[substance] ?? 0) + amount
    if (!Number.isSafeInteger(total)) no('quantity-invalid', `The inputs hold more ${substance} together than can be counted exactly. Record the event in parts.`)
    sum[substance] = total
  }
  return sum
}
function outputOf(born: readonly Born[]): Contained {
  const sum: Partial<Record<Substance, number>> = {}
  for (const { state } of born) for (const substance of substancesIn(state.amount)) sum[substance] = (sum[substance] ?? 0) + state.amount[substance]!
  return sum
}

function transformed(book: BookView, line: Extract<EventLine, { kind: 'transform' }>): Posting {
  const drawn = drawnOf(book, line, line.inputs)
  const inputs = line.inputs.map(({ lot }) => book.lot(lot)!)
  const born = bornOf(book, line, line.outputs, inputs, null)
  const stated = quantitiesOf(line.losses ?? {}, line.event)
  const stock = Object.fromEntries(Object.entries(line.stockChange ?? {}).map(([substance, mass]) =>
    [substance, (mass.startsWith('-') ? -1 : 1) * quantity(mass.replace('-', ''), substance as Substance, line.event)])) as Contained
  const lost = lostIn(book, line.event, { in: sumOf(drawn), out: outputOf(born), stated, stock, traded: new Set(inputs.map(({ metal }) => metal)) })
  return { line, drawn, born, measured: [], lost, statedLoss: stated, takesBack: null }
}

type Balance = { readonly in: Contained; readonly out: Contained; readonly stated: Contained; readonly stock: Contained; readonly traded: ReadonlySet<Substance> }

/**
 * Conservation, by metal (invariants 1 and 2): outputs never exceed inputs, and with losses and stock change they meet them
 * within the book's tolerance. A companion metal that no output names is taken as lost.
 * @throws Refused `yield-above-one`, `mass-not-conserved`, `loss-unstated`
 */
export function lostIn(book: BookView, event: Ref, balance: Balance): Contained {
  const lost: Partial<Record<Substance, number>> = {}
  for (const substance of new Set([...substancesIn(balance.in), ...substancesIn(balance.out)])) {
    if (!isConserved(substance)) continue
    const [into, out, stock] = [balance.in[substance] ?? 0, balance.out[substance] ?? 0, balance.stock[substance] ?? 0]
    // What the plant's stock gave up came out of lots that stand somewhere: a negative change makes no metal.
    const gives = out + Math.max(0, stock)
    if (gives > into) no('yield-above-one', `Event ${event} gives ${words(gives, substance)} of ${words(into, substance)}: no process yields more than went in. Check weights and assays, or draw what is missing${stock < 0 ? ': what came out of the stock of the plant is drawn from a lot of its own' : ''}.`)
    const allowed = Math.floor(into * book.tolerance)
    const stated = balance.stated[substance]
    const gap = into - out - stock - (stated ?? 0)
    if (stated !== undefined && Math.abs(gap) > allowed) no('mass-not-conserved', `Event ${event}: ${words(into, substance)} went in; outputs, stock change and losses make ${words(into - gap, substance)}. The difference of ${words(Math.abs(gap), substance)} is more than the tolerance of this book.`)
    if (stated === undefined && gap > allowed && (out > 0 || balance.traded.has(substance))) no('loss-unstated', `Event ${event}: ${words(gap, substance)} went in and did not come out, more than the tolerance of this book. State it as a loss or as a change of stock.`)
    if (into - out - stock > 0) lost[substance] = into - out - stock
  }
  return lost
}

/** Splitting, merging and putting together change no gram. Companion metals that are not stated go in proportion. */
function regrouped(book: BookView, line: Extract<EventLine, { kind: 'split' | 'merge' | 'aggregate' }>): Posting {
  const drawn = drawnOf(book, line, line.inputs)
  const inputs = line.inputs.map(({ lot }) => book.lot(lot)!)
  const into = sumOf(drawn)
  const born = withCompanions(bornOf(book, line, line.outputs, inputs, null), into)
  const out = outputOf(born)
  for (const substance of new Set([...substancesIn(into), ...substancesIn(out)])) {
    const [a, b] = [into[substance] ?? 0, out[substance] ?? 0]
    if (a !== b) no('mass-not-conserved', `Event ${line.event} takes ${words(a, substance)} and gives ${words(b, substance)}. A ${line.kind} neither makes nor loses metal: state the rest as a lot of its own.`)
  }
  return { line, drawn, born, measured: [], lost: {}, takesBack: null }
}

function withCompanions(born: readonly Born[], into: Contained): Born[] {
  let lots = [...born]
  for (const substance of substancesIn(into)) {
    if (lots.some(({ state }) => state.amount[substance] !== undefined)) continue
    const parts = splitWhole(into[substance]!, lots.map(({ state }) => state.amount[state.metal]!))
    lots = lots.map((one, i) => {
      if (parts[i] === 0) return one
      const amount = { ...one.state.amount, [substance]: parts[i]! }
      return { ...one, state: { ...one.state, amount, left: amount } }
    })
  }
  return lots
}

// Second weights ------------------------------------------------------------------------------------------------------

/** Both measurements are kept; the one marked as settlement changes what the lot counts, at its own time. */
function measuredOf(book: BookView, line: Extract<EventLine, { kind: 'adjust' }>): Measurement[] {
  const lot = openLot(book, line.lot)
  if (line.at < lot.bornAt) no('output-before-input', `The measurement ${line.event} is of ${line.at}, and lot ${line.lot} was there from ${lot.bornAt} on.`)
  const found = containedIn(line, line.lot)
  // Nothing of one metal is a finding too; nothing of all of them is no lot.
  positive(found, line.lot)
  return substancesIn(found).map((substance) => {
    const change = line.isSettlement ? found[substance]! - (lot.amount[substance] ?? 0) : 0
    if (change < 0) assertNeverOverdrawn(book, lot, substance, line.at, change)
    if (change > 0 && lot.isMade === true) assertNotOutgrown(book, lot, substance, found[substance]!)
    return { lot: line.lot, substance, amount: found[substance]!, change, basis: line.basis, by: line.by, isSettlement: line.isSettlement }
  })
}

/**
 * What was made here of other lots is not weighed into more than went in: all settlements together stay within the tolerance
 * of what it was born with.
 * @throws Refused `yield-above-one`
 */
function assertNotOutgrown(book: BookView, lot: LotState, substance: Substance, found: number): void {
  const settled = book.changesOf(lot.ref).reduce((sum, one) => one.isSettlement === true && one.substance === substance ? sum + one.delta : sum, 0)
  const born = (lot.amount[substance] ?? 0) - settled
  if (found - born > Math.floor(born * book.tolerance)) no('yield-above-one', `Lot ${lot.ref} was made here with ${words(born, substance)}, and ${words(found, substance)} would be more than the tolerance of this book. Correct event ${lot.bornBy}, which made it, or what went into it.`)
}

/** Decides, or throws. @throws Refused */
export const recorded = (book: BookView, line: EventLine): Posting => orRefuse(decideEvent(book, line))
