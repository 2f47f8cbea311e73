// What a scenario expects, held against what the operations answer. Figures are compared to the digits that are written, so a
// figure is rounded as the house prints it.
import { payableOf, payableTerms, percentText, refiningCharge } from '#src/custody/payable.ts'
import type { Expectation, Figure, WrittenMass } from '#src/exchange/scenario/scenario.ts'
import { quantaOf } from '#src/kernel/mass.ts'
import { leastOf, type OriginLine, type Share } from '#src/provenance/lot-answer.ts'
import { accountIdOf } from './scenario-accounts.ts'
import { shipmentIdOf } from './scenario-handover.ts'
import { fractionText, lotKey, massText } from './scenario-lines.ts'
import type { Play } from './scenario-run.ts'
import { unplayable, type Party } from './scenario-stage.ts'

type Missed = { readonly expected: string; readonly found: string } | undefined
type LotAt = { readonly lot: string; readonly of?: string }

const digitsOf = (figure: Figure): number => figure.split('.')[1]?.length ?? 0
/** Half up, as weight notes are; numbers come as the house has them, in double precision. */
const rounded = (value: number, digits: number): string => { const scaled = Math.round((value + Math.sign(value) * 1e-13) * 10 ** digits); return (scaled / 10 ** digits).toFixed(digits) }
const same = (figure: Figure, value: number, what = ''): Missed => {
  const found = rounded(value, digitsOf(figure))
  return found === Number(figure).toFixed(digitsOf(figure)) ? undefined : { expected: `${figure}${what}`, found: `${found}${what} (${value})` }
}
/** A mass by its written digits: 185.671 t is anything that is 185.671 when it is rounded to three. */
const sameMass = (mass: WrittenMass, quanta: number, quantum: 'g' | 'mg' = 'g'): Missed => {
  const unit = quantaOf(`1 ${mass.unit}`, quantum)
  return unit === 0 ? { expected: massText(mass), found: 'no such unit' } : same(mass.amount, quanta / unit, ` ${mass.unit}`)
}
const sameText = (expected: string, found: string): Missed => expected === found ? undefined : { expected, found }
const massGrams = (text: string): number => text.startsWith('-') ? -quantaOf(text.slice(1), 'g') : quantaOf(text, 'g')

/** A lot is found by its party, or by being the only one of that name. */
function partyOf({ stage, memory }: Play, { lot, of }: LotAt): Party {
  if (of !== undefined) return stage.party(of)
  const having = [...stage.parties.values()].filter((party) => memory.made.has(lotKey(party, lot)))
  if (new Set(having.map(({ organisationId }) => organisationId)).size === 1) return having[0]!
  throw unplayable(having.length === 0 ? `There is no lot ${lot}.` : `${having.map(({ name }) => name).join(' and ')} have a lot ${lot}: say "${lot} at ${having[0]!.name}".`)
}

export async function missed(play: Play, expectation: Expectation): Promise<Missed> {
  switch (expectation.expect) {
    case 'lot': case 'dry': return missedLot(play, expectation)
    case 'share': case 'origin-mass': case 'awarded': case 'needed': return missedOrigin(play, expectation)
    case 'footprint': case 'footprint-total': case 'footprint-part': case 'measured-share': case 'activity-total': return missedFootprint(play, expectation)
    case 'balance': case 'vintage': case 'entitled': return missedBalance(play, expectation)
    case 'claim': case 'neutral': return missedClaim(play, expectation)
    case 'recovery': return missedRecovery(play, expectation)
    case 'shipment': return missedShipment(play, expectation)
    case 'payable': case 'refining-charge': return missedPayable(expectation)
    case 'refusal': return undefined
  }
}

type Of<K extends Expectation['expect']> = Extract<Expectation, { expect: K }>

async function missedLot(play: Play, expectation: Of<'lot' | 'dry'>): Promise<Missed> {
  const party = partyOf(play, expectation)
  const lot = await play.stage.ask(party, 'getLot', { lotId: lotKey(party, expectation.lot) })
  if (expectation.expect === 'dry') {
    const moisture = Number(lot.firstMeasured?.moisture ?? '0')
    return lot.grossGrams === null ? { expected: massText(expectation.mass), found: 'no weight was stated' } : sameMass(expectation.mass, Math.round(lot.grossGrams * (1 - moisture)))
  }
  const substance = expectation.substance as 'copper'
  return sameMass(expectation.mass, (expectation.isLeft ? lot.left : lot.amount)[substance] ?? 0, substance === ('gold' as string) || substance === ('silver' as string) ? 'mg' : 'g')
}

const valueOf = (share: Share): number => share.state === 'exact' ? share.share : leastOf(share)

function isOf(play: Play, origin: string): (one: OriginLine) => boolean {
  const party = play.stage.parties.get(origin)
  return ({ origin: of }) => party !== undefined ? of.kind === 'site' && of.siteId === party.siteId
    : of.kind === 'scrap' ? of.scrapClass === origin : of.kind === 'country' ? of.country === origin : of.kind === origin
}

