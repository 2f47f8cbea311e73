// The shapes in which a site is shown: a row of the list, the columns of the map, the full record.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Milestone } from '#src/awards/milestone.ts'
import { Dispute, Reply, ReportOutcome } from '#src/grievances/published.ts'
import { Organisation } from '#src/parties/organisation.ts'
import { Production } from '#src/parties/production.ts'
import { Country, Metal, Position, Site, SiteAlias, SiteIdentifier, SiteType } from '#src/parties/site.ts'
import { Citation, Dataset } from '#src/parties/source.ts'
import { SiteAssurance } from './assurance-record.ts'
import { SiteOrigin } from './site-filter.ts'
import { SiteStatus, Standing } from './site-standing.ts'

const Links = z.object({ page: z.string(), api: z.string(), history: z.string(), feed: z.string() })

export const SiteRow = z.object({
  siteId: SiteId,
  name: z.string(),
  country: Country,
  place: z.string().nullable(),
  types: z.array(SiteType),
  /** As stated, together with the metals of the marks found. */
  metals: z.array(Metal),
  operator: z.string().nullable(),
  organisationId: z.string().nullable(),
  activity: Site.shape.activity.unwrap().nullable(),
  position: Position.omit({ citation: true }).nullable(),
  origin: SiteOrigin,
  standing: Standing,
  /** Datasets of the record and of every fact about it, in order of id. */
  datasets: z.array(z.string()),
  isDisputed: z.boolean(),
  links: Links,
})
export type SiteRow = z.infer<typeof SiteRow>

/** Column by column, so that thousands of points stay small: index i of every column is one site. */
export const SitePoints = z.object({
  position: z.number().int(),
  asOf: Day,
  /** Sites that match, with and without coordinates. */
  total: z.number().int(),
  /** Sites that match and have no coordinates: in the table, not on the map. */
  unplaced: z.number().int(),
  siteIds: z.array(z.string()),
  names: z.array(z.string()),
  countries: z.array(z.string()),
  longitudes: z.array(z.number()),
  latitudes: z.array(z.number()),
  precisions: z.array(Position.shape.precision),
  /** The first type of the site; `types` in the list has all. */
  types: z.array(SiteType),
  statuses: z.array(SiteStatus),
  /** Marks with an award found (surely or possibly): bit 0 copper, 1 molybdenum, 2 nickel, 3 zinc. */
  markBits: z.array(z.number().int()),
})
export type SitePoints = z.infer<typeof SitePoints>

/** Every shown fact says which it is, since when it is recorded and whether it is disputed. */
const shown = { factId: z.string(), recordedAt: z.number().int(), isDisputed: z.boolean() }

export const TimelineEvent = z.object({
  ...shown,
  ...Milestone.omit({ siteId: true }).shape,
  /** How it relates to the day asked about. */
  certainty: z.enum(['surely', 'possibly', 'later']),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

export const SiteProduction = z.object({
  ...shown,
  ...Production.shape,
  /** Set where the figure is of several sites reported together. */
  unit: z.object({ id: z.string(), name: z.string(), members: z.array(z.object({ siteId: SiteId, name: z.string() })) }).nullable(),
})
export type SiteProduction = z.infer<typeof SiteProduction>

export const WithheldFact = z.object({
  kind: z.string(), factId: z.string(), reason: z.string(), withheldOn: Day.nullable(),
})
export type WithheldFact = z.infer<typeof WithheldFact>

export const SiteRecord = z.object({
  outcome: z.literal('site'),
  logPosition: z.number().int(),
  asOf: Day,
  ...SiteRow.shape,
  recordedAt: z.number().int(),
  owners: z.string().nullable(),
  note: z.string().nullable(),
  aliases: z.array(SiteAlias),
  identifiers: z.array(SiteIdentifier),
  positionCitation: Citation.nullable(),
  citations: z.array(Citation),
  organisation: z.object({ organisationId: z.string(), ...Organisation.pick({ name: true, country: true }).shape }).nullable(),
  /** Newest first. Register `mark`: commitments, assessments, awards. */
  timeline: z.array(TimelineEvent),
  /** Two registers apart: neither is a mark, and due diligence yields no claim. */
  chainOfCustody: z.array(TimelineEvent),
  dueDiligence: z.array(TimelineEvent),
  /** Preferred values and those that stand beside them, newest year first. */
  production: z.array(SiteProduction),
  nearby: z.array(z.object({ siteId: SiteId, name: z.string(), country: Country, status: SiteStatus, distanceKm: z.number() })),
  /** What assurance cycles in this installation made public; empty lists where none ran. */
  assurance: SiteAssurance,
  disputes: z.array(z.object({ disputeId: z.string(), ...Dispute.shape })),
  replies: z.array(z.object({ replyId: z.string(), ...Reply.shape })),
  reportOutcomes: z.array(z.object({ reportId: z.string(), ...ReportOutcome.shape })),
  /** Removed by law; shown as removed at every `knownAt`. */
  withheld: z.array(WithheldFact),
  /** Sites that were merged into this one. */
  mergedFrom: z.array(SiteId),
  attributions: z.array(z.object({ dataset: z.string(), ...Dataset.shape })),
})
export type SiteRecord = z.infer<typeof SiteRecord>

/** A merged site answers with where it went, a withheld one with why it is gone. */
export const SiteAnswer = z.discriminatedUnion('outcome', [
  SiteRecord,
  z.object({ outcome: z.literal('merged'), siteId: SiteId, redirectTo: SiteId }),
  z.object({ outcome: z.literal('withheld'), siteId: SiteId, reason: z.string(), withheldOn: Day.nullable() }),
])
export type SiteAnswer = z.infer<typeof SiteAnswer>

export const SiteChange = z.object({
  position: z.number().int(),
  at: Instant,
  kind: z.string(),
  factId: z.string(),
  change: z.enum(['recorded', 'changed', 'retracted', 'withheld']),
  /** One entry per member of the fact that changed; a first version lists what it said. */
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  reason: z.string().nullable(),
})
export type SiteChange = z.infer<typeof SiteChange>
