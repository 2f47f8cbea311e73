// Emission figures of mines, for the emission curve: an intensity needs emissions and output of the
// same boundary and, to be said of a named company, of the same or adjacent years.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Citation } from '#src/parties/source.ts'
import { Metal } from '#src/parties/site.ts'
import { factKind } from '#src/transparency/fact.ts'

export const EmissionScope = z.enum(['scope-1', 'scope-1-and-2', 'cradle-to-gate'])
export type EmissionScope = z.infer<typeof EmissionScope>

export const EmissionFigure = z.object({
  /** The site in the registry, where the match is certain. */
  siteId: SiteId.optional(),
  /** The name of the mine in the emission source. */
  nameAsFound: shortText(200),
  country: z.string().regex(/^[A-Z]{3}$/),
  metal: Metal,
  scope: EmissionScope,
  boundary: shortText(300),
  emissionsTonnesCo2e: z.number().nonnegative(),
  emissionsYear: z.number().int(),
  outputTonnesMetal: z.number().positive(),
  outputYear: z.number().int(),
  /** Whether the mine ran in the year of the emissions; unknown counts as no for naming. */
  ran: z.enum(['yes', 'no', 'unknown']),
  quality: z.enum(['reported', 'high', 'medium', 'low', 'very-low']),
  /** `past` is drawn in the curve of its year; `projection` only where projections are asked for. */
  series: z.enum(['past', 'projection']),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(10),
  note: longText(800).optional(),
})
export type EmissionFigure = z.infer<typeof EmissionFigure>
export const emissionFigureFact = factKind('emission-figure', EmissionFigure)
