// Activity figures, emission factors, and the footprint of sites and lots (custody notes 4).
import { z } from 'zod'
import { Material, LotId } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText } from '#src/kernel/text.ts'
import { ActivityVersion, SiteActivity, SiteStage } from './activity.ts'
import { AllocationLine, AllocationRule } from './allocation.ts'
import { ElectricityBasis, PrintedBurden } from './burden-vector.ts'
import { EmissionFactor, FactorVersion } from './emission-factor.ts'
import { FactorStand } from './factor-book.ts'
import { LotFootprintAnswer } from './footprint-answer.ts'

const tag = 'Footprint'
const Organisation = z.string().min(1).max(100).describe('the party in whose book it counts')
const reason = longText(500).refine((text) => text.trim().length >= 3, 'say why in a few words')
const factorVersion = z.coerce.number().int().min(0).optional().describe('give the answer again as of this factor version; absent: the newest')

const UsedFactor = z.object({ name: z.string(), kgCo2e: z.string(), unit: z.string(), quality: z.enum(['measured', 'found', 'illustrative', 'own']), source: z.string(), versionId: z.string().nullable() })
/** What figures come to: every line by its factor, and the split. */
export const ActivityBurdenAnswer = z.object({
  total: PrintedBurden.describe('kg CO2e of the period'),
  lines: z.array(z.object({ name: z.string(), scope: z.number(), isPrimary: z.boolean(), kgCo2e: z.string(), kgCo2eMarket: z.string(), factor: UsedFactor.nullable(), marketFactor: UsedFactor.nullable() })),
  allocation: AllocationLine,
  perTonne: z.array(z.object({ substance: Substance, kgCo2e: z.string(), credit: z.string() })),
})
export type ActivityBurdenAnswer = z.infer<typeof ActivityBurdenAnswer>

export const Activity = ActivityVersion.extend({ burden: ActivityBurdenAnswer.nullable().describe('null where it cannot be worked out now: a factor is missing'), problem: z.object({ code: z.string(), detail: z.string() }).nullable() })
export type Activity = z.infer<typeof Activity>

/** What a change does to lots of the reader's own books. */
export const LotChange = z.object({ lotId: LotId, material: Material, metal: Substance, before: z.string(), after: z.string(), unit: z.literal('kg CO2e per tonne') })

