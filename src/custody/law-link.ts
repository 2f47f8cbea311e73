// Hand-overs between books: which of what one party shipped is what another received. A link changes no quantity, only
// where metal comes from; each shipped quantum is linked once, and the links of a shipment follow from the shipment and the
// receiver's own sequence alone, so that they come out the same in whatever order the facts arrive (custody notes 8,
// invariants 4, 7 and 16; issue paragraph 1.3). Pure; refusals are those of `refusals-shipment.ts`.
import { splitWhole, tonnesText } from '#src/kernel/mass.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { isStricter, loosestOf, type CustodyModel, type ScrapClass } from './custody-model.ts'
import type { Origin, Ref } from './lot.ts'
import { quantumOf, substancesIn, type Contained, type Substance } from './substance.ts'

/** One metal of one lot of a shipment. */
export type ShippedPart = { readonly lotNo: number; readonly lot: Ref; readonly metal: Substance; readonly model: CustodyModel; readonly scrapClass: ScrapClass | null; readonly substance: Substance; readonly amount: number }

/** The sender's side. */
export type ShippedSide = { readonly eventNo: number; readonly organisationId: string; readonly toOrganisationId: string | null; readonly shipment: Ref; readonly at: string; readonly model: CustodyModel | null; readonly parts: readonly ShippedPart[] }

/** A lot on the receiver's side, as it was first weighed there. */
export type ReceivedLot = { readonly lotNo: number; readonly lot: Ref; readonly eventNo: number; readonly position: number; readonly organisationId: string; readonly at: string; readonly sentAs: Ref | null; readonly metal: Substance; readonly model: CustodyModel; /** Of metal that begins anew here as scrap. */ readonly bornAs: ScrapClass | null; readonly contained: Contained }

/** What of a shipped part a received lot accounts for, in quanta. */
export type Link = { readonly receiveEventNo: number; readonly receiveLotNo: number; readonly shipEventNo: number; readonly shipLotNo: number; readonly substance: Substance; readonly amount: number }

const partKey = (lotNo: number, substance: Substance): string => `${lotNo} ${substance}`

/** What is free of a shipment, as links are taken out of it. */
export type Free = { of(part: ShippedPart): number; take(link: Link): void }

export function freeOf(ship: ShippedSide, links: readonly Link[] = []): Free {
  const taken = new Map<string, number>()
  const take = (link: Link): void => { const key = partKey(link.shipLotNo, link.substance); taken.set(key, (taken.get(key) ?? 0) + link.amount) }
  for (const link of links) if (link.shipEventNo === ship.eventNo) take(link)
  return { of: (part) => part.amount - (taken.get(partKey(part.lotNo, part.substance)) ?? 0), take }
}

/**
 * Links a received lot to a shipment: the lot it names, or the whole shipment in proportion where it names none.
 * Received more than is free: the rest stays unknown; less: the difference is a loss in transit.
 * @returns what is linked of each part; or `shipment-absent`, `link-reverses-time`, `shipped-lot-absent`,
 * `link-substance-differs`, `link-scrap-differs`, `model-stronger-than-input`, `shipment-already-linked`
 */
