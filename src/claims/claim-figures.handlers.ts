// Works out what the records say of a subject: shares as its own party may tell them to an audience, the exact footprint, marks.
// What upstream released to the claimant alone is the claimant's to know, not to pass on: of what rests on parties who did not
// release it to the audience too, a claim says the lower end of a band (custody notes 2.6; invariant 33).
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { holdingsOn, milestonesBySite, survivorOf } from '#src/awards/holding.ts'
import type { CustodyModel } from '#src/custody/custody-model.ts'
import { findChainLot, findChainShipment, type ChainLot } from '#src/footprint/chain.store.ts'
import type { ShippedFactors } from '#src/footprint/emission-factor.ts'
import { tonnesOf } from '#src/footprint/event-burden.ts'
import { nearest, type Exact } from '#src/footprint/exact.ts'
import { primaryShareOf, methodOf } from '#src/footprint/footprint-answer.ts'
import { footprintTimes, type Footprint } from '#src/footprint/lot-footprint.ts'
import { methodAsOf, workLot, workShipment, type Method } from '#src/footprint/lot-footprint.handlers.ts'
import { totalOf } from '#src/footprint/burden-vector.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { countryOfSite } from '#src/provenance/atom.ts'
import { choicesOf, mostRestrictive, type Choices, type Viewer } from '#src/provenance/disclosure.ts'
import { choicesOfParties } from '#src/provenance/disclosure.store.ts'
import { disclosureBandSetting, disclosurePartiesSetting, figureOf, isToldExactly, linesOf, type BandRule, type Measure } from '#src/provenance/disclosure-shares.ts'
import { compositionOf, type Boundary } from '#src/provenance/exact.ts'
import { lineageOf } from '#src/provenance/lineage.ts'
import { readLineage } from '#src/provenance/lineage.store.ts'
import { reachOf } from '#src/provenance/reach.ts'
import { standingsOf } from '#src/provenance/standing.ts'
import type { Bounded, ClaimFigures } from './claim.ts'
import type { SubjectRef } from './claim-record.ts'
import { isPublicAudience, type ClaimAudience } from './claim-template.ts'
import type { Reliance } from './claim.store.ts'

export type Worked = { readonly figures: ClaimFigures; readonly restsOn: readonly Reliance[]; readonly method: Method; readonly footprint: Footprint | null }

export const subjectAbsent = ({ kind, id }: Pick<SubjectRef, 'kind' | 'id'>): Refused => new Refused(refuse('claim-subject-absent', `There is no ${kind} ${id} that this account may make claims about.`))
const none: Bounded = { least: 0, most: 0 }
const nothing = { awarded: none, preConsumer: none, postConsumer: none, unknown: { least: 1, most: 1 }, countries: [] }
type Shares = Pick<ClaimFigures, 'awarded' | 'preConsumer' | 'postConsumer' | 'unknown' | 'countries'>

const anything: Measure = { isIn: () => true, isChain: false }
const measures = {
  // "Traced by records": an origin that a paper alone states does not count.
  awarded: { ...anything, isIn: ({ source }) => source.isAwarded && source.leaf.basis === 'recorded' },
  preConsumer: { ...anything, isIn: ({ source }) => source.leaf.scrapClass === 'pre-consumer' },
  postConsumer: { ...anything, isIn: ({ source }) => source.leaf.scrapClass === 'post-consumer' },
  // What only a paper says of its origin is not recorded custody.
  unknown: { ...anything, isIn: ({ source }) => source.leaf.kind === 'unknown' || (source.leaf.kind !== 'scrap' && source.leaf.basis === 'declared') },
} satisfies Record<string, Measure>

/** What a claimant may pass on: what was released to it, and to its audience as well. */
export const passedOn = (choices: Choices, claimant: string, audience: ClaimAudience): Choices => ({
  levelFor: (organisationId, viewer, field) => organisationId === claimant ? 'site'
    : mostRestrictive(choices.levelFor(organisationId, viewer, field), choices.levelFor(organisationId, isPublicAudience(audience) ? { kind: 'public' } : { kind: 'organisation', organisationId: '' }, field)),
})

type LotShares = { readonly shares: Shares; readonly origins: readonly string[]; /** A total with the others' in it would tell what they keep. */ readonly isFootprintTold: boolean }

