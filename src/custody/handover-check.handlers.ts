// What only the whole house can say of a hand-over line while it is decided: whether its number is free in this book, and
// whether the other side is known here.
import type { Context } from '#src/access/context.ts'
import { grantsOn } from '#src/access/grant.store.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { relianceOn } from './balance-reliance.handlers.ts'
import type { EventLine } from './event.ts'
import { linkedByNow, organisationIn, roughOf, type Rough } from './handover-lock.handlers.ts'
import { eventLinked } from './law-correction.ts'
import type { BookView, Posting } from './law.ts'
import { booksByNo, booksOf } from './ledger.store.ts'
import type { Ref } from './lot.ts'
import { bornAs, scrapDiffers, type ShippedSide } from './law-link.ts'
import { shipmentNumbers, shipmentsMet, shippedSides } from './shipment.store.ts'

export type HandOverChecks = {
  /** @returns `shipment-linked`, `shipment-ref-taken`, `counterparty-absent`, `link-scrap-differs`, `event-has-successors` where a credit rests on what is taken back */
  refusalOf(posting: Posting, book: BookView): Refusal | undefined
  /** Notes the number of an accepted shipment for the lines after it. */
  took(posting: Posting): void
}

/** @param isInvented lines of a scenario name parties that exist in it alone */
export async function handOverChecks(ctx: Context, bookNo: number, lines: readonly EventLine[], isInvented: boolean): Promise<HandOverChecks> {
  const linked = await linkedByNow(ctx, bookNo, lines)
  const rough = lines.map(roughOf)
  const refs = rough.flatMap(({ shipment, to }) => typeof shipment === 'string' && to !== undefined && shipment.length <= 80 ? [shipment] : [])
  const numbers = new Map<Ref, Ref>(await shipmentNumbers(ctx.sql, bookNo, [...new Set(refs)]))
  const named = [...new Set(rough.flatMap(({ to, from, buyer }) => [to, from, buyer].flatMap((party) => organisationIn(party) ?? [])))]
  const known = isInvented ? new Set(named) : await knownOrganisations(ctx, named)
  const reliedOn = await relianceOn(ctx, bookNo, lines)
  const sent = await sidesOfScrap(ctx, bookNo, rough)
  return {
    refusalOf: (posting, book) => {
      const { line, takesBack } = posting
      if (takesBack !== null && linked.has(takesBack)) return eventLinked(takesBack)
      const relied = reliedOn(posting, book)
      if (relied !== undefined) return relied
      const party = line.kind === 'ship' ? line.to : line.kind === 'receive' ? line.from : line.kind === 'sell' ? line.buyer : undefined
      const id = organisationIn(party)
      if (id !== undefined && !known.has(id)) return refuse('counterparty-absent', `Event ${line.event} names the organisation ${id}, and there is none of that id here. Look it up by name, or give its name where it keeps no book here.`)
      if (line.kind === 'receive') return scrapMade(posting, sent.get(`${id} ${line.shipment}`))
      if (line.kind !== 'ship') return undefined
      const holder = numbers.get(line.shipment)
      if (holder === undefined || holder === takesBack || book.event(holder)?.isVoid === true) return undefined
      return refuse('shipment-ref-taken', `Shipment ${line.shipment} left this book with event ${holder} already. Give this one a number of its own.`)
    },
    took: ({ line }) => { if (line.kind === 'ship') numbers.set(line.shipment, line.event) },
  }
}

/** What was shipped to this book already, by sender and number, where a receipt of it calls metal scrap. */
async function sidesOfScrap(ctx: Context, bookNo: number, lines: readonly Rough[]): Promise<ReadonlyMap<string, ShippedSide>> {
  const handOvers = lines.flatMap(({ from, shipment, outputs }) => {
    const organisationId = organisationIn(from)
    return organisationId !== undefined && typeof shipment === 'string' && shipment.length <= 80 && Array.isArray(outputs) && outputs.some(isScrap) ? [{ organisationId, shipment }] : []
  })
  if (handOvers.length === 0) return new Map()
  const { organisationId } = (await booksByNo(ctx.sql, [bookNo])).get(bookNo)!
  const sides = await shippedSides(ctx.sql, (await shipmentsMet(ctx.sql, handOvers)).filter((one) => one.toOrganisationId === organisationId))
  return new Map([...sides.values()].map((side) => [`${side.organisationId} ${side.shipment}`, side]))
}

const isScrap = (output: unknown): boolean => typeof output === 'object' && output !== null && bornAs(output as Parameters<typeof bornAs>[0]) !== null

const scrapMade = ({ born, kept = [] }: Posting, side: ShippedSide | undefined): Refusal | undefined => {
  if (side === undefined) return undefined
  for (const { lot, origin, sentAs, state } of [...born, ...kept]) {
    const refusal = scrapDiffers(side, { lot: lot.lot, sentAs, contained: state.amount, bornAs: bornAs({ scrapClass: lot.scrapClass, origin: origin ?? undefined }) })
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** Participants, organisations of the register, whoever keeps a book, and partners with an account. */
export async function knownOrganisations(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const facts = (await ctx.facts()).of(organisationFact)
  const known = new Set([...(await participantsOf(ctx.sql, ids)).keys(), ...(await booksOf(ctx.sql, ids)).map(({ organisationId }) => organisationId), ...ids.filter((id) => facts.has(id))])
  for (const id of ids) if (!known.has(id) && (await grantsOn(ctx.sql, { kind: 'organisation', id })).length > 0) known.add(id)
  return known
}
