// The law of the life of an award: which change is possible from which state, and what the public then reads of it. Each
// change is one entry of its history, with its day and a class of reason (assurance framework, state table after the award).
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { AwardChangeKind, AwardReasonClass, type Award, type AwardState, type SpecialCondition } from './award.ts'
import type { Mark, Milestone, MilestoneKind, Register } from './milestone.ts'

export type AwardChangeKind = z.infer<typeof AwardChangeKind>
export type AwardReasonClass = z.infer<typeof AwardReasonClass>

/** What stays the same over its life: the site and participant by name, as of the decision, and the days of assessment. */
export type Particulars = { readonly siteName: string; readonly participant: string; readonly assessedFrom: Day; readonly assessedTo: Day; readonly issuedOn: Day; readonly announcedOn: Day | null }

/** An award as it is kept: the public fact, and where it came from. */
export type HeldAward = {
  readonly awardId: string; readonly caseId: string; readonly decisionId: string; readonly siteId: string; readonly organisationId: string
  readonly mark: Mark; readonly standard: string; readonly standardVersion: string; readonly cycle: number
  readonly decidedOn: Day; readonly validUntil: Day; readonly state: AwardState; readonly isConditional: boolean; readonly followUpDueOn: Day | null
  readonly underReviewSince: Day | null; readonly specialConditions: readonly SpecialCondition[]; readonly history: Award['history']
  readonly particulars: Particulars; readonly continuesAwardId: string | null; readonly version: number; readonly changedAt: Instant
}

const running: readonly AwardState[] = ['in-force', 'suspended']
export const isRunning = (award: Pick<HeldAward, 'state'>): boolean => running.includes(award.state)

type Step = { readonly from: readonly AwardState[]; readonly to?: AwardState }
const steps: Readonly<Record<AwardChangeKind, Step>> = {
  awarded: { from: [] },
  'condition-cleared': { from: running },
  'condition-kept': { from: running },
  extended: { from: running },
  'review-opened': { from: running },
  'review-closed': { from: ['in-force', 'suspended', 'withdrawn', 'expired'] },
  suspended: { from: ['in-force'], to: 'suspended' },
  reinstated: { from: ['suspended', 'withdrawn'], to: 'in-force' },
  withdrawn: { from: running, to: 'withdrawn' },
  expired: { from: running, to: 'expired' },
  transferred: { from: running, to: 'transferred' },
  replaced: { from: [...running, 'expired'], to: 'replaced' },
  'special-condition-set': { from: running },
  'special-condition-met': { from: running },
  'early-re-assessment-asked': { from: running },
}

type Patch = Partial<Pick<HeldAward, 'isConditional' | 'followUpDueOn' | 'validUntil' | 'specialConditions' | 'underReviewSince'>>

/** @returns the award after the change, or the refusal `award-state-forbids` */
export function changed(award: HeldAward, change: AwardChangeKind, reasonClass: AwardReasonClass, on: Day, patch: Patch = {}): Outcome<HeldAward> {
  const step = steps[change]
  if (!step.from.includes(award.state)) {
    return deny(refuse('award-state-forbids', `The award is ${award.state}; "${change}" is possible while it is ${step.from.join(' or ')} only.`))
  }
  const after = { ...award, ...patch, state: step.to ?? award.state }
  // What is over carries no condition and no open review.
  const over = after.state === 'in-force' || after.state === 'suspended' ? {} : { underReviewSince: null }
  const entry = { on, change, reasonClass, state: after.state, isConditional: after.isConditional, validUntil: after.validUntil }
  return accept({ ...after, ...over, history: [...award.history, entry] })
}

/** The public fact of an award. @param wording how the scheme says that an award is conditional */
export const publicAward = (award: HeldAward, wording: string): Award => ({
  siteId: award.siteId, siteName: award.particulars.siteName, participant: award.particulars.participant, mark: award.mark, standard: award.standard, standardVersion: award.standardVersion,
  cycle: award.cycle, assessedFrom: award.particulars.assessedFrom, assessedTo: award.particulars.assessedTo, decidedOn: award.decidedOn, issuedOn: award.particulars.issuedOn,
  announcedOn: award.particulars.announcedOn, validUntil: award.validUntil, state: award.state, isConditional: award.isConditional,
  conditionalWording: award.isConditional ? wording : null, followUpDueOn: award.followUpDueOn, specialConditions: [...award.specialConditions],
  underReviewSince: award.underReviewSince, history: [...award.history],
})

/**
 * What a change is in the register of marks; some changes are none. A withdrawal is undone by a new grant only, and a
 * follow-up lifts a suspension there, so that none is told of an award that stays suspended.
 */
export function milestoneKindOf(change: AwardChangeKind, before: AwardState | null, after: AwardState, cycle: number): MilestoneKind | null {
  if (after === 'suspended' && change !== 'suspended') return null
  switch (change) {
    case 'awarded': return cycle > 1 ? 're-award' : 'award'
    case 'condition-cleared': case 'condition-kept': return 'follow-up'
    case 'reinstated': return before === 'withdrawn' ? 're-award' : 'follow-up'
    case 'extended': return 'extension'
    case 'suspended': return 'suspension'
    case 'withdrawn': return 'withdrawal'
    default: return null
  }
}

export const DECIDED_HERE = 'decided-here'

type Told = {
  readonly siteId: string; readonly siteName: string; readonly register: Register; readonly kind: MilestoneKind; readonly mark: Mark | null
  readonly on: Day; readonly validUntil?: Day | undefined; readonly condition?: string | undefined; readonly firmName?: string | undefined; readonly criteriaCount?: number | undefined
  /** What the record is called, and where it stands. */
  readonly source: string; readonly url: string; readonly asFound: string
}

/** A dated event of the register, decided in this installation. */
export const decidedMilestone = (told: Told): Milestone => ({
  siteId: told.siteId, subjectAsFound: told.siteName, register: told.register, kind: told.kind, ...(told.mark === null ? {} : { mark: told.mark }),
  date: { from: told.on, to: told.on, precision: 'day', printed: told.on },
  ...(told.validUntil === undefined ? {} : { validUntil: told.validUntil }), ...(told.condition === undefined ? {} : { condition: told.condition }),
  ...(told.criteriaCount === undefined ? {} : { criteriaCount: told.criteriaCount }), ...(told.firmName === undefined ? {} : { assessorFirm: told.firmName }),
  asFound: told.asFound, origin: 'decided', dataset: DECIDED_HERE, citations: [{ text: told.source, url: told.url }],
})
