// The one way into a book. Lines of a form, a file, a bulk, an EPCIS capture or a scenario are decided here one after another,
// each on what stood before it, and written set by set in one transaction with one log entry (issue paragraph 1.2).
import type { Context } from '#src/access/context.ts'
import { actorRef } from '#src/access/actor.ts'
import { canOn } from '#src/access/policy.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { whileBusy } from '#src/kernel/sql.ts'
import { linesText } from '#src/kernel/sql-array.ts'
import { addDays, dayOf } from '#src/kernel/time.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import type { Fact } from '#src/transparency/fact.ts'
import { eventRows, lotRows, lotsBorn, rootOf, type Accepted, type Known } from './batch-rows.ts'
import type { EventLine } from './event.ts'
import { handOverChecks, type HandOverChecks } from './handover-check.handlers.ts'
import { afterRecorded } from './recorded-batch.handlers.ts'
import { decideTakingBack, eventAbsent } from './law-correction.ts'
import { decideEvent, lotAbsent, type BookView, type EventState, type LotChange, type Posting } from './law.ts'
import { changesOfLots, eventStates, knownEvents, knownLots, lockBook, openBatch, writeRows, type Book, type KnownEvent, type KnownLot } from './ledger.store.ts'
import { withheldAnswers, type LineAnswer, type LineEffect, type LineSource } from './line-answer.ts'
import { readLine, refIn, type ReadLine } from './line-reading.ts'
import type { Ref } from './lot.ts'
import { backdatingSetting, toleranceSetting } from './settings-custody.ts'
import { linkedEvents } from './shipment.store.ts'
import { substancesIn } from './substance.ts'
import { workingBook, type WorkingBook } from './working-book.ts'

export type Recording = {
  readonly source: LineSource
  /** One refused line keeps all others out of the book. */
  readonly isAllOrNothing: boolean
  /** Also says what each line did to the book. */
  readonly hasEffects?: boolean
  /** The book is one of a simulation or a scenario, where this opens it. */
  readonly isSimulated?: boolean
}

type Read = { readonly index: number; readonly line: EventLine; readonly text: string; readonly siteId: string }

/**
 * Records lines in the book of an organisation. Who asks must have been let in already; each line is asked for its place.
 * @param lines values or JSON texts of `EventLine`
 * @returns one answer per line, in their order
 */
export async function recordLines(ctx: Context, organisationId: string, lines: readonly unknown[], options: Recording): Promise<LineAnswer[]> {
  const answers: LineAnswer[] = lines.map(() => ({ event: '', state: 'refused' }))
  const places = await placesOf(ctx, organisationId, options.source)
  const read = lines.flatMap((raw, index): Read[] => {
    const outcome = placed(readLine(raw), places)
    if (outcome.accepted) return [{ index, ...outcome.value }]
    answers[index] = refused(refIn(raw), outcome.refusal)
    return []
  })
  if (read.length === 0) return answers
  const book = await lockBook(ctx.sql, organisationId, { tolerance: await ctx.setting(toleranceSetting), isSimulated: options.isSimulated ?? false, openedAt: ctx.now })
  // The law needs the whole book, also where this account reaches only a part of it; what lies outside is kept from it by `outOfReach`.
  const { known, accepted } = await ctx.acrossBooks(async () => {
    const begun = await whatIsKnown(ctx, book, read)
    const handOvers = await handOverChecks(ctx, book.bookNo, read.map(({ line }) => line), options.source === 'scenario' || book.isSimulated)
    return { known: begun, accepted: await decided(read, { ...begun, handOvers, places, answers, hasEffects: options.hasEffects ?? false, accepted: [], texts: new Map() }) }
  })
  const withheld = options.isAllOrNothing ? withheldAnswers(answers) : null
  if (withheld !== null) return withheld
  if (accepted.length > 0) await written(ctx, book, accepted, known, options.source)
  return answers
}

const refused = (event: Ref, refusal: Refusal): LineAnswer => ({ event, state: 'refused', refusal })

// Place and time ------------------------------------------------------------------------------------------------------

type Places = {
  /** What may be said of place and time of a line. */
  readonly of: (line: EventLine) => Outcome<string>
  /** Whether this account records what happens to what stands there. */
  readonly isReached: (siteId: string) => boolean
}