/** Shares of one lot as the party of its book may tell them. @throws Refused `lot-past-too-large` */
async function sharesOf(ctx: Context, lot: ChainLot, audience: ClaimAudience): Promise<LotShares> {
  const rows = await readLineage(ctx.sql, lot.lotNo, lot.metal, null)
  if (rows === undefined) throw new Refused(refuse('lot-past-too-large', `Lot ${lot.lotId} rests on more lots than one claim may read.`))
  const lineage = lineageOf(rows)
  const viewer: Viewer = { kind: 'organisation', organisationId: lot.organisationId }
  const parties = [...new Set(lineage.nodes.map(({ event }) => event.organisationId))]
  const asking = { standings: standingsOf(await ctx.facts()), asOf: null, viewer, choices: passedOn(choicesOf(await choicesOfParties(ctx.sql, parties)), lot.organisationId, audience) }
  const rule: BandRule = { parties: await ctx.setting(disclosurePartiesSetting), band: await ctx.setting(disclosureBandSetting) }
  const composition = compositionOf(lineage, asking)
  const exactly = new Set<Boundary>(composition.boundaries.filter((boundary) => isToldExactly(boundary, rule, asking.standings)))
  const bounded = (measure: Measure): Bounded => { const { from, to } = figureOf(composition, measure, exactly, rule); return { least: from, most: to } }
  const byCountry = new Map<string, Bounded>()
  for (const { label, figure } of linesOf(composition, exactly, rule)) {
    const { leaf } = label.source
    if ((label.kind !== 'site' && label.kind !== 'country') || leaf.basis === 'declared') continue
    const country = leaf.country ?? (leaf.siteId === null ? null : countryOfSite(leaf.siteId))
    if (country === null) continue
    const known = byCountry.get(country) ?? none
    byCountry.set(country, { least: known.least + figure.from, most: known.most + figure.to })
  }
  return {
    shares: {
      awarded: bounded(measures.awarded), preConsumer: bounded(measures.preConsumer), postConsumer: bounded(measures.postConsumer), unknown: bounded(measures.unknown),
      countries: [...byCountry].map(([country, share]) => ({ country, share })).sort((a, b) => b.share.least - a.share.least || (a.country < b.country ? -1 : 1)),
    },
    origins: [...new Set(lineage.nodes.flatMap(({ event, leaf }) => leaf?.siteId == null ? [event.siteId] : [event.siteId, leaf.siteId]))],
    isFootprintTold: reachOf(lineage, 'footprint', viewer, asking.choices).every((level) => level === 'site'),
  }
}

/** Several lots by their tonnes. */
function together(list: readonly { readonly shares: Shares; readonly tonnes: Exact }[]): Shares {
  const all = list.reduce((sum, { tonnes }) => sum + nearest(tonnes), 0)
  if (all === 0) return nothing
  const sum = (of: (shares: Shares) => Bounded): Bounded => list.reduce((total, { shares, tonnes }) => {
    const weight = nearest(tonnes) / all
    return { least: total.least + of(shares).least * weight, most: total.most + of(shares).most * weight }
  }, none)
  const countries = [...new Set(list.flatMap(({ shares }) => shares.countries.map(({ country }) => country)))]
  return {
    awarded: sum(({ awarded }) => awarded), preConsumer: sum(({ preConsumer }) => preConsumer), postConsumer: sum(({ postConsumer }) => postConsumer), unknown: sum(({ unknown }) => unknown),
    countries: countries.map((country) => ({ country, share: sum((shares) => shares.countries.find((one) => one.country === country)?.share ?? none) })),
  }
}

const footprintFigures = (footprint: Footprint, { book, rules }: Method, isTold: boolean): ClaimFigures['footprint'] => {
  const { rules: applied, gwp } = methodOf(footprint, book, rules, { isOwn: () => true })
  return { totalKg: totalOf(footprint.total, rules.basis), primaryShare: primaryShareOf(footprint, rules.basis), isAtLeast: footprint.missing.length > 0, isTold, rules: applied, gwp }
}

/** What a footprint rests on, to be found again when a figure is revised. */
function figuresUnder({ parts }: Footprint): Reliance[] {
  return parts.flatMap(({ from, label, organisationId, siteId, stage }): Reliance[] => {
    if (from === null) return [{ kind: 'factor', ref: `${organisationId}/${label}` }]
    const { activityId, activity } = from.version
    const factors = activity.lines.flatMap(({ factor, marketFactor }) => [factor, marketFactor]).flatMap((use) => use !== undefined && 'factor' in use ? [use.factor] : [])
    return [{ kind: 'activity', ref: activityId }, { kind: 'stage', ref: `${organisationId}/${siteId}/${stage}` }, ...factors.map((factor): Reliance => ({ kind: 'factor', ref: `${organisationId}/${factor}` }))]
  })
}
const uniqueReliance = (list: readonly Reliance[]): Reliance[] => [...new Map(list.map((one) => [`${one.kind}/${one.ref}`, one])).values()]
const recordsUnder = (upstream: readonly ChainLot[], eventNos: readonly number[], sites: readonly string[]): Reliance[] => [
  ...upstream.map(({ lotNo }): Reliance => ({ kind: 'lot', ref: String(lotNo) })), ...eventNos.map((eventNo): Reliance => ({ kind: 'event', ref: String(eventNo) })), ...sites.map((ref): Reliance => ({ kind: 'site', ref })),
]

type Asking = { readonly subject: SubjectRef; readonly audience: ClaimAudience; readonly permit: 'claim:read' | 'claim:write' }

