// What a credit rests on stays: the event that brought a credited lot in is taken back only when the credit has been corrected to
// nothing, so that no metal is recorded, and credited, a second time under another name (custody invariant 18).
import type { Context } from '#src/access/context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { creditedLots, type LotCredit } from './balance-entry.store.ts'
import { spokenMass } from './balance-period.ts'
import { lotsBornBy } from './balance-receipt.store.ts'
import { isStricter } from './custody-model.ts'
import type { EventLine } from './event.ts'
import type { BookView, Posting } from './law.ts'
import { lotIdOf, type LotState, type Origin } from './lot.ts'
import { quantumOf } from './substance.ts'

type Relied = { readonly credits: readonly LotCredit[]; readonly origin: Origin | null }

/** @returns says `event-has-successors` of a line that pulls the ground from under a credit; whoever credits waits for the book */
export async function relianceOn(ctx: Context, bookNo: number, lines: readonly EventLine[]): Promise<(posting: Posting, book: BookView) => Refusal | undefined> {
  const takenBack = lines.flatMap((line) => line.kind === 'void' ? [line.voids] : line.kind === 'correct' ? [line.corrects] : [])
  const born = await lotsBornBy(ctx.sql, bookNo, [...new Set(takenBack)])
  const credited = await creditedLots(ctx.sql, [...born.keys()])
  if (credited.size === 0) return () => undefined
  return (posting, book) => {
    const event = posting.takesBack === null ? undefined : book.event(posting.takesBack)
    for (const ref of event?.born ?? []) {
      const lotId = lotIdOf(book.organisationId, ref)
      const credits = credited.get(lotId)
      const lot = book.lot(ref)!
      if (credits === undefined || (event!.kind === posting.line.kind && staysCredited(lot, { credits, origin: born.get(lotId)!.origin }, posting))) continue
      const { profile, metal, credited: mass } = credits[0]!
      return refuse('event-has-successors', `Lot ${ref} of event ${event!.ref} is credited in the ${metal} account of ${lot.siteId} under ${profile}, with ${spokenMass(mass, quantumOf(metal))}. `
        + `Correct that credit to 0 first; or correct ${event!.ref} so that the lot stays what was credited: its number, site, origin, scrap class and at least as much metal, under no looser model.`)
    }
    return undefined
  }
}

/** Whether the lot, as it is corrected, is still what was credited, and enough of it. */
function staysCredited(old: LotState, { credits, origin }: Relied, { born, kept }: Posting): boolean {
  const now = [...born, ...kept ?? []].find(({ state }) => state.ref === old.ref)
  return now !== undefined && now.state.siteId === old.siteId && now.state.scrapClass === old.scrapClass && !isStricter(old.model, now.state.model) && canonicalText({ origin: now.origin }) === canonicalText({ origin })
    && credits.every(({ metal, credited }) => (now.state.amount[metal] ?? 0) >= credited)
}
