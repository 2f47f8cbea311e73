// The law of a decision on awards: a body with a quorum decides on a final report, by the rule of the standard or less,
// never more; who has an interest or had a hand in it does not vote (assurance framework, decision body; who signs was not
// found in any source, so that the body is set by the scheme).
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { CaseOutcome } from './cycle.ts'
import { MarkAnswer, MarkOutcome } from './mark-engine.ts'

/** How many members must vote; an abstention counts as taking part. */
export const decisionQuorum = schemeSetting('decision.quorum', z.number().int().min(1).max(50), 3, 'inferred')
/** More than this share of the votes cast for or against carries. */
export const decisionMajority = schemeSetting('decision.majority-percent', z.number().int().min(0).max(99), 50, 'inferred')
/** Whether the reviewer of a report is kept from deciding on it. */
export const decisionExcludesReviewer = schemeSetting('decision.excludes-reviewer', z.boolean(), true, 'inferred')

export const DecisionId = z.string().regex(/^dcn_[0-9a-z]{26}$/, 'a decision number looks like dcn_ and 26 characters')
export const DecisionState = z.enum(['open', 'recorded', 'sent-back'])
export type DecisionState = z.infer<typeof DecisionState>

/** For what the rule gives; for less than it gives; back to the review; without a view. */
export const DecisionVote = z.enum(['by-rule', 'less', 'send-back', 'abstain'])
export type DecisionVote = z.infer<typeof DecisionVote>

export const CastVote = z.object({ userId: z.string(), vote: DecisionVote, remark: z.string().nullable(), at: Instant })
export type CastVote = z.infer<typeof CastVote>

/** Why a member does not vote. The first is the member's own word; the others are found. */
export const RecusalReason = z.enum(['declared', 'assessed-it', 'reviewed-it', 'of-the-site', 'of-the-firm', 'conflict-declared'])
export type RecusalReason = z.infer<typeof RecusalReason>
export const Recusal = z.object({ userId: z.string(), basis: z.enum(['declared', 'forced']), reason: z.string(), at: Instant })
export type Recusal = z.infer<typeof Recusal>

/** What was decided under one standard for one mark; `mark` is null for a standard that grants none. */
export const DecidedMark = z.object({
  standard: Slug, standardVersion: Version, mark: Slug.nullable(), isGoverning: z.boolean(),
  byRule: MarkOutcome, decided: CaseOutcome,
  /** Why it is less than the rule gives; null where it is not less. */
  reason: z.string().nullable(),
})
export type DecidedMark = z.infer<typeof DecidedMark>

export const ConditionAsked = z.object({ text: shortText(2000), boundTo: shortText(300).nullable().describe('the document still to come that will say what is asked') })
export type ConditionAsked = z.infer<typeof ConditionAsked>

export const AwardDecision = z.object({
  decisionId: DecisionId, caseId: z.string(), round: z.number().int().min(1), state: DecisionState,
  openedOn: Day, openedBy: z.string(), meetingOn: Day.nullable(), agendaNote: z.string().nullable(),
  decidedOn: Day.nullable(), recordedAt: Instant.nullable(), recordedBy: z.string().nullable(), outcome: CaseOutcome.nullable(),
  results: z.array(DecidedMark), answers: z.array(MarkAnswer), engine: z.string().nullable(), inputsHash: z.string().nullable(),
  specialConditions: z.array(ConditionAsked), minutes: z.string().nullable(), reason: z.string().nullable(),
})
export type AwardDecision = z.infer<typeof AwardDecision>

export const minutesText = longText(20_000).refine((text) => text.trim().length >= 20, 'minutes say what was discussed and decided, in twenty characters at least')

const worth: Readonly<Record<MarkOutcome, number>> = { 'not-awarded': 0, undetermined: 0, conditional: 1, awarded: 2 }

/**
 * What the body decides for each mark: what the rule gives where nothing else is asked for, or less with a reason.
 * @returns the refusals `rule-not-met`, `decision-reason-missing`, `mark-not-in-case`
 */
export function decidedMarks(
  byRule: readonly Omit<DecidedMark, 'decided' | 'reason'>[], asked: readonly { standard: string; mark: string | null; decided: CaseOutcome; reason?: string | undefined }[],
): Outcome<DecidedMark[]> {
  const stray = asked.find((one) => !byRule.some(({ standard, mark }) => standard === one.standard && mark === one.mark))
  if (stray !== undefined) return deny(refuse('mark-not-in-case', `This case is not about ${stray.mark ?? stray.standard} under ${stray.standard}.`))
  const decided: DecidedMark[] = []
  for (const given of byRule) {
    const other = asked.find(({ standard, mark }) => standard === given.standard && mark === given.mark)
    const outcome = other?.decided ?? (given.byRule === 'undetermined' ? 'not-awarded' : given.byRule)
    if (worth[outcome] > worth[given.byRule]) {
      return deny(refuse('rule-not-met', `The rule of ${given.standard} ${given.standardVersion} gives "${given.byRule}" for ${given.mark ?? 'it'}; the body cannot award "${outcome}". It can decide less, or send the report back.`))
    }
    const isLess = worth[outcome] < worth[given.byRule] || (given.byRule === 'undetermined')
    if (isLess && (other?.reason === undefined || other.reason.trim() === '')) {
      return deny(refuse('decision-reason-missing', `The rule gives "${given.byRule}" for ${given.mark ?? given.standard}, and "${outcome}" is decided. Say why.`))
    }
    decided.push({ ...given, decided: outcome, reason: isLess ? other!.reason!.trim() : null })
  }
  return accept(decided)
}

/** The outcome of a standard, and of the cycle for the governing one: what its marks have in common. */
export function outcomeOfMarks(marks: readonly Pick<DecidedMark, 'decided'>[]): CaseOutcome {
  const granted = marks.filter(({ decided }) => decided !== 'not-awarded')
  return granted.length === 0 ? 'not-awarded' : granted.some(({ decided }) => decided === 'conditional') ? 'conditional' : 'awarded'
}

export const isLess = (marks: readonly DecidedMark[]): boolean => marks.some(({ reason }) => reason !== null)

/** Whether the votes carry a motion. @param entitled those who may vote: members without a recusal */
export function carried(votes: readonly CastVote[], entitled: ReadonlySet<string>, motion: Exclude<DecisionVote, 'abstain'>, quorum: number, majorityPercent: number): Outcome<true> {
  const counted = votes.filter(({ userId }) => entitled.has(userId))
  if (counted.length < quorum) {
    return deny(refuse('quorum-missing', `${counted.length} members voted, and ${quorum} are needed. Members who are recused do not count.`))
  }
  const cast = counted.filter(({ vote }) => vote !== 'abstain')
  const forIt = cast.filter(({ vote }) => vote === motion).length
  if (forIt === 0 || forIt * 100 <= majorityPercent * cast.length) {
    return deny(refuse('majority-missing', `${forIt} of ${cast.length} votes are for "${motion}"; more than ${majorityPercent} % are needed.`))
  }
  return accept(true)
}
