// What only the whole house can say of a hand-over line while it is decided: whether its number is free in this book, and
// whether the other side is known here.
import type { Context } from '#src/access/context.ts'
import { grantsOn } from '#src/access/grant.store.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { relianceOn } from './balance-reliance.handlers.ts'
import type { EventLine } from './event.ts'
import { linkedByNow, organisationIn, roughOf } from './handover-lock.handlers.ts'
import { eventLinked } from './law-correction.ts'
import type { BookView, Posting } from './law.ts'
import { booksOf } from './ledger.store.ts'
import type { Ref } from './lot.ts'
import { shipmentNumbers } from './shipment.store.ts'

export type HandOverChecks = {
  /** @returns `shipment-linked`, `shipment-ref-taken`, `counterparty-absent`, `event-has-successors` where a credit rests on what is taken back */
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
  return {
    refusalOf: (posting, book) => {
      const { line, takesBack } = posting
      if (takesBack !== null && linked.has(takesBack)) return eventLinked(takesBack)
      const relied = reliedOn(posting, book)
      if (relied !== undefined) return relied
      const party = line.kind === 'ship' ? line.to : line.kind === 'receive' ? line.from : line.kind === 'sell' ? line.buyer : undefined
      const id = organisationIn(party)
      if (id !== undefined && !known.has(id)) return refuse('counterparty-absent', `Event ${line.event} names the organisation ${id}, and there is none of that id here. Look it up by name, or give its name where it keeps no book here.`)
      if (line.kind !== 'ship') return undefined
      const holder = numbers.get(line.shipment)
      if (holder === undefined || holder === takesBack || book.event(holder)?.isVoid === true) return undefined
      return refuse('shipment-ref-taken', `Shipment ${line.shipment} left this book with event ${holder} already. Give this one a number of its own.`)
    },
    took: ({ line }) => { if (line.kind === 'ship') numbers.set(line.shipment, line.event) },
  }
}

/** Participants, organisations of the register, whoever keeps a book, and partners with an account. */
export async function knownOrganisations(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const facts = (await ctx.facts()).of(organisationFact)
  const known = new Set([...(await participantsOf(ctx.sql, ids)).keys(), ...(await booksOf(ctx.sql, ids)).map(({ organisationId }) => organisationId), ...ids.filter((id) => facts.has(id))])
  for (const id of ids) if (!known.has(id) && (await grantsOn(ctx.sql, { kind: 'organisation', id })).length > 0) known.add(id)
  return known
}