export function decideLink(ship: ShippedSide, lot: ReceivedLot, free: Free): Outcome<Link[]> {
  if (ship.toOrganisationId !== lot.organisationId) return deny(refuse('shipment-absent', 'There is no such shipment.'))
  if (Date.parse(lot.at) < Date.parse(ship.at)) return deny(refuse('link-reverses-time', `Lot ${lot.lot} was received at ${lot.at}, and shipment ${ship.shipment} left at ${ship.at}. Nothing arrives before it left: one of the two times is wrong, or it is another shipment.`))
  const parts = named(ship, lot)
  if (parts.length === 0) return deny(refuse('shipped-lot-absent', `Shipment ${ship.shipment} holds no lot ${lot.sentAs}. Check the reference the sender uses.`))
  if (!parts.some((part) => part.substance === lot.metal)) return deny(refuse('link-substance-differs', `Lot ${lot.lot} is traded for its ${lot.metal}, and there is no ${lot.metal} in what it would be linked to.`))
  const relabelled = scrapDiffers(ship, lot, parts)
  if (relabelled !== undefined) return deny(relabelled)
  const loosest = loosestOf([...(ship.model === null ? [] : [ship.model]), ...parts.map(({ model }) => model)])
  if (isStricter(lot.model, loosest)) return deny(refuse('model-stronger-than-input', `Lot ${lot.lot} is called ${lot.model}, and shipment ${ship.shipment} came as ${loosest}. Correct the receipt to ${loosest} or looser.`))
  const links = substancesIn(lot.contained).flatMap((substance) => shared(lot, ship, parts.filter((part) => part.substance === substance), free))
  if ((lot.contained[lot.metal] ?? 0) === 0) return deny(refuse('shipment-already-linked', `All ${lot.metal} of lot ${lot.lot} is linked to a shipment already. Undo that link first, if it is the wrong one.`))
  if (!links.some(({ substance }) => substance === lot.metal)) return deny(refuse('shipment-already-linked', `All ${lot.metal} of that part of shipment ${ship.shipment} is linked to other receipts already. What came beyond it stays of unknown origin.`))
  return accept(links)
}

/** As which scrap a received lot begins a new life: by its class, or by what its papers say it came from. */
export function bornAs({ scrapClass, origin }: { readonly scrapClass?: ScrapClass | null | undefined; readonly origin?: Origin | undefined }): ScrapClass | null {
  return scrapClass ?? (origin?.kind === 'scrap' ? origin.scrapClass : null)
}

/**
 * A hand-over makes no scrap (ISO 14021): metal begins anew as recycled only where its sender calls it scrap of that class.
 * Scrap taken in as something else keeps what it came from.
 * @returns `link-scrap-differs`
 */
export function scrapDiffers(ship: Pick<ShippedSide, 'shipment' | 'parts'>, lot: Pick<ReceivedLot, 'lot' | 'sentAs' | 'contained' | 'bornAs'>, parts: readonly ShippedPart[] = named(ship, lot)): Refusal | undefined {
  if (lot.bornAs === null) return undefined
  const other = parts.find(({ substance, scrapClass }) => lot.contained[substance] !== undefined && scrapClass !== lot.bornAs)
  if (other === undefined) return undefined
  const remedy = other.scrapClass === null ? 'Metal becomes scrap where a thing was scrapped, not on its way: take it in as what it is' : 'Take it in as the scrap that its sender calls it, or ask the sender to correct its class'
  return refuse('link-scrap-differs', `Lot ${lot.lot} is called ${lot.bornAs} scrap, and lot ${other.lot} of shipment ${ship.shipment} is ${other.scrapClass === null ? 'no scrap' : `${other.scrapClass} scrap`}. ${remedy}${lot.sentAs === null && parts.length > 1 ? ', or name in sentAs which lot of the shipment it is' : ''}.`)
}

const named = ({ parts }: Pick<ShippedSide, 'parts'>, { sentAs }: Pick<ReceivedLot, 'sentAs'>): readonly ShippedPart[] => sentAs === null ? parts : parts.filter((part) => part.lot === sentAs)

function shared(lot: ReceivedLot, ship: ShippedSide, parts: readonly ShippedPart[], free: Free): Link[] {
  const left = parts.map((part) => free.of(part))
  const all = left.reduce((sum, one) => sum + one, 0)
  if (all === 0) return []
  const [{ substance }] = parts as readonly [ShippedPart]
  const amounts = splitWhole(Math.min(lot.contained[substance]!, all), left)
  return parts.flatMap((part, i) => (amounts[i] === 0 ? [] : [{ receiveEventNo: lot.eventNo, receiveLotNo: lot.lotNo, shipEventNo: ship.eventNo, shipLotNo: part.lotNo, substance, amount: amounts[i]! }]))
}

/** A lot without what other links account for: that came with another shipment. */
export function without<T extends ReceivedLot>(lot: T, links: readonly Link[]): T {
  if (links.length === 0) return lot
  const contained: Partial<Record<Substance, number>> = { ...lot.contained }
  for (const { substance, amount } of links) contained[substance] = Math.max(0, (contained[substance] ?? 0) - amount)
  return { ...lot, contained }
}

