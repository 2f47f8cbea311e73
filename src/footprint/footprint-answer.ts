// A footprint as it is answered: per tonne and in all, by stage and scope, with the method line that stands beside every
// number. Sites, rules, periods and gaps of parties who do not release them stay out; what those parties added is one sum, all of
// it scope 3 to the reader (custody notes 8, invariant 36; 2.6 disclosure). Offsets have no place in it.
import { z } from 'zod'
import { CustodyModel } from '#src/custody/custody-model.ts'
import { LotId, Material } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Instant } from '#src/kernel/time.ts'
import { BurdenStage } from '#src/provenance/burden.ts'
import { methodDifferences, type ToldMethod } from '#src/provenance/told-method.ts'
import { allocationLine, AllocationLine } from './allocation.ts'
import { ElectricityBasis, noBurden, PrintedBurden, primaryShare, printedBurden, sumOf, totalOf, type ScopedBurden } from './burden-vector.ts'
import { exactWhole, over, printed, type Exact } from './exact.ts'
import { FactorStand, standOf, type FactorBook, type FootprintRules } from './factor-book.ts'
import { footprintTimes, type Footprint, type FootprintPart } from './lot-footprint.ts'

export const StageLine = z.object({
  stage: z.union([BurdenStage, z.literal('upstream')]).describe('`upstream`: what parties who do not release their stages added, in one sum'),
  /** kg CO2e a tonne of the lot's metal. */
  perTonne: PrintedBurden,
  share: z.string().describe('of the total, in percent'),
  credit: z.string().describe('kg CO2e a tonne taken off for displaced products; in the numbers already'),
})
export const MissingLine = z.object({
  stage: z.union([BurdenStage, z.literal('upstream')]), why: z.enum(['no-figures', 'figures-unusable', 'no-factor', 'weight-unknown', 'no-record', 'withheld']).describe('`withheld`: of parties who do not release their stages'),
  share: z.string().nullable().describe('share of the lot\'s metal that it concerns, 0 to 1; null where that would tell whose it is'), siteId: z.string().nullable(),
})

export const FootprintMethod = z.object({
  boundary: z.string(),
  boundaries: z.array(z.string()).describe('as the figures on the way state theirs'),
  gwp: z.array(z.string()).describe('sets of characterisation factors; more than one is a mixture'),
  basis: ElectricityBasis,
  periods: z.array(z.object({ from: z.string(), to: z.string() })),
  rules: z.array(z.string()).describe('rules by which co-products share burdens on the way'),
  own: z.array(z.object({ stage: BurdenStage, siteId: z.string(), activityId: z.string(), version: z.number().int(), allocation: AllocationLine })).describe('of the reader\'s own sites'),
  scrap: z.literal('cut-off'),
  offsets: z.literal('not counted'),
  factors: FactorStand,
})
export type FootprintMethod = z.infer<typeof FootprintMethod>

export const LotFootprintAnswer = z.object({
  lotId: LotId, isSimulated: z.boolean(), material: Material, metal: Substance, model: CustodyModel,
  tonnes: z.string().describe('contained metal of the lot'),
  kgCo2ePerTonne: z.string(),
  tonnesCo2e: z.string().describe('of the whole lot'),
  perTonne: PrintedBurden,
  stages: z.array(StageLine),
  missing: z.array(MissingLine),
  isAtLeast: z.boolean().describe('something is missing, so that the number is a lower bound'),
  method: FootprintMethod,
  knownAt: Instant.nullable().describe('what had been recorded by then counts; null: by now'),
  logPosition: z.number().int(),
})
export type LotFootprintAnswer = z.infer<typeof LotFootprintAnswer>

const KG = exactWhole(1000)
/** Stages in the order metal goes through them. */
const ORDER: readonly BurdenStage[] = ['mining', 'concentrating', 'leaching', 'entering', 'recycling', 'freight', 'smelting', 'refining', 'rod-making', 'wire-drawing', 'fabrication', 'other']

/** @param isTold whether a party's stages may be told apart */
export const stagesOfFootprint = ({ parts }: Footprint, isTold: (organisationId: string) => boolean): { stage: BurdenStage | 'upstream'; burden: ScopedBurden; credit: Exact }[] =>
  (['upstream', ...ORDER] as const).flatMap((stage) => {
    const own = parts.filter((part) => (isTold(part.organisationId) ? part.stage : 'upstream') === stage)
    if (own.length === 0) return []
    return [{ stage, burden: sumOf(...own.map(({ burden }) => burden)), credit: stage === 'upstream' ? 0n : own.filter(({ label }) => label === 'co-product-credit').reduce((sum, { burden }) => sum - burden.scope3, 0n) }]
  })

export type Seen = { isOwn(organisationId: string): boolean; /** Released its stages to the reader; its own are. */ isReleased?(organisationId: string): boolean }
const isTold = (seen: Seen) => (organisationId: string): boolean => seen.isOwn(organisationId) || seen.isReleased?.(organisationId) === true