/** Each place is asked for once. A scenario has invented places and a clock of its own. */
async function placesOf(ctx: Context, organisationId: string, source: LineSource): Promise<Places> {
  const sites = (await ctx.facts()).of(siteFact)
  const asked = new Map<string, Outcome<string>>()
  const reached = new Map<string, boolean>()
  const back = await ctx.setting(backdatingSetting)
  const earliest = back === 0 ? null : addDays(ctx.today, -back)
  const isReached = (siteId: string): boolean => {
    let is = reached.get(siteId)
    if (is === undefined) reached.set(siteId, is = canOn(ctx.actor, 'custody:write', { organisationId, siteId: presentSite(sites, siteId) }))
    return is
  }
  const of = (line: EventLine): Outcome<string> => {
    if (source === 'scenario') return accept(line.site)
    if (line.at > ctx.now) return deny(refuse('event-in-future', `Event ${line.event} is of ${line.at}, which has not come yet. Record it when it has happened.`))
    if (earliest !== null && dayOf(line.at) < earliest) return deny(refuse('event-too-old', `Event ${line.event} is of ${dayOf(line.at)}; this scheme records events of the last ${back} days. Ask its operator.`))
    let place = asked.get(line.site)
    if (place === undefined) asked.set(line.site, place = placeOf(ctx, organisationId, sites, line.site))
    return place
  }
  return { of, isReached: source === 'scenario' ? () => true : isReached }
}

/** The number a site bears now: where two were found to be one, that of the other. */
function presentSite(sites: ReadonlyMap<string, Fact<Site>>, siteId: string): string {
  let id = siteId
  for (let step = 0, next = sites.get(id)?.value.mergedInto; next !== undefined && step < 20; step++) { id = next; next = sites.get(id)?.value.mergedInto }
  return id
}

function placeOf(ctx: Context, organisationId: string, sites: ReadonlyMap<string, Fact<Site>>, siteId: string): Outcome<string> {
  const id = presentSite(sites, siteId)
  const site = sites.get(id)?.value
  if (site === undefined) return deny(refuse('site-absent', `There is no site ${siteId}. Check its number, or register the place first.`))
  if (site.organisationId !== organisationId) return deny(refuse('site-not-yours', `The site ${siteId} does not belong to the organisation of this book.`))
  if (!canOn(ctx.actor, 'custody:write', { organisationId, siteId: id })) return deny(refuse('site-not-yours', `This account does not record what happens at ${siteId}.`))
  return accept(id)
}

function placed(read: Outcome<ReadLine>, places: Places): Outcome<Omit<Read, 'index'>> {
  if (!read.accepted) return read
  const { line, text } = read.value
  const site = places.of(line)
  return site.accepted ? accept({ line: site.value === line.site ? line : { ...line, site: site.value }, text, siteId: site.value }) : site
}

// Deciding ------------------------------------------------------------------------------------------------------------

type Knowledge = {
  readonly events: ReadonlyMap<Ref, KnownEvent>; readonly lots: ReadonlyMap<Ref, KnownLot>; readonly working: WorkingBook; readonly taken: ReadonlyMap<Ref, { readonly eventNo: number }>
  /** Looks up the lots that lines name, before these are decided. */
  readonly learn: (piece: readonly Read[]) => Promise<void>
}
/** A batch while it is decided: what it rests on, and what came of its lines so far. */
type Deciding = Knowledge & {
  readonly handOvers: HandOverChecks; readonly places: Places; readonly hasEffects: boolean
  readonly answers: LineAnswer[]; readonly accepted: Accepted[]; readonly texts: Map<Ref, string>
}

/** A lot that is drawn or weighed, or an event that is taken back, at a place where this account does not record. */
function outOfReach(line: EventLine, book: BookView, { isReached }: Places): Refusal | undefined {
  const isHidden = (ref: Ref): boolean => { const lot = book.lot(ref); return lot !== undefined && !isReached(lot.siteId) }
  const { inputs, lot } = roughOf(line)
  const touched = [...lotsIn(inputs), lot].find((ref): ref is Ref => typeof ref === 'string' && isHidden(ref))
  if (touched !== undefined) return lotAbsent(touched)
  for (const ref of takesBackIn(line)) {
    const event = book.event(ref)
    if (event !== undefined && [...event.born, ...event.drawn.map(({ lot }) => lot), ...event.measured.map(({ lot }) => lot)].some(isHidden)) return eventAbsent(ref)
  }
  return undefined
}

