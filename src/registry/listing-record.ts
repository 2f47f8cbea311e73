// The shapes of the lists beside the sites: dated events, partners, organisations, datasets.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'
import { Mark, Milestone, MilestoneKind, Register } from '#src/awards/milestone.ts'
import { Organisation, Partner } from '#src/parties/organisation.ts'
import { Country } from '#src/parties/site.ts'
import { Dataset } from '#src/parties/source.ts'

export const MilestoneRow = z.object({
  milestoneId: z.string(), siteName: z.string().nullable(), country: Country.nullable(),
  recordedAt: z.number().int(), isDisputed: z.boolean(), ...Milestone.shape,
})
export type MilestoneRow = z.infer<typeof MilestoneRow>

export const PartnerRow = z.object({ partnerId: z.string(), ...Partner.shape })
export type PartnerRow = z.infer<typeof PartnerRow>

export const OrganisationRow = z.object({
  organisationId: z.string(), ...Organisation.shape, siteCount: z.number().int(), awardedSiteCount: z.number().int(),
})
export type OrganisationRow = z.infer<typeof OrganisationRow>

export const DatasetRow = z.object({ datasetId: z.string(), ...Dataset.shape, factCount: z.number().int() })
export type DatasetRow = z.infer<typeof DatasetRow>

export const MilestoneFilter = z.object({
  siteId: SiteId.optional(),
  register: Register.optional(),
  kind: z.string().max(400).transform((text) => text.split(',')).pipe(z.array(MilestoneKind)).optional()
    .describe('milestone kinds; several separated by commas'),
  mark: Mark.optional(),
  country: Country.optional(),
  from: Day.optional().describe('possibly on or after this day'),
  to: Day.optional().describe('possibly on or before this day'),
})
export type MilestoneFilter = z.output<typeof MilestoneFilter>