async function workedLot(ctx: Context, shipped: ShippedFactors, { subject, audience, permit }: Asking): Promise<Worked> {
  const found = await findChainLot(ctx.sql, subject.id)
  if (found === undefined) throw subjectAbsent(subject)
  requireOn(ctx.actor, permit, { organisationId: found.organisationId, siteId: found.siteId }, 'claim:read', () => subjectAbsent(subject))
  const method = await methodAsOf(ctx, shipped)
  const { lot, footprint, tonnes, upstream, eventNos } = (await workLot(ctx, method, found.lotId))!
  const { shares, origins, isFootprintTold } = await sharesOf(ctx, lot, audience)
  const whole = footprintTimes(footprint, tonnes)
  return {
    method, footprint: whole, restsOn: uniqueReliance([...recordsUnder(upstream, eventNos, origins), ...figuresUnder(footprint)]),
    figures: {
      subject: { kind: 'lot', id: lot.lotId, label: lot.lotId.slice(lot.lotId.indexOf(':') + 1) }, organisationId: lot.organisationId, siteId: lot.siteId, isSimulated: lot.isSimulated, metal: lot.metal, metals: [lot.metal], tonnes,
      models: [lot.model as CustodyModel], ...shares, footprint: footprintFigures(whole, method, isFootprintTold), marks: [],
    },
  }
}

async function workedShipment(ctx: Context, shipped: ShippedFactors, { subject, audience, permit }: Asking): Promise<Worked> {
  const shipment = await findChainShipment(ctx.sql, Number(subject.id.slice('shp_'.length)))
  if (shipment === undefined || shipment.state === 'void') throw subjectAbsent(subject)
  requireOn(ctx.actor, permit, { organisationId: shipment.organisationId, siteId: shipment.siteId }, 'claim:read', () => subjectAbsent(subject))
  const method = await methodAsOf(ctx, shipped)
  const worked = await workShipment(ctx, method, shipment)
  const lots = new Map(worked.upstream.map((lot) => [lot.lotNo, lot]))
  const drawn = []
  for (const { lotNo, amount } of shipment.lots) {
    const lot = lots.get(lotNo)!
    drawn.push({ lot, ...await sharesOf(ctx, lot, audience), tonnes: tonnesOf(amount, lot.metal) })
  }
  const metals = [...new Set(drawn.map(({ lot }) => lot.metal))]
  return {
    method, footprint: worked.footprint, restsOn: uniqueReliance([...recordsUnder(worked.upstream, worked.eventNos, drawn.flatMap(({ origins }) => origins)), ...figuresUnder(worked.footprint)]),
    figures: {
      subject: { kind: 'shipment', id: subject.id, label: shipment.ref }, organisationId: shipment.organisationId, siteId: shipment.siteId, isSimulated: worked.isSimulated, metal: metals.length === 1 ? metals[0]! : null, metals, tonnes: worked.tonnes,
      models: shipment.model === null ? worked.models : [...worked.models, shipment.model as CustodyModel], ...together(drawn), footprint: footprintFigures(worked.footprint, method, drawn.every(({ isFootprintTold }) => isFootprintTold)), marks: [],
    },
  }
}

async function workedSite(ctx: Context, shipped: ShippedFactors, { subject, permit }: Asking): Promise<Worked> {
  const facts = await ctx.facts()
  const sites = facts.of(siteFact)
  const siteId = survivorOf(sites, subject.id)
  const site = sites.get(siteId)?.value
  if (site === undefined) throw subjectAbsent(subject)
  const scope = { siteId, ...(site.organisationId === undefined ? {} : { organisationId: site.organisationId }) }
  // Sites are public; what may be claimed of one is its own party's matter.
  if (!canOn(ctx.actor, 'claim:read', scope)) throw subjectAbsent(subject)
  requireOn(ctx.actor, permit, scope, 'claim:read', () => subjectAbsent(subject))
  const marks = holdingsOn(milestonesBySite(facts).get(siteId) ?? [], ctx.today).flatMap(({ surely, mark }) => surely && mark !== null ? [mark] : [])
  return {
    method: await methodAsOf(ctx, shipped), footprint: null, restsOn: [{ kind: 'site', ref: siteId }],
    figures: { subject: { kind: 'site', id: siteId, label: site.name }, organisationId: site.organisationId ?? siteId, siteId, isSimulated: false, metal: null, metals: [], tonnes: null, models: [], ...nothing, footprint: null, marks },
  }
}

/** @throws Refused `claim-subject-absent`, `permit-missing`, `lot-past-too-large` */
export function workSubject(ctx: Context, shipped: ShippedFactors, asking: Asking): Promise<Worked> {
  switch (asking.subject.kind) {
    case 'lot': return workedLot(ctx, shipped, asking)
    case 'shipment': return workedShipment(ctx, shipped, asking)
    case 'site': return workedSite(ctx, shipped, asking)
  }
}