/** A correction's line is read roughly: it is decided later. */
type Rough = { readonly inputs?: unknown; readonly outputs?: unknown; readonly lot?: unknown }
const roughOf = (line: EventLine): Rough => (line.kind === 'correct' ? line.instead : line) as Rough
const lotsIn = (list: unknown): unknown[] => Array.isArray(list) ? list.map((one: { lot?: unknown } | null) => one?.lot) : []
const lotsNamed = ({ inputs, outputs, lot }: Rough): unknown[] => [...lotsIn(inputs), ...lotsIn(outputs), lot]
const takesBackIn = (line: EventLine): Ref[] => line.kind === 'void' ? [line.voids] : line.kind === 'correct' ? [line.corrects] : []

/** Events and what is taken back at once; lots piece by piece, as `learn` is called. */
async function whatIsKnown(ctx: Context, book: Book, read: readonly Read[]): Promise<Knowledge> {
  const linked = (eventNos: readonly number[]): Promise<ReadonlySet<number>> => linkedEvents(ctx.sql, eventNos)
  const events = await knownEvents(ctx.sql, book.bookNo, [...new Set(read.map(({ line }) => line.event))])
  const taken = new Map<Ref, EventState & { readonly eventNo: number }>(await eventStates(ctx.sql, book.bookNo, [...new Set(read.filter(({ line }) => !events.has(line.event)).flatMap(({ line }) => takesBackIn(line)))], linked))
  const touched = new Set([...taken.values()].flatMap(({ drawn, born, measured }) => [...drawn.map(({ lot }) => lot), ...born, ...measured.map(({ lot }) => lot)]))
  const [lots, changes, asked] = [new Map<Ref, KnownLot>(), new Map<Ref, readonly LotChange[]>(), new Set<Ref>()]
  const adjusted = new Set(read.flatMap(({ line }) => { const lot = line.kind === 'adjust' ? line.lot : line.kind === 'correct' ? line.instead['lot'] : undefined; return typeof lot === 'string' ? [lot] : [] }))
  const learn = async (piece: readonly Read[]): Promise<void> => {
    const named = new Set<Ref>(asked.size === 0 ? touched : [])
    for (const { line } of piece) if (!events.has(line.event)) for (const lot of lotsNamed(roughOf(line))) if (typeof lot === 'string' && lot.length <= 80 && !asked.has(lot)) named.add(lot)
    for (const ref of named) asked.add(ref)
    const found = await knownLots(ctx.sql, book.bookNo, [...named])
    for (const [ref, lot] of found) lots.set(ref, lot)
    // A history is wanted only where something was or will be added to a lot after its birth, or is taken back.
    const told = await changesOfLots(ctx.sql, [...found.values()].filter(({ state }) => state.lastIncreaseAt !== null || touched.has(state.ref) || adjusted.has(state.ref)))
    for (const [ref, list] of told) changes.set(ref, list)
    const weighings = [...told.values()].flat().filter((change) => change.isSettlement === true && !taken.has(change.event)).map(({ event }) => event)
    for (const [ref, state] of await eventStates(ctx.sql, book.bookNo, [...new Set(weighings)], linked)) taken.set(ref, state)
  }
  const none: readonly LotChange[] = []
  const view: BookView = {
    organisationId: book.organisationId, tolerance: book.tolerance,
    lot: (ref) => lots.get(ref)?.state, event: (ref) => taken.get(ref), changesOf: (ref) => changes.get(ref) ?? none,
  }
  return { events, lots, taken, learn, working: workingBook(view) }
}

/** Lines that are decided in one go, while the lots of the next are looked up. */
const PIECE = 500

/** Decides all lines in their order. Fills the answers. @returns what is to be written */
async function decided(read: readonly Read[], batch: Deciding): Promise<Accepted[]> {
  let learning = batch.learn(read.slice(0, PIECE))
  for (let start = 0; start < read.length; start += PIECE) {
    await learning
    const next = read.slice(start + PIECE, start + 2 * PIECE)
    if (next.length > 0) learning = batch.learn(next)
    // Awaited again above; a line that fails first must not leave it unheard.
    learning.catch(() => {})
    const decide = (): void => { for (const one of read.slice(start, start + PIECE)) decideLine(one, batch) }
    if (next.length > 0) await whileBusy(decide)
    else decide()
  }
  return batch.accepted
}

