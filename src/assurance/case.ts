// A case: one cycle of one site under one governing standard, and the further standards of the same visit.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { shortText } from '#src/kernel/text.ts'
import { Country, Metal, SiteType } from '#src/parties/site.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import type { Subject } from '#src/access/role.ts'
import { CaseState, RoundKind } from './cycle.ts'

export const CaseId = z.string().regex(/^cas_[0-9a-z]{26}$/, 'a case number looks like cas_ and 26 characters')

export const CaseStandard = z.object({
  standard: Slug,
  standardVersion: Version,
  /** Marks asked for under it; empty for due diligence and chain of custody. */
  marks: z.array(Slug).max(30),
  isGoverning: z.boolean(),
})
export type CaseStandard = z.infer<typeof CaseStandard>

export const Case = z.object({
  caseId: CaseId,
  siteId: SiteId,
  organisationId: z.string(),
  cycle: z.number().int().min(1),
  state: CaseState,
  round: z.number().int().min(0),
  roundKind: RoundKind.nullable(),
  siteName: shortText(200),
  country: Country,
  siteTypes: z.array(SiteType).min(1),
  metals: z.array(Metal).min(1),
  standards: z.array(CaseStandard).min(1),
  firmId: z.string().nullable(),
  cohort: z.string().nullable(),
  appliedOn: Day,
  letterSignedOn: Day.nullable(),
  previousCaseId: CaseId.nullable(),
  /** Counts changes, so that two writers cannot both move it. */
  version: z.number().int(),
  openedAt: Instant,
  changedAt: Instant,
})
export type Case = z.infer<typeof Case>

/** The standard whose clocks and award rule govern the cycle. */
export const governing = (one: Pick<Case, 'standards'>): CaseStandard => one.standards.find(({ isGoverning }) => isGoverning)!

/** How grants reach a case. The firm is left out on purpose: an assessor sees the cases of the team, not of the firm. */
export const subjectOf = (one: Pick<Case, 'caseId' | 'siteId' | 'organisationId'>): Subject =>
  ({ caseId: one.caseId, siteId: one.siteId, organisationId: one.organisationId })
