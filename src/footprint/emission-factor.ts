// Emission factors: kg CO2e of one unit of something, with the words of its source. A version is never edited; a new one
// supersedes it from a position of the log, so that an answer can be given again as it was (custody notes 4.3).
import { z } from 'zod'
import { shortText, longText } from '#src/kernel/text.ts'
import { Country } from '#src/parties/site.ts'
import { Decimal } from './exact.ts'

export const FactorKind = z.enum(['fuel', 'electricity', 'heat', 'upstream', 'freight', 'scrap', 'displaced'])
export type FactorKind = z.infer<typeof FactorKind>
export const FactorUnit = z.enum(['l', 'kg', 't', 'kWh', 'MWh', 'GJ', 'm3', 'tkm'])
export type FactorUnit = z.infer<typeof FactorUnit>
export const FreightMode = z.enum(['sea', 'rail', 'road', 'inland-water', 'air', 'pipeline'])
export type FreightMode = z.infer<typeof FreightMode>
export const GwpSet = z.enum(['AR4', 'AR5', 'AR6'])
export type GwpSet = z.infer<typeof GwpSet>
/** `found`: read in the source named; `illustrative`: a number to work with until somebody has a better one. */
export const FactorQuality = z.enum(['measured', 'found', 'illustrative'])
export type FactorQuality = z.infer<typeof FactorQuality>

export const FactorSlug = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,79}$/, 'a factor is named by small letters, digits, dots and dashes, such as electricity.chl')

const shape = {
  factor: FactorSlug,
  name: shortText(120),
  kind: FactorKind,
  kgCo2e: Decimal.describe('kg CO2e of one unit'),
  unit: FactorUnit,
  country: Country.optional(),
  basis: z.enum(['location', 'market']).optional().describe('of electricity'),
  mode: FreightMode.optional(),
  gwp: GwpSet.default('AR6'),
  quality: FactorQuality,
  source: longText(500).refine((text) => text.trim().length >= 3, 'a factor says where it comes from'),
  year: z.number().int().min(1990).max(2100).optional(),
}
const isWhole = (one: { kind: FactorKind; basis?: unknown; mode?: unknown; unit: FactorUnit }) =>
  (one.kind !== 'electricity' || one.basis !== undefined) && (one.kind !== 'freight' || (one.mode !== undefined && one.unit === 'tkm'))

export const EmissionFactor = z.object(shape).refine(isWhole, 'electricity says its basis (location or market), freight its mode, per tkm')
export type EmissionFactor = z.infer<typeof EmissionFactor>

/** One version as it is listed. Shipped ones belong to nobody and are version 0 of their edition. */
export const FactorVersion = z.object({
  ...shape,
  factorVersionId: z.string(), organisationId: z.string().nullable(), version: z.number().int(), reason: z.string().nullable(),
  edition: z.string().nullable().describe('of the shipped list; null for one that was entered here'),
  recordedAt: z.string().nullable(),
})
export type FactorVersion = z.infer<typeof FactorVersion>

export const ShippedFactors = z.object({ edition: z.string(), factors: z.array(EmissionFactor) })
type FactorEdition = z.infer<typeof ShippedFactors>
/** The newest edition, and those before it, oldest first: an answer that was given with one of them can be given again. */
export type ShippedFactors = FactorEdition & { readonly earlier?: readonly FactorEdition[] }

/** @throws RangeError where two lines have one name */
export function shippedVersions({ edition, factors }: FactorEdition): FactorVersion[] {
  const seen = new Set<string>()
  return factors.map((factor) => {
    if (seen.has(factor.factor)) throw new RangeError(`the factor ${factor.factor} is listed twice`)
    seen.add(factor.factor)
    return { ...factor, factorVersionId: `${edition}/${factor.factor}`, organisationId: null, version: 0, reason: null, edition, recordedAt: null }
  })
}
