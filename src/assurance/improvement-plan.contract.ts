// The improvement plan: the site plans, notes progress and reports closed; an assessor of the case verifies.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { EvidenceId } from '#src/evidence/evidence.ts'
import { CaseId, CaseStandard } from './case.ts'
import { CaseState } from './cycle.ts'
import { Gap, GapId, GapNote, GapPlan } from './improvement-plan.ts'

const tag = 'Improvement plan'
const aCase = { caseId: CaseId }
const aGap = { ...aCase, gapId: GapId }
const words = shortText(4000)

export const ImprovementPlan = z.object({
  caseId: CaseId, siteName: z.string(), state: CaseState, standards: z.array(CaseStandard),
  /** The day by which all of it is due; null where no clock runs. */
  dueOn: Day.nullable(),
  gaps: z.array(Gap), notes: z.array(GapNote),
  /** Names by account, of those who may be shown to this account. */
  people: z.record(z.string(), z.string()),
  /** Who may be named as the owner of a gap; empty for those who do not plan. */
  owners: z.array(z.object({ userId: z.string(), name: z.string() })),
  may: z.object({ plan: z.boolean(), verify: z.boolean() }),
})

export const improvementPlanContract = {
  getImprovementPlan: operation({
    method: 'GET', path: '/cases/{caseId}/improvement-plan', tag, permit: 'improvement-plan:read', summary: 'Read the improvement plan of a case',
    input: z.object(aCase), result: ImprovementPlan, refusals: ['case-absent'],
  }),
  planGap: operation({
    method: 'PUT', path: '/cases/{caseId}/gaps/{gapId}', tag, permit: 'improvement-plan:write', summary: 'Say why a gap is there, what closes it, who and by when',
    input: z.object({ ...aGap, version: z.number().int(), ...GapPlan.shape }), result: ImprovementPlan,
    refusals: ['case-absent', 'gap-absent', 'gap-verified', 'gap-changed', 'gap-due-too-late', 'gap-owner-unknown', 'day-past'],
  }),
  noteGapProgress: operation({
    method: 'POST', path: '/cases/{caseId}/gaps/{gapId}/notes', tag, permit: 'improvement-plan:write', status: 201, summary: 'Note how far the closing of a gap has come',
    input: z.object({ ...aGap, percent: z.number().int().min(0).max(99), text: words }), result: ImprovementPlan,
    refusals: ['case-absent', 'gap-absent', 'gap-verified', 'gap-closed'],
  }),
  closeGap: operation({
    method: 'POST', path: '/cases/{caseId}/gaps/{gapId}/closure', tag, permit: 'improvement-plan:write', summary: 'Report a gap closed, with the evidence that shows it',
    input: z.object({ ...aGap, evidenceIds: z.array(EvidenceId).min(1).max(50), text: words }), result: ImprovementPlan,
    refusals: ['case-absent', 'gap-absent', 'gap-verified', 'gap-not-planned', 'gap-evidence-missing', 'gap-evidence-unfit'],
  }),
  verifyGap: operation({
    method: 'POST', path: '/cases/{caseId}/gaps/{gapId}/verification', tag, permit: 'improvement-plan:verify', summary: 'Verify that a gap is closed, or send it back',
    description: 'By an assessor of the case, never by the site.',
    input: z.object({ ...aGap, isClosed: z.boolean(), text: words }), result: ImprovementPlan,
    refusals: ['case-absent', 'gap-absent', 'gap-verified', 'gap-not-closed', 'gap-verified-by-closer', 'gap-verified-by-site'],
  }),
} as const