export function methodOf({ parts }: Footprint, book: FactorBook, rules: FootprintRules, seen: Seen): FootprintMethod {
  const figures = parts.filter((part): part is FootprintPart & { from: NonNullable<FootprintPart['from']> } => part.from !== null && part.label === 'site' && isTold(seen)(part.organisationId))
  const unique = (texts: readonly string[]) => [...new Set(texts)].sort()
  const periods = [...new Map(figures.map(({ from: { version: { activity } } }) => [`${activity.from}/${activity.to}`, { from: activity.from, to: activity.to }])).values()].sort((a, b) => a.from < b.from ? -1 : 1)
  return {
    boundary: 'cradle-to-gate', boundaries: unique(figures.map(({ from }) => from.version.activity.boundary.trim().toLowerCase())), gwp: unique(figures.map(({ from }) => from.version.activity.gwp)), basis: rules.basis, periods,
    rules: unique(figures.map(({ from }) => from.allotted.applied === 'none' ? 'single-product' : from.allotted.applied)),
    own: figures.filter(({ organisationId }) => seen.isOwn(organisationId)).map(({ stage, siteId, from }) => ({
      stage, siteId, activityId: from.version.activityId, version: from.version.version, allocation: allocationLine(from.rule, rules.valueRatioCutOff, from.allotted),
    })),
    scrap: 'cut-off', offsets: 'not counted', factors: standOf(book, rules),
  }
}

export type FootprintNumbers = Pick<LotFootprintAnswer, 'tonnes' | 'kgCo2ePerTonne' | 'tonnesCo2e' | 'perTonne' | 'stages' | 'missing' | 'isAtLeast' | 'method'>

/** What parties who do not tell their scopes added is bought by the reader: scope 3. */
function withoutScopes({ parts, missing }: Footprint, basis: ElectricityBasis, told: (organisationId: string) => boolean): Footprint {
  const shown = parts.map((part) => told(part.organisationId) ? part : { ...part, burden: { ...part.burden, scope1: 0n, scope2Location: 0n, scope2Market: 0n, scope3: totalOf(part.burden, basis) } })
  return { parts: shown, total: sumOf(noBurden, ...shown.map(({ burden }) => burden)), missing }
}

function missingLines({ missing }: Footprint, seen: Seen): z.infer<typeof MissingLine>[] {
  const told = missing.filter(({ organisationId }) => isTold(seen)(organisationId))
  return [
    ...told.map(({ stage, why, share, siteId, organisationId }) => ({ stage, why, share: printed(share, 6), siteId: seen.isOwn(organisationId) ? siteId : null })),
    ...told.length < missing.length ? [{ stage: 'upstream' as const, why: 'withheld' as const, share: null, siteId: null }] : [],
  ]
}

/** @param worked per tonne of its metal */
export function footprintNumbers(worked: Footprint, tonnes: Exact, book: FactorBook, rules: FootprintRules, seen: Seen): FootprintNumbers {
  const { basis } = rules
  const footprint = withoutScopes(worked, basis, isTold(seen))
  const total = totalOf(footprint.total, basis)
  const whole = totalOf(footprintTimes(footprint, tonnes).total, basis)
  return {
    tonnes: printed(tonnes, 6), kgCo2ePerTonne: printed(total, 6), tonnesCo2e: printed(over(whole, KG), 6), perTonne: printedBurden(footprint.total, basis),
    stages: stagesOfFootprint(footprint, isTold(seen)).map(({ stage, burden, credit }) => ({
      stage, perTonne: printedBurden(burden, basis), share: total === 0n ? '0.0000' : printed(over(100n * totalOf(burden, basis), total), 4), credit: printed(credit, 6),
    })),
    missing: missingLines(footprint, seen),
    isAtLeast: footprint.missing.length > 0, method: methodOf(footprint, book, rules, seen),
  }
}

export function primaryShareOf({ total }: Footprint, basis: ElectricityBasis): string | null {
  const share = primaryShare(total, basis)
  return share === null ? null : printed(share, 6)
}

/** What two methods must agree in. */
export const toldMethod = ({ boundary, boundaries, gwp, basis, rules, factors }: FootprintMethod): ToldMethod =>
  ({ boundaries: [boundary, ...boundaries], gwp, basis, rules, valueRatioCutOff: factors.valueRatioCutOff, factorVersion: factors.version, edition: factors.edition })

/** An answer with all of its method, also what its reader is not told. */
export type Compared = Pick<LotFootprintAnswer, 'method' | 'isAtLeast' | 'metal' | 'kgCo2ePerTonne'>

/** In what two methods differ so that their numbers cannot stand against each other. */
export function differencesOf(a: Omit<Compared, 'kgCo2ePerTonne'>, b: Omit<Compared, 'kgCo2ePerTonne'>): string[] {
  // How parties word the boundary of a stage is told beside the numbers, and no reason to refuse.
  const [one, other] = [a, b].map(({ isAtLeast, method }) => ({ isAtLeast, method: { ...toldMethod(method), boundaries: [method.boundary] } }))
  return [...a.metal === b.metal ? [] : ['metal'], ...methodDifferences(one!, other!)]
}

/** The difference of two numbers of one method, by all of the method. @returns refusal `methods-differ` */
export function comparedOf(a: Compared, b: Compared): Outcome<{ difference: number }> {
  const differences = differencesOf(a, b)
  if (differences.length > 0) return deny(refuse('methods-differ', `The two footprints differ in ${differences.join(', ')}: no difference is worked out.`))
  return accept({ difference: Number(b.kgCo2ePerTonne) - Number(a.kgCo2ePerTonne) })
}