export const footprintContract = {
  listActivities: operation({
    method: 'GET', path: '/site-activities', tag, permit: 'footprint:read', summary: 'List activity figures of a party, newest period first',
    input: z.object({ organisationId: Organisation, siteId: SiteId.optional(), withOldVersions: z.stringbool().default(false), ...PageQuery.shape }), result: pageOf(Activity), refusals: ['footprint-site-absent', 'cursor-invalid'],
  }),
  getActivity: operation({
    method: 'GET', path: '/site-activities/{activityId}', tag, permit: 'footprint:read', summary: 'Get activity figures with all their versions',
    input: z.object({ activityId: z.string().max(60) }), result: z.object({ current: Activity, versions: z.array(ActivityVersion) }), refusals: ['activity-absent'],
  }),
  recordActivity: operation({
    method: 'POST', path: '/site-activities', tag, permit: 'footprint:write', status: 201, summary: 'Record what a stage of a site used and made in a period',
    description: 'Fuel, electricity (location- and market-based), heat, purchases and direct emissions with their factors, and what came out. A dry run answers what it comes to.',
    input: z.object({ organisationId: Organisation, ...SiteActivity.shape, allocation: AllocationRule.optional().describe('how outputs share the burden; absent: as chosen before, else by the ratio of values') }),
    result: Activity,
    refusals: ['footprint-site-absent', 'activity-overlaps', 'emission-factor-unknown', 'factor-unit-differs', 'output-missing', 'output-value-missing', 'displaced-product-missing', 'activity-invalid'],
  }),
  reviseActivity: operation({
    method: 'POST', path: '/site-activities/{activityId}/versions', tag, permit: 'footprint:write', status: 201, summary: 'Put a new version in the place of activity figures',
    description: 'Nothing is edited: the version before stays, and answers given with it can be given again. The answer shows lots of the book before and after.',
    input: z.object({ activityId: z.string().max(60), replaces: z.number().int().positive(), reason, ...SiteActivity.shape }),
    result: Activity.extend({ impact: z.array(LotChange) }),
    refusals: ['activity-absent', 'activity-version-stale', 'activity-unchanged', 'activity-moved', 'activity-overlaps', 'emission-factor-unknown', 'factor-unit-differs', 'output-missing', 'output-value-missing', 'displaced-product-missing', 'activity-invalid'],
  }),
  listEmissionFactors: operation({
    method: 'GET', path: '/emission-factors', tag, permit: 'footprint:read', summary: 'List the emission factors that a party can use',
    input: z.object({ organisationId: Organisation, ...PageQuery.shape }), result: pageOf(FactorVersion), refusals: ['footprint-site-absent', 'cursor-invalid'],
  }),
  recordEmissionFactor: operation({
    method: 'POST', path: '/emission-factors', tag, permit: 'footprint:write', status: 201, summary: 'Enter an emission factor, or a new version of one, with its source',
    input: z.object({ organisationId: Organisation, ...EmissionFactor.shape, reason: reason.optional().describe('needed where the party has a factor of this name') }),
    result: FactorVersion.extend({ impact: z.array(LotChange) }), refusals: ['footprint-site-absent', 'emission-factor-unchanged', 'emission-factor-reason-missing', 'factor-invalid'],
  }),
  chooseAllocation: operation({
    method: 'POST', path: '/allocation-choices', tag, permit: 'footprint:write', status: 201, summary: 'Choose how the outputs of a stage share its burden',
    input: z.object({ organisationId: Organisation, siteId: SiteId, stage: SiteStage, rule: AllocationRule, because: reason }),
    result: z.object({ siteId: SiteId, stage: SiteStage, rule: AllocationRule, factors: FactorStand, impact: z.array(LotChange) }),
    refusals: ['footprint-site-absent', 'output-value-missing', 'displaced-product-missing', 'output-missing'],
  }),
  getSiteFootprint: operation({
    method: 'GET', path: '/site-footprints/{siteId}', tag, permit: 'footprint:read', summary: 'Get the footprint of a site by stage and scope, beside its recorded output',
    input: z.object({ siteId: SiteId, organisationId: Organisation, factorVersion }),
    result: z.object({
      siteId: SiteId, basis: ElectricityBasis, factors: FactorStand,
      stages: z.array(Activity.extend({ recorded: z.array(z.object({ material: Material, metal: Substance, tonnes: z.string() })).describe('what left the site in the period by its book, to hold the stated output against') })),
    }), refusals: ['footprint-site-absent', 'factor-version-unknown', 'factor-edition-absent'],
  }),
  getLotFootprint: operation({
    method: 'GET', path: '/lot-footprints/{lotId}', tag, permit: 'footprint:read', summary: 'Get the embodied emissions of a lot by stage, exact, with their method',
    description: 'Never includes offsets. What is missing is named and never counted as zero: the number is then a lower bound. `knownAt` answers as records, figures, factors and settings stood then; what others release is as of today.',
    input: z.object({ lotId: LotId, knownAt: TimeQuery.shape.knownAt, factorVersion }), result: LotFootprintAnswer,
    refusals: ['footprint-lot-absent', 'factor-version-unknown', 'factor-edition-absent', 'records-restated', 'lot-past-too-large'],
  }),
  compareLotFootprints: operation({
    method: 'GET', path: '/footprint-comparisons', tag, permit: 'footprint:read', summary: 'Compare the footprints of two lots, where their methods are alike',
    input: z.object({ lotId: LotId, withLotId: LotId }), result: z.object({ first: LotFootprintAnswer, second: LotFootprintAnswer, difference: z.number().describe('kg CO2e per tonne of the second over the first') }),
    refusals: ['footprint-lot-absent', 'methods-differ', 'lot-past-too-large'],
  }),
  getFactorImpact: operation({
    method: 'GET', path: '/factor-versions/{version}/impact', tag, permit: 'footprint:read', summary: 'Show what one change of figures did to lots of a book',
    input: z.object({ version: z.coerce.number().int().min(1), organisationId: Organisation }), result: z.object({ factors: FactorStand, items: z.array(LotChange) }), refusals: ['footprint-site-absent', 'factor-version-unknown', 'factor-edition-absent'],
  }),
} as const