async function missedOrigin(play: Play, expectation: Of<'share' | 'origin-mass' | 'awarded' | 'needed'>): Promise<Missed> {
  const party = partyOf(play, expectation)
  const lotId = lotKey(party, expectation.lot)
  if (expectation.expect === 'needed') {
    const { items } = await play.stage.ask(party, 'getLotDemand', { lotId, quanta: quantaOf(massText(expectation.mass), 'g') })
    const own = items.filter(({ origin }) => isOf(play, expectation.source)({ origin } as OriginLine))
    return sameMass(expectation.needs, own.reduce((sum, { quanta, dryGrams }) => sum + (expectation.isDry ? dryGrams ?? 0 : quanta), 0))
  }
  const answer = await play.stage.ask(party, 'getLotOrigins', { lotId, ...(expectation.expect === 'awarded' && expectation.asOf !== undefined ? { asOf: expectation.asOf } : {}) })
  if (expectation.expect === 'awarded') return same(expectation.figure, valueOf(expectation.isChain ? answer.awarded.chain : answer.awarded.mine) * (expectation.isPercent ? 100 : 1))
  const own = answer.origins.filter(isOf(play, expectation.origin))
  if (expectation.expect === 'origin-mass') return sameMass(expectation.mass, own.reduce((sum, { quanta }) => sum + (quanta ?? 0), 0))
  return same(expectation.figure, own.reduce((sum, { share }) => sum + valueOf(share), 0) * (expectation.isPercent ? 100 : 1))
}

async function missedFootprint(play: Play, expectation: Of<'footprint' | 'footprint-total' | 'footprint-part' | 'measured-share' | 'activity-total'>): Promise<Missed> {
  if (expectation.expect === 'activity-total') {
    const party = play.stage.party(expectation.party)
    const { items } = await play.stage.ask(party, 'listActivities', { organisationId: party.organisationId, siteId: party.siteId })
    const own = items.find(({ activity }) => activity.stage === expectation.stage)
    return same(expectation.figure, Number(own?.burden?.total.total ?? Number.NaN) / 1000, ' t')
  }
  const party = partyOf(play, expectation)
  const answer = await play.stage.ask(party, 'getLotFootprint', { lotId: lotKey(party, expectation.lot) })
  switch (expectation.expect) {
    case 'footprint': return same(expectation.figure, Number(answer.kgCo2ePerTonne) / 1000, ' t per t')
    case 'footprint-total': return same(expectation.figure, Number(answer.tonnesCo2e), ' t')
    case 'footprint-part': return same(expectation.figure, Number(answer.stages.find(({ stage }) => stage === expectation.stage)?.share ?? 0), ' %')
    case 'measured-share': return same(expectation.figure, Number(answer.perTonne.primaryShare) * 100, ' %')
  }
}

async function missedBalance(play: Play, expectation: Of<'balance' | 'vintage' | 'entitled'>): Promise<Missed> {
  const party = play.stage.party(expectation.party)
  const detail = await play.stage.ask(party, 'getAccount', { accountId: accountIdOf(play, party, expectation.account) })
  if (expectation.expect === 'entitled') return sameText(expectation.figure, detail.meter.eligiblePercent ?? 'none')
  if (expectation.expect === 'vintage') {
    const vintage = detail.vintages.find(({ period }) => period === Number(expectation.period))
    return sameMass(expectation.mass, massGrams(vintage?.quantity ?? '0 t'))
  }
  const expired = detail.periods.reduce((sum, { figures }) => sum + massGrams(figures.expired), 0)
  const found = { balance: () => massGrams(detail.group?.members.find(({ accountId }) => accountId === detail.account.accountId)?.balance ?? detail.meter.balance), left: () => massGrams(detail.meter.left), expired: () => expired, group: () => massGrams(detail.group?.balance ?? '0 t') }[expectation.of]()
  return sameMass(expectation.mass, expectation.isNegative ? -found : found)
}

async function missedClaim(play: Play, expectation: Of<'claim' | 'neutral'>): Promise<Missed> {
  const known = play.claims.get(expectation.ref)
  if (known === undefined) throw unplayable(`There is no claim ${expectation.ref}.`)
  const { claim: { body } } = await play.stage.ask(known.party, 'getClaim', { claimId: known.claimId })
  if (expectation.expect === 'claim') return sameText(expectation.gate, body.gate.result)
  const numbers = body.neutral?.numbers
  return same(expectation.figure, Number({ gross: numbers?.grossTonnes, needed: numbers?.creditsNeeded, surplus: numbers?.surplusTonnes }[expectation.of] ?? Number.NaN), ' t')
}

async function missedRecovery({ memory, stage }: Play, { event, figure }: Of<'recovery'>): Promise<Missed> {
  const known = memory.events.get(event)
  if (known === undefined) throw unplayable(`There is no event ${event}.`)
  const { drawn, born } = await stage.ask(known.party, 'getEvent', { organisationId: known.party.organisationId, event })
  const sum = (list: readonly { readonly substance: string; readonly amount: number }[]) => list.filter(({ substance }) => substance === drawn[0]?.substance).reduce((total, { amount }) => total + amount, 0)
  return same(figure, sum(born) / sum(drawn))
}

async function missedShipment({ stage }: Play, { shipment, of, state }: Of<'shipment'>): Promise<Missed> {
  const sender = stage.party(of)
  const view = await stage.ask(sender, 'getShipment', { shipmentId: await shipmentIdOf(stage, sender, shipment, sender) })
  return sameText(state, view.state)
}

function missedPayable(expectation: Of<'payable' | 'refining-charge'>): Missed {
  const terms = payableTerms[expectation.metal as 'copper']
  if (terms === undefined) throw unplayable(`No terms are known for ${expectation.metal}.`)
  const { payable } = payableOf(fractionText(expectation.grade), terms)
  const digits = digitsOf(expectation.figure)
  return sameText(expectation.figure, expectation.expect === 'payable' ? percentText(payable, digits) : refiningCharge(payable, expectation.cents, digits))
}

