// The law of the handshake: a firm is proposed for a case, accepts with a team or declines, the site accepts the team or
// objects, the secretariat confirms (assurance process: an approved assessor is engaged, the conflict check is made). Only
// what was confirmed gives anybody a right on the case.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day } from '#src/kernel/time.ts'
import type { CaseState } from './cycle.ts'

export const EngagementState = z.enum(['proposed', 'declined', 'accepted', 'objected', 'agreed', 'confirmed', 'withdrawn', 'ended'])
export type EngagementState = z.infer<typeof EngagementState>

export const TeamRole = z.enum(['lead-assessor', 'assessor'])
export const TeamMember = z.object({ userId: z.string(), role: TeamRole })
export type TeamMember = z.infer<typeof TeamMember>

export const Engagement = z.object({
  engagementId: z.string(), caseId: z.string(), siteId: z.string(), cycle: z.number().int(), firmId: z.string(),
  state: EngagementState, proposedBy: z.string(), proposedOn: Day, message: z.string().nullable(),
  answeredOn: Day.nullable(), reason: z.string().nullable(), siteAnsweredOn: Day.nullable(), confirmedOn: Day.nullable(), endedOn: Day.nullable(),
  team: z.array(TeamMember), version: z.number().int(),
})
export type Engagement = z.infer<typeof Engagement>

export type EngagementAct = 'accept' | 'decline' | 'agree' | 'object' | 'confirm' | 'withdraw'

const acts: Readonly<Record<EngagementAct, { from: readonly EngagementState[]; to: EngagementState }>> = {
  accept: { from: ['proposed', 'objected'], to: 'accepted' },
  decline: { from: ['proposed', 'objected'], to: 'declined' },
  agree: { from: ['accepted'], to: 'agreed' },
  object: { from: ['accepted'], to: 'objected' },
  confirm: { from: ['agreed'], to: 'confirmed' },
  withdraw: { from: ['proposed', 'accepted', 'objected', 'agreed'], to: 'withdrawn' },
}

/** Where an act leads. @returns the state after it, or `engagement-state-forbids` */
export function engaged(state: EngagementState, act: EngagementAct): Outcome<EngagementState> {
  const step = acts[act]
  return step.from.includes(state) ? accept(step.to)
    : deny(refuse('engagement-state-forbids', `The engagement is ${state}; this is possible while it is ${step.from.join(' or ')} only.`))
}

export const underWay: readonly EngagementState[] = ['proposed', 'accepted', 'objected', 'agreed']

/** A team is named while the assessment lies ahead or a further round may come; never while its report is looked at. */
export const engageable: readonly CaseState[] = [
  'committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'conditional', 'remediation',
]

/** Accounts of a team, the lead first. */
export const teamFrom = (leadUserId: string, assessorUserIds: readonly string[]): TeamMember[] => [
  { userId: leadUserId, role: 'lead-assessor' },
  ...[...new Set(assessorUserIds)].filter((userId) => userId !== leadUserId).map((userId): TeamMember => ({ userId, role: 'assessor' })),
]
