// Organisations: the companies behind sites, and the partners who buy the metal.
import { z } from 'zod'
import { Dated } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { factKind } from '#src/transparency/fact.ts'
import { Citation } from './source.ts'
import { Country } from './site.ts'

export const Organisation = z.object({
  name: shortText(300),
  aliases: z.array(shortText(300)).max(50),
  country: Country.optional(),
  lei: z.string().regex(/^[A-Z0-9]{20}$/).optional(),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(20),
  note: longText(1000).optional(),
})
export type Organisation = z.infer<typeof Organisation>
export const organisationFact = factKind('organisation', Organisation)

/** An organisation that buys or relies on the metal and committed itself publicly. A partner is not assessed as such. */
export const Partner = z.object({
  name: shortText(300),
  organisationId: z.string().max(100).optional(),
  country: Country.optional(),
  sector: shortText(200),
  joined: Dated,
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(20),
})
export type Partner = z.infer<typeof Partner>
export const partnerFact = factKind('partner', Partner)
