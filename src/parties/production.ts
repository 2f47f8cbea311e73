// Production: of a site or of a unit of sites reported together, of a country, of the world.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { factKind } from '#src/transparency/fact.ts'
import { Citation } from './source.ts'
import { Metal } from './site.ts'

export const ProductionStage = z.enum(['mined', 'smelted', 'refined', 'rod', 'other'])
export type ProductionStage = z.infer<typeof ProductionStage>
const Year = z.number().int().min(1900).max(2100)

/** Sites whose output is only known together: counted as one unit (docs/coverage-method.md, `units`). */
export const ProductionUnit = z.object({
  name: shortText(200),
  members: z.array(SiteId).min(1).max(50),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(20),
  note: longText(800).optional(),
})
export type ProductionUnit = z.infer<typeof ProductionUnit>
export const productionUnitFact = factKind('production-unit', ProductionUnit)

export const Production = z.object({
  /** A site number, or the id of a production unit. */
  subject: z.string().max(100),
  year: Year,
  metal: Metal,
  stage: ProductionStage,
  /** As the source names the product: "mined", "smelted (anode)". */
  stageAsFound: shortText(100),
  tonnesContained: z.number().nonnegative().max(1e9),
  basis: shortText(60),
  calendar: shortText(80),
  quality: shortText(120),
  /** One value per (subject, year, metal, stage) is preferred; the others stand beside it, unresolved. */
  isPreferred: z.boolean(),
  /** Twelve, or fewer where the source covers part of the year (rule 4: never scaled up). */
  monthsCovered: z.number().int().min(1).max(12),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(10),
  note: longText(1000).optional(),
})
export type Production = z.infer<typeof Production>
export const productionFact = factKind('production', Production)

/** A denominator. `area` is an ISO 3166-1 alpha-3 code, or `WLD` for the world. */
export const AreaProduction = z.object({
  area: z.string().regex(/^[A-Z]{3}$/),
  year: Year,
  metal: Metal,
  stage: z.enum(['mined', 'refined', 'smelted']),
  tonnesContained: z.number().nonnegative().max(1e10),
  edition: shortText(100),
  status: z.enum(['final', 'estimate', 'rounded']),
  isPreferred: z.boolean(),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(10),
  note: longText(800).optional(),
})
export type AreaProduction = z.infer<typeof AreaProduction>
export const areaProductionFact = factKind('area-production', AreaProduction)
