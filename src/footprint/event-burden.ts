// What one event of the ledger adds to the metal that leaves it: the stages of its site, its transport, the collection of
// scrap. What came with the inputs is not its own (custody notes 4.1; scrap enters cut off from its first life).
import { isConserved, quantumOf, type Substance } from '#src/custody/substance.ts'
import type { Material } from '#src/custody/lot.ts'
import { dayOf } from '#src/kernel/time.ts'
import type { BurdenEvent, BurdenFlow, BurdenStage } from '#src/provenance/burden.ts'
import { stagesOf, type SiteStage } from './activity.ts'
import { keptBurden, type ActivityBurden } from './activity-burden.ts'
import { noBurden, scaled, sumOf, type ScopedBurden } from './burden-vector.ts'
import { exactOf, exactWhole, over, times, type Exact } from './exact.ts'
import { activityOn, factorNamed, freightFactor, type FactorBook, type FootprintRules } from './factor-book.ts'

export type AddedBurden = {
  readonly stage: BurdenStage
  readonly burden: ScopedBurden
  readonly label: 'site' | 'co-product-credit' | 'freight' | 'scrap'
  /** The figures it comes of, where it comes of some. */
  readonly from: ActivityBurden | null
}
/** Of what there are no figures: never counted as zero in silence. */
export type MissingBurden = { readonly stage: BurdenStage; readonly organisationId: string; readonly siteId: string; /** The output it concerns; null: all. */ readonly metal: Substance | null; readonly why: 'no-figures' | 'figures-unusable' | 'no-factor' | 'weight-unknown' | 'no-record'; /** Of the metal of the event. */ readonly share: Exact }
export type EventBurden = {
  readonly added: readonly AddedBurden[]
  readonly missing: readonly MissingBurden[]
  /** How heavily a tonne of each metal weighs where the outputs share what came in and what was added. */
  readonly weights: ReadonlyMap<Substance, Exact>
  readonly rule: 'mass' | 'economic' | 'system-expansion'
}

/** Whole quanta as exact tonnes. */
export const tonnesOf = (quanta: number, substance: Substance): Exact => over(exactWhole(quanta), exactWhole(quantumOf(substance) === 'g' ? 1_000_000 : 1_000_000_000))

export function burdenOfEvent(book: FactorBook, event: BurdenEvent, rules: FootprintRules): EventBurden {
  const added: AddedBurden[] = []
  const missing: MissingBurden[] = []
  const lack: Lack = (stage, why, share, metal = null) => missing.push({ stage, organisationId: event.organisationId, siteId: event.siteId, metal, why, share })
  const stages = addStages(book, event, rules, added, lack)
  addFreight(book, event, added, lack)
  addEntering(book, event, added, lack)
  const shared = sharing(event, stages.at(-1))
  addUnstated(event, stages, shared.weights, lack)
  return { added, missing, ...shared }
}

type Lack = (stage: BurdenStage, why: MissingBurden['why'], share: Exact, metal?: Substance | null) => void

/** The output by which an event is told to be of a stage: the first that is no residue. */
const RESIDUES: ReadonlySet<Material> = new Set(['slag', 'slimes', 'scrap', 'acid', 'other'])
const mainOutput = ({ outputs }: BurdenEvent): BurdenFlow | undefined => outputs.find(({ material }) => !RESIDUES.has(material)) ?? outputs[0]

export function stagesOfEvent(event: BurdenEvent): readonly SiteStage[] {
  const main = mainOutput(event)
  return main === undefined ? [] : stagesOf({ kind: event.kind, process: event.process, material: main.material, inputs: event.inputs.map(({ material }) => material) })
}

const ALL: Exact = exactWhole(1)

function addStages(book: FactorBook, event: BurdenEvent, rules: FootprintRules, added: AddedBurden[], lack: Lack): ActivityBurden[] {
  const found = stagesOfEvent(event).map((stage) => ({ stage, version: activityOn(book, event.organisationId, event.siteId, stage, dayOf(event.at)) }))
  // Figures of a mine often hold its concentrator or its leach pads too: one of them is enough, none is not.
  const isAnyFound = found.some(({ version }) => version !== undefined)
  const stages: ActivityBurden[] = []
  for (const { stage, version } of found) {
    if (version === undefined) {
      if (!isAnyFound || event.kind !== 'extract') lack(stage, 'no-figures', ALL)
      continue
    }
    const made = keptBurden(book, version, rules)
    if (!made.accepted) { lack(stage, 'figures-unusable', ALL); continue }
    const figures = made.value
    stages.push(figures)
    const displacing = displacedBy(figures)
    // What a displacing product would bear was taken off as the credit: its own lot bears nothing.
    const parts = event.outputs.filter(({ metal }) => !displacing.has(metal)).flatMap(({ metal, amount }) => {
      const each = figures.perTonne(metal)
      return each === undefined ? [] : [{ gross: scaled(each.gross, tonnesOf(amount, metal)), credit: times(each.credit, tonnesOf(amount, metal)) }]
    })
    added.push({ stage, burden: sumOf(...parts.map(({ gross }) => gross)), label: 'site', from: figures })
    const credit = parts.reduce((sum, part) => sum + part.credit, 0n)
    if (credit !== 0n) added.push({ stage, burden: { ...noBurden, scope3: -credit }, label: 'co-product-credit', from: figures })
  }
  return stages
}

/**
 * What came out and is not among the outputs of the figures weighs nobody knows what: an output that bears its part of the
 * others' keeps that part from them, one that bears nothing lacks all of it. What displaces another product is told of by its
 * credit alone, so that its own lot has no figure.
 */