/** A receipt that names no lot is linked to every lot of its shipment: of that many, as many more make themselves. */
export const MOST_LINKS = 20_000

/** @param made how many links of the shipment there are @returns `shipped-lot-unnamed` */
export const tooManyLinks = (ship: ShippedSide, lot: ReceivedLot, made: number): Refusal | undefined =>
  lot.sentAs === null && made + ship.parts.filter(({ substance }) => lot.contained[substance] !== undefined).length > MOST_LINKS
    ? refuse('shipped-lot-unnamed', `Shipment ${ship.shipment} has so many lots that lot ${lot.lot} is linked to it only where it is said which of them it is. Name the lot as the sender calls it: by linking it by hand, or by correcting the receipt.`)
    : undefined

export type LinkPlan = { readonly links: readonly Link[]; readonly unlinked: readonly { readonly lotNo: number; readonly code: string; readonly detail: string }[] }

/**
 * All links of a shipment that follow by themselves: the receiver's lots in the order of its book, each taking what is free.
 * @param byHand links made by hand; they stand, and their lots are left alone
 * @param isBarred receipts that may not be linked by themselves, such as one that would close a circle
 */
export function linksOf(ship: ShippedSide, lots: readonly ReceivedLot[], byHand: readonly Link[] = [], isBarred: (lot: ReceivedLot) => boolean = () => false): LinkPlan {
  const free = freeOf(ship, byHand)
  const held = new Set(byHand.map(({ receiveLotNo }) => receiveLotNo))
  const links: Link[] = []
  const unlinked: { lotNo: number; code: string; detail: string }[] = []
  for (const lot of [...lots].sort((a, b) => a.eventNo - b.eventNo || a.position - b.position)) {
    if (held.has(lot.lotNo) || isBarred(lot)) continue
    const crowded = tooManyLinks(ship, lot, links.length)
    const decided = crowded === undefined ? decideLink(ship, lot, free) : deny(crowded)
    if (!decided.accepted) { unlinked.push({ lotNo: lot.lotNo, ...decided.refusal }); continue }
    for (const link of decided.value) { free.take(link); links.push(link) }
  }
  return { links, unlinked }
}

const linkKey = (link: Link): string => `${link.receiveLotNo} ${link.shipEventNo} ${link.shipLotNo} ${link.substance}`

/** What to make and what to take back so that the links that stand become those that should. */
export function linkChanges(standing: readonly Link[], wanted: readonly Link[]): { readonly make: Link[]; readonly takeBack: Link[] } {
  const now = new Map(standing.map((link) => [linkKey(link), link]))
  const then = new Map(wanted.map((link) => [linkKey(link), link]))
  return {
    make: wanted.filter((link) => now.get(linkKey(link))?.amount !== link.amount),
    takeBack: standing.filter((link) => then.get(linkKey(link))?.amount !== link.amount),
  }
}

/**
 * Whether a link from a shipment to a receipt of the same instant would close a circle: time never decreases inside a
 * book, so that only events of that one instant can lie on it.
 * @param after the events of that instant which take what an event gave, by book or by link
 */
export async function closesCircle(receiveEventNo: number, shipEventNo: number, after: (events: readonly number[]) => Promise<readonly number[]>): Promise<boolean> {
  const seen = new Set<number>([receiveEventNo])
  let reached = [receiveEventNo]
  while (reached.length > 0) {
    if (reached.includes(shipEventNo)) return true
    const next = [...new Set(await after(reached))].filter((event) => !seen.has(event))
    for (const event of next) seen.add(event)
    reached = next
  }
  return false
}

/** How much less arrived than left; below zero where more arrived. */
export const lossOf = (shipped: Contained, received: Contained): Contained =>
  Object.fromEntries([...new Set([...substancesIn(shipped), ...substancesIn(received)])].map((substance) => [substance, (shipped[substance] ?? 0) - (received[substance] ?? 0)]))

export const massWords = (amount: number, substance: Substance): string => `${tonnesText(amount, quantumOf(substance))} t of ${substance}`
