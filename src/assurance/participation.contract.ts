// Participants: the organisations whose sites take part, and how far a company is that committed to bring in all of them.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Country } from '#src/parties/site.ts'
import { CaseId } from './case.ts'
import { CaseState } from './cycle.ts'

const tag = 'Participants'
const aParticipant = { organisationId: z.string().max(100) }

export const ParticipantProgress = z.object({
  /** As the company says; null where it said nothing. */
  declaredSites: z.number().int().nullable(),
  /** Sites of the registry that name the company, and sites of its cases. */
  knownSites: z.number().int(),
  /** With a signed letter or further. */
  committedSites: z.number().int(),
  awardedSites: z.number().int(),
  /** The commitment to bring in all sites, where there is one. */
  dueOn: Day.nullable(),
  daysLeft: z.number().int().nullable(),
  isReached: z.boolean(),
  isOverdue: z.boolean(),
})
export type ParticipantProgress = z.infer<typeof ParticipantProgress>

export const ParticipantRow = z.object({
  ...aParticipant, name: z.string(), country: Country, allSitesBy: Day.nullable(), allSitesCount: z.number().int().nullable(), createdAt: Instant, progress: ParticipantProgress,
})
export const ParticipantView = ParticipantRow.extend({
  sites: z.array(z.object({ siteId: SiteId, siteName: z.string(), country: Country, caseId: CaseId.nullable(), cycle: z.number().int().nullable(), state: CaseState.nullable() })),
  /** Whether this account may change the commitment. */
  mayChange: z.boolean(),
})

export const participationContract = {
  listParticipants: operation({
    method: 'GET', path: '/participants', tag, permit: 'participant:read', summary: 'List participants and how far their commitments are',
    input: z.object(PageQuery.shape), result: pageOf(ParticipantRow), refusals: ['cursor-invalid'],
  }),
  getParticipant: operation({
    method: 'GET', path: '/participants/{organisationId}', tag, permit: 'participant:read', summary: 'Read one participant, its sites and its progress',
    input: z.object(aParticipant), result: ParticipantView, refusals: ['participant-absent'],
  }),
  setAllSitesCommitment: operation({
    method: 'PUT', path: '/participants/{organisationId}/commitment', tag, permit: 'participant:write', summary: 'Commit to bring in all sites by a day',
    input: z.object({ ...aParticipant, allSitesBy: Day.nullable(), allSitesCount: z.number().int().min(1).max(10_000).nullable() }),
    result: ParticipantView, refusals: ['participant-absent', 'commitment-past'],
  }),
} as const