/** Decides a line on what stood before it. */
function decideLine({ index, line, text, siteId }: Read, { events, working, handOvers, places, hasEffects, answers, accepted, texts }: Deciding): void {
  const before = texts.get(line.event) ?? events.get(line.event)?.text
  if (before !== undefined) {
    answers[index] = before === text ? { event: line.event, state: 'already-recorded' }
      : refused(line.event, refuse('event-ref-taken', `This book has an event ${line.event} already, and it says something else. Give this one a number of its own, or correct the other.`))
    return
  }
  const hidden = outOfReach(line, working, places)
  if (hidden !== undefined) { answers[index] = refused(line.event, hidden); return }
  const outcome = line.kind === 'void' || line.kind === 'correct' ? decideTakingBack(working, line) : decideEvent(working, line)
  // A correction may say another place and time than it was recorded at.
  const stands = outcome.accepted && line.kind === 'correct' ? places.of(outcome.value.line) : accept(siteId)
  if (!outcome.accepted || !stands.accepted) { answers[index] = refused(line.event, outcome.accepted ? (stands as { refusal: Refusal }).refusal : outcome.refusal); return }
  const posting = outcome.value
  const barred = handOvers.refusalOf(posting, working)
  if (barred !== undefined) { answers[index] = refused(line.event, barred); return }
  handOvers.took(posting)
  const keptBefore = (posting.kept ?? []).map(({ state }) => working.lot(state.ref)!)
  const takenBack = working.apply(posting)
  accepted.push({ sent: line, posting, text, siteId: stands.value, takenBack, keptBefore })
  texts.set(line.event, text)
  answers[index] = { event: line.event, state: 'recorded', ...(hasEffects ? { effect: effectOf(posting, working) } : {}) }
}

const effectOf = (posting: Posting, book: BookView): LineEffect => ({
  drawn: posting.drawn.map(({ lot, substance, amount }) => ({ lot, substance, amount, left: book.lot(lot)?.left[substance] ?? 0 })),
  born: [...posting.born, ...posting.kept ?? []].map(({ state }) => ({ lot: state.ref, contained: Object.fromEntries(substancesIn(state.amount).map((substance) => [substance, state.amount[substance]!])) })),
  measured: posting.measured.map(({ lot, substance, amount, change }) => ({ lot, substance, amount, change })),
  lost: posting.lost, takesBack: posting.takesBack,
})

// Writing -------------------------------------------------------------------------------------------------------------

/** Takes back what was recorded before, or weighs it again: what was said of those lots may change. */
const isRevising = ({ sent: { kind } }: Accepted): boolean => kind === 'void' || kind === 'correct' || kind === 'adjust'

async function written(ctx: Context, book: Book, accepted: readonly Accepted[], known: Knowledge, source: LineSource): Promise<void> {
  const salt = ctx.newSalt()
  const texts = accepted.map(({ text }) => text)
  const opening = openBatch(ctx.sql, { bookNo: book.bookNo, source, recordedAt: ctx.now, recordedBy: actorRef(ctx.actor), salt, events: accepted.length, lots: lotsBorn(accepted) })
  const [batch, joined] = await Promise.all([opening, whileBusy(() => linesText(texts))])
  const numbers: Known = { lotNo: (ref) => known.lots.get(ref)?.lotNo, eventNo: (ref) => known.taken.get(ref)?.eventNo }
  const front = eventRows(accepted, batch, numbers)
  let root = ''
  const rows = await writeRows(ctx.sql, book, batch.batchNo, front, joined, () => {
    root = rootOf(salt, texts)
    return lotRows(accepted, batch, numbers)
  })
  ctx.record({ kind: 'custody.recorded', subject: `bat_${batch.batchNo}`, isPublic: false, body: { bookNo: book.bookNo, lines: accepted.length, revising: accepted.filter(isRevising).length, root } })
  await afterRecorded(ctx, book, accepted, { ...front, ...rows })
}