function addUnstated({ outputs }: BurdenEvent, stages: readonly ActivityBurden[], weights: EventBurden['weights'], lack: Lack): void {
  const tonnes = new Map<Substance, Exact>()
  for (const { metal, amount } of outputs) tonnes.set(metal, (tonnes.get(metal) ?? 0n) + tonnesOf(amount, metal))
  const bearing = [...tonnes].reduce((sum, [metal, mass]) => (weights.get(metal) ?? 0n) > 0n ? sum + mass : sum, 0n)
  for (const figures of stages) {
    const { stage } = figures.version.activity
    const displacing = displacedBy(figures)
    for (const [metal, mass] of tonnes) {
      if (!displacing.has(metal) && figures.perTonne(metal) !== undefined) continue
      if (displacing.has(metal) || (weights.get(metal) ?? 0n) === 0n) lack(stage, 'figures-unusable', ALL, metal)
      else if (mass > 0n) lack(stage, 'figures-unusable', over(mass, bearing))
    }
  }
}

/** Products that displace others under the rule of these figures. */
const displacedBy = (figures: ActivityBurden | undefined): ReadonlySet<Substance> =>
  new Set(figures?.rule === 'system-expansion' ? figures.version.activity.outputs.filter(({ displaces }) => displaces !== undefined).map(({ substance }) => substance) : [])

/**
 * What came in and what was added are shared alike: by mass, or by the values of the figures. A product that displaces
 * another is spared both; what it displaced was taken off above. Where nothing would bear it, mass does: what came in is
 * never lost.
 */
function sharing(event: BurdenEvent, last: ActivityBurden | undefined): Pick<EventBurden, 'weights' | 'rule'> {
  const metals = [...new Set(event.outputs.map(({ metal }) => metal))]
  const outputs = last?.version.activity.outputs
  const displacing = displacedBy(last)
  const isByValue = last?.allotted.applied === 'economic'
  const weights = new Map(metals.map((metal): [Substance, Exact] => {
    if (displacing.has(metal)) return [metal, 0n]
    // Acid is no metal: it shares by mass only where the figures name it among what came out.
    if (!isByValue) return [metal, isConserved(metal) || metals.length === 1 || outputs?.some(({ substance }) => substance === metal) === true ? ALL : 0n]
    return [metal, exactOf(outputs!.find(({ substance }) => substance === metal)?.unitValue ?? '0')]
  }))
  const isBorne = event.outputs.some(({ metal, amount }) => weights.get(metal)! > 0n && amount > 0)
  if (!isBorne) for (const metal of metals) weights.set(metal, ALL)
  return { weights, rule: displacing.size > 0 ? 'system-expansion' : isByValue ? 'economic' : 'mass' }
}

/** The weight that travels: as weighed, wet; where only metal was stated of refined material, that metal. */
const REFINED: ReadonlySet<Material> = new Set(['cathode', 'refined', 'rod', 'wire', 'anode', 'blister'])
function travelling({ grossGrams, amount, material, metal }: BurdenFlow): Exact | undefined {
  if (grossGrams !== null) return over(exactWhole(grossGrams), exactWhole(1_000_000))
  return REFINED.has(material) ? tonnesOf(amount, metal) : undefined
}

function addFreight(book: FactorBook, event: BurdenEvent, added: AddedBurden[], lack: Lack): void {
  const loads = event.outputs.length > 0 ? event.outputs : event.inputs
  for (const leg of event.legs) {
    const factor = leg.kgCo2ePerTkm === undefined ? freightFactor(book, event.organisationId, leg.mode)?.kgCo2e : decimalOf(leg.kgCo2ePerTkm)
    if (factor === undefined) { lack('freight', 'no-factor', ALL); continue }
    const weights = loads.map(travelling)
    const known = weights.filter((weight) => weight !== undefined)
    if (known.length < weights.length) lack('freight', 'weight-unknown', over(exactWhole(weights.length - known.length), exactWhole(weights.length)))
    const tonneKilometres = times(known.reduce((sum, weight) => sum + weight, 0n), exactOf(decimalOf(leg.km)))
    added.push({ stage: 'freight', burden: { ...noBurden, scope3: times(tonneKilometres, exactOf(factor)) }, label: 'freight', from: null })
  }
}

/** A number of a line as the decimal that was written. */
const decimalOf = (value: number): string => value.toFixed(12).replace(/0+$/, '').replace(/\.$/, '')

/** Scrap enters with what its collection costs; anything else that enters without a record carries nobody knows what. */
function addEntering(book: FactorBook, event: BurdenEvent, added: AddedBurden[], lack: Lack): void {
  if (event.kind !== 'receive') return
  const all = event.outputs.reduce((sum, { metal, amount }) => sum + tonnesOf(amount, metal), 0n)
  for (const { origin, metal, amount } of event.entering) {
    if (amount === 0) continue
    const share = all === 0n ? ALL : over(tonnesOf(amount, metal), all)
    if (origin.kind !== 'scrap') { lack('entering', 'no-record', share); continue }
    const factor = factorNamed(book, event.organisationId, `scrap.${origin.scrapClass}`)
    if (factor === undefined) { lack('entering', 'no-factor', share); continue }
    const kg = times(tonnesOf(amount, metal), times(exactOf(factor.kgCo2e), exactOf(factor.unit === 'kg' ? '1000' : '1')))
    added.push({ stage: 'entering', burden: { ...noBurden, scope3: kg }, label: 'scrap', from: null })
  }
}
