// The law of a question on an award before the body: proposed with a reason, noticed to the site, answered or the time to
// answer passed, decided by a vote; an appeal is heard by people who did not decide. No clock decides anything.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day, Instant, addDays } from '#src/kernel/time.ts'
import { AwardReasonClass } from './award.ts'

export const Proposal = z.enum(['suspend', 'withdraw', 'reinstate', 'extend', 'transfer'])
export type Proposal = z.infer<typeof Proposal>

/** `asOf`: from which day a suspension or withdrawal holds, where that is not the day of the decision. */
export const MatterTerms = z.object({ validUntil: Day.optional(), asOf: Day.optional(), organisationId: z.string().max(100).optional(), participant: z.string().max(300).optional() })
export type MatterTerms = z.infer<typeof MatterTerms>

export const AwardMatter = z.object({
  matterId: z.string(), awardId: z.string(), proposal: Proposal, reasonClass: AwardReasonClass, reason: z.string(), origin: z.enum(['clock', 'operator', 'body', 'grievance']),
  cause: z.string().nullable(), proposedOn: Day, proposedBy: z.string(), respondBy: Day, terms: MatterTerms,
  response: z.string().nullable(), responseEvidence: z.array(z.string()), respondedOn: Day.nullable(), respondedBy: z.string().nullable(),
  state: z.enum(['noticed', 'decided', 'dropped']), outcome: z.enum(['as-proposed', 'kept']).nullable(), decidedOn: Day.nullable(), decidedBy: z.array(z.string()), minutes: z.string().nullable(),
})
export type AwardMatter = z.infer<typeof AwardMatter>

export const MatterVote = z.enum(['for', 'against', 'abstain'])
export const AwardVote = z.object({ userId: z.string(), vote: MatterVote, remark: z.string().nullable(), at: Instant })
export type AwardVote = z.infer<typeof AwardVote>

export const AwardAppeal = z.object({
  appealId: z.string(), matterId: z.string(), awardId: z.string(), lodgedOn: Day, lodgedBy: z.string(), grounds: z.string(), state: z.enum(['lodged', 'upheld', 'rejected']),
  decidedOn: Day.nullable(), heardBy: z.array(z.string()), outcomeText: z.string().nullable(),
})
export type AwardAppeal = z.infer<typeof AwardAppeal>

export const AwardReport = z.object({
  reportId: z.string(), awardId: z.string(), kind: z.enum(['significant-change', 'serious-event']), happenedOn: Day, text: z.string().nullable(), source: z.enum(['site', 'operator', 'found']),
  reportedOn: Day, reportedBy: z.string(), state: z.enum(['open', 'under-review', 'answered', 'dismissed']), toldOn: Day.nullable(), acknowledgedOn: Day.nullable(), publicSince: Day.nullable(),
  closedOn: Day.nullable(), closingText: z.string().nullable(),
})
export type AwardReport = z.infer<typeof AwardReport>

/** Changes in favour of the site wait for no answer of the site. */
const needsNoAnswer: readonly Proposal[] = ['reinstate', 'extend']

function requireNoticed(matter: AwardMatter): Outcome<true> {
  return matter.state === 'noticed' ? accept(true)
    : deny(refuse('matter-closed', `This matter was ${matter.state === 'decided' ? `decided on ${matter.decidedOn}` : 'dropped'} and takes no further word.`))
}

/** The site's word on what is proposed; until the body has decided. */
export function answered(matter: AwardMatter, text: string, evidenceIds: readonly string[], by: string, today: Day): Outcome<AwardMatter> {
  const open = requireNoticed(matter)
  if (!open.accepted) return open
  if (matter.response !== null) return deny(refuse('response-given', `The site answered on ${matter.respondedOn}. Write to the scheme to add to it.`))
  return accept({ ...matter, response: text, responseEvidence: [...evidenceIds], respondedOn: today, respondedBy: by })
}

/** Whether the body may decide now. */
export function decidable(matter: AwardMatter, today: Day): Outcome<true> {
  const open = requireNoticed(matter)
  if (!open.accepted) return open
  if (matter.respondedOn === null && today <= matter.respondBy && !needsNoAnswer.includes(matter.proposal)) {
    return deny(refuse('response-period-runs', `The site may answer until ${matter.respondBy} and has not yet. Nothing is decided before.`))
  }
  return accept(true)
}

/**
 * Whether a change may hold from a day that is over: not before what was decided last, which would be told otherwise.
 * @param last the day of the last entry in the history of the award
 */
export function backdatable(asOf: Day, last: Day, today: Day): Outcome<true> {
  if (asOf > today) return deny(refuse('day-ahead', `${asOf} lies ahead; today is ${today}. What holds from a later day is decided on that day.`))
  if (asOf < last) return deny(refuse('day-before-change', `The award was last changed on ${last}; a suspension or withdrawal as of ${asOf} would go behind that. Name ${last} or a later day.`))
  return accept(true)
}

/** Whether the votes carry it. @param entitled who may vote */
export function motionCarried(votes: readonly AwardVote[], entitled: ReadonlySet<string>, isFor: boolean, quorum: number, majorityPercent: number): Outcome<string[]> {
  const counted = votes.filter(({ userId }) => entitled.has(userId))
  if (counted.length < quorum) return deny(refuse('quorum-missing', `${counted.length} members voted, and ${quorum} are needed. Members who may not take part do not count.`))
  const cast = counted.filter(({ vote }) => vote !== 'abstain')
  const carrying = cast.filter(({ vote }) => vote === 'for').length
  const isCarried = carrying > 0 && carrying * 100 > majorityPercent * cast.length
  if (isCarried !== isFor) {
    return deny(refuse('majority-missing', isFor ? `${carrying} of ${cast.length} votes are for it; more than ${majorityPercent} % are needed.` : `${carrying} of ${cast.length} votes are for it, which carries it. What is recorded has to be what was voted.`))
  }
  return accept(counted.map(({ userId }) => userId))
}

/** Whether an appeal against a decision may still be lodged. */
export function appealable(matter: AwardMatter, existing: AwardAppeal | undefined, days: number, today: Day): Outcome<true> {
  if (existing !== undefined) return deny(refuse('appeal-lodged', `An appeal against this decision was lodged on ${existing.lodgedOn}. There is one appeal.`))
  if (matter.state !== 'decided' || matter.outcome !== 'as-proposed' || (matter.proposal !== 'suspend' && matter.proposal !== 'withdraw')) {
    return deny(refuse('nothing-to-appeal', 'An appeal is against a decision to suspend or withdraw an award. There is none here.'))
  }
  const last = addDays(matter.decidedOn!, days)
  return today <= last ? accept(true) : deny(refuse('appeal-too-late', `An appeal could be lodged until ${last}. A reinstatement after the cause is remedied is still open.`))
}

/** From when a review of an award may be shown to the public: the site knows. */
export function reviewShowable(report: AwardReport, noticeDays: number, today: Day): Outcome<true> {
  if (report.state !== 'under-review' || report.toldOn === null) return deny(refuse('review-not-open', 'There is no review under way on this report. Open it first; that tells the site.'))
  if (report.publicSince !== null) return deny(refuse('review-public', `The review is public since ${report.publicSince}.`))
  const from = addDays(report.toldOn, noticeDays)
  if (report.acknowledgedOn === null && today < from) {
    return deny(refuse('site-not-told', `The site was told on ${report.toldOn} and has not said that it knows. Nothing is public before it does, or before ${from}.`))
  }
  return accept(true)
}
