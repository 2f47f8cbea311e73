// Activity figures of a site: what one stage of it burned, bought and emitted in a period, and what came out. Versioned, never
// edited: a revision supersedes from a log position (custody notes 4.1 and 4.3; GHG Protocol scopes).
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import type { Material } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { BurdenStage } from '#src/provenance/burden.ts'
import { FactorSlug, FactorUnit, GwpSet } from './emission-factor.ts'
import { Decimal } from './exact.ts'

/** The stages of which a site has figures of its own. */
export const SiteStage = BurdenStage.exclude(['freight', 'entering'])
export type SiteStage = z.infer<typeof SiteStage>

/** A factor of the list, or one's own with its source. */
export const FactorUse = z.union([
  z.object({ factor: FactorSlug }),
  z.object({ kgCo2e: Decimal.describe('kg CO2e of one unit'), source: longText(300).refine((text) => text.trim().length >= 3, 'a factor says where it comes from') }),
])
export type FactorUse = z.infer<typeof FactorUse>

export const ActivityLine = z.object({
  name: shortText(120),
  kind: z.enum(['fuel', 'electricity', 'heat', 'upstream', 'direct']),
  scope: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  amount: Decimal,
  unit: z.union([FactorUnit, z.literal('t CO2e')]),
  per: z.enum(['period', 'tonne']).default('period').describe('of the period, or of each tonne of the first output'),
  factor: FactorUse.optional().describe('absent where the amount is in t CO2e'),
  marketFactor: FactorUse.optional().describe('of electricity: by contract or residual mix; absent: the location-based one counts in both'),
  isPrimary: z.boolean().describe('measured by the site itself'),
  source: longText(300).optional(),
}).superRefine((line, context) => {
  const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (line.unit === 't CO2e' && line.factor !== undefined) wrong('factor', 'an amount in t CO2e takes no factor')
  if (line.unit !== 't CO2e' && line.factor === undefined) wrong('factor', 'this amount needs an emission factor')
  if (line.kind === 'electricity' && line.scope !== 2) wrong('scope', 'purchased electricity is scope 2; own generation is a fuel')
  if (line.kind !== 'electricity' && line.marketFactor !== undefined) wrong('marketFactor', 'only electricity has a market-based factor')
  if (line.kind === 'fuel' && line.scope === 2) wrong('scope', 'fuel is scope 1 where it is burned, or scope 3')
})
export type ActivityLine = z.infer<typeof ActivityLine>

export const ActivityOutput = z.object({
  substance: Substance,
  tonnes: Decimal.describe('contained metal of the period, in tonnes'),
  unitValue: Decimal.optional().describe('value of a tonne, all in one currency'),
  displaces: z.object({ kgCo2ePerTonne: Decimal, source: longText(300) }).optional().describe('the product that this one takes the place of'),
})
export type ActivityOutput = z.infer<typeof ActivityOutput>

export const SiteActivity = z.object({
  siteId: SiteId,
  stage: SiteStage,
  from: Day,
  to: Day,
  boundary: shortText(200).default('cradle to gate of this stage'),
  gwp: GwpSet.default('AR6'),
  lines: z.array(ActivityLine).min(1).max(100),
  outputs: z.array(ActivityOutput).min(1).max(9),
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
}).superRefine(({ from, to, outputs }, context) => {
  if (from > to) context.addIssue({ code: 'custom', path: ['to'], message: 'a period ends on or after the day it begins' })
  if (new Set(outputs.map(({ substance }) => substance)).size < outputs.length) context.addIssue({ code: 'custom', path: ['outputs'], message: 'each product is stated once' })
})
export type SiteActivity = z.infer<typeof SiteActivity>

/** One version of the figures of a stage and a period. */
export const ActivityVersion = z.object({
  activityId: z.string(), version: z.number().int().positive(), organisationId: z.string(), activity: SiteActivity,
  reason: z.string().nullable(), recordedAt: z.string(), recordedBy: z.string(), isCurrent: z.boolean(),
})
export type ActivityVersion = z.infer<typeof ActivityVersion>

const STAGE_OF: Partial<Record<Material, readonly SiteStage[]>> = {
  ore: ['mining'], concentrate: ['concentrating'], 'leach-solution': ['leaching'], matte: ['smelting'], blister: ['smelting'], anode: ['smelting'],
  cathode: ['refining'], refined: ['refining'], rod: ['rod-making'], wire: ['wire-drawing'], cable: ['fabrication'], semi: ['fabrication'],
}
/** Where one record goes from the rock to the product, it bears every stage on that way. */
const FROM_ROCK: Partial<Record<Material, readonly SiteStage[]>> = {
  ore: ['mining'], concentrate: ['mining', 'concentrating'], 'leach-solution': ['mining', 'leaching'], cathode: ['mining', 'leaching'],
  matte: ['mining', 'concentrating', 'smelting'], blister: ['mining', 'concentrating', 'smelting'], anode: ['mining', 'concentrating', 'smelting'],
}

/**
 * The stages whose burden an event bears. What the party wrote as its process wins where it is a stage; else the material
 * that came out says it. Cathode out of solution is leached; cathode out of anodes is refined.
 */
export function stagesOf(event: { readonly kind: string; readonly process: string | null; readonly material: Material; readonly inputs: readonly Material[] }): readonly SiteStage[] {
  if (event.kind === 'extract') return FROM_ROCK[event.material] ?? ['mining']
  if (event.kind !== 'transform') return []
  const written = SiteStage.safeParse(event.process?.trim().toLowerCase().replace(/\s+/g, '-'))
  if (written.success) return [written.data]
  if (event.material === 'cathode' && event.inputs.includes('leach-solution')) return ['leaching']
  if (event.material === 'cathode' && event.inputs.length > 0 && event.inputs.every((one) => one === 'concentrate' || one === 'scrap')) return ['smelting', 'refining']
  return STAGE_OF[event.material] ?? ['other']
}
