// The unit of assurance is one site. What is known of where it is, what it does and what it is called.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { factKind } from '#src/transparency/fact.ts'
import { Citation } from './source.ts'

export const Metal = z.enum(['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver', 'other'])
export type Metal = z.infer<typeof Metal>

/** What a site does; a site may be several (mine, smelter and refinery of one district). */
export const SiteType = z.enum(['mine', 'concentrator', 'sx-ew', 'smelter', 'refinery', 'integrated', 'recycler', 'tailings-reprocessing', 'processing', 'rod-mill', 'fabricator', 'unknown'])
export type SiteType = z.infer<typeof SiteType>

export const CoordinatePrecision = z.enum(['exact', 'approximate', 'municipality'])
export type CoordinatePrecision = z.infer<typeof CoordinatePrecision>

export const Position = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  precision: CoordinatePrecision,
  citation: Citation.optional(),
})
export type Position = z.infer<typeof Position>

/** Another name by which a site is met. A cathode brand is an alias with its maker, plant and dates. */
export const SiteAlias = z.object({
  name: shortText(200),
  kind: z.enum(['name', 'former-name', 'local-name', 'directory-name', 'brand']),
  maker: shortText(200).optional(),
  plant: shortText(200).optional(),
  from: Day.optional(),
  to: Day.optional(),
  citation: Citation.optional(),
})
export type SiteAlias = z.infer<typeof SiteAlias>

export const SiteIdentifier = z.object({ scheme: shortText(60), value: shortText(120) })
export type SiteIdentifier = z.infer<typeof SiteIdentifier>

/** ISO 3166-1 alpha-3; `ZZZ` where no source states a country. */
export const Country = z.string().regex(/^[A-Z]{3}$/, 'a country is its ISO 3166-1 alpha-3 code')

export const Site = z.object({
  name: shortText(200),
  aliases: z.array(SiteAlias).max(200),
  identifiers: z.array(SiteIdentifier).max(100),
  types: z.array(SiteType).min(1).max(8),
  country: Country,
  place: shortText(200).optional(),
  position: Position.optional(),
  metals: z.array(Metal).max(9),
  operator: shortText(300).optional(),
  organisationId: z.string().max(100).optional(),
  owners: longText(800).optional(),
  /** Whether it works, as the source puts it; absent where no source says. */
  activity: z.enum(['operating', 'closed', 'suspended', 'planned']).optional(),
  /** Dataset of the current name and place; further datasets stand beside their own facts. */
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(50),
  note: longText(1500).optional(),
  /** Set when this record was merged into another: its address redirects there for ever. */
  mergedInto: SiteId.optional(),
})
export type Site = z.infer<typeof Site>
export const siteFact = factKind('site', Site)
