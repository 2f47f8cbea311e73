// The law of the cycle: which move leads a case from which state to which (assurance process, steps 1 to 3 and what
// follows; where a transition was deduced, the scheme's settings and bodies decide, never a clock). A case is one cycle of
// one site. It has rounds: the assessment, then remediation or follow-ups, all under the standard version of its start.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'

export const CaseState = z.enum([
  'applied', 'rejected', 'eligible', 'committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed',
  'in-review', 'final', 'remediation', 'conditional', 'awarded', 'left', 'closed',
])
export type CaseState = z.infer<typeof CaseState>

export const RoundKind = z.enum(['assessment', 'remediation', 'follow-up'])
export type RoundKind = z.infer<typeof RoundKind>

/** Named as the log names them: noun.past. */
export const CaseMove = z.enum([
  'application.accepted', 'application.rejected', 'letter.signed', 'self-assessment.submitted', 'self-assessment.returned',
  'plan.agreed', 'plan.reopened', 'assessment.announced', 'desk-review.completed', 'site-visit.completed',
  'report.submitted', 'report.returned', 'report.finalised', 'decision.sent-back', 'case.decided',
  'follow-up.opened', 'remediation.opened', 'case.left', 'case.closed',
])
export type CaseMove = z.infer<typeof CaseMove>

/** What the body decided on a final report. */
export const CaseOutcome = z.enum(['awarded', 'conditional', 'not-awarded'])
export type CaseOutcome = z.infer<typeof CaseOutcome>

/** States in which work of this cycle is still to be done. */
export const openStates: readonly CaseState[] = [
  'applied', 'eligible', 'committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'in-review', 'final', 'remediation',
]
/** States in which the site holds what the cycle awarded, unless a decision on the award says otherwise. */
export const awardedStates: readonly CaseState[] = ['conditional', 'awarded']
/** Nothing follows. */
export const endStates: readonly CaseState[] = ['rejected', 'left', 'closed']

type Step = { readonly from: readonly CaseState[]; readonly to: CaseState | 'by-outcome' }

export const steps: Readonly<Record<CaseMove, Step>> = {
  'application.accepted': { from: ['applied'], to: 'eligible' },
  'application.rejected': { from: ['applied'], to: 'rejected' },
  'letter.signed': { from: ['eligible'], to: 'committed' },
  'self-assessment.submitted': { from: ['committed'], to: 'self-assessed' },
  'self-assessment.returned': { from: ['self-assessed'], to: 'committed' },
  'plan.agreed': { from: ['self-assessed'], to: 'planned' },
  'plan.reopened': { from: ['planned', 'announced'], to: 'self-assessed' },
  'assessment.announced': { from: ['planned'], to: 'announced' },
  'desk-review.completed': { from: ['announced'], to: 'desk-reviewed' },
  'site-visit.completed': { from: ['desk-reviewed'], to: 'assessed' },
  'report.submitted': { from: ['assessed'], to: 'in-review' },
  'report.returned': { from: ['in-review'], to: 'assessed' },
  'report.finalised': { from: ['in-review'], to: 'final' },
  'decision.sent-back': { from: ['final'], to: 'in-review' },
  'case.decided': { from: ['final'], to: 'by-outcome' },
  'follow-up.opened': { from: ['conditional'], to: 'assessed' },
  'remediation.opened': { from: ['remediation'], to: 'assessed' },
  'case.left': { from: [...openStates, ...awardedStates], to: 'left' },
  'case.closed': { from: ['remediation', 'conditional', 'awarded'], to: 'closed' },
}

const stateOfOutcome: Readonly<Record<CaseOutcome, CaseState>> = { awarded: 'awarded', conditional: 'conditional', 'not-awarded': 'remediation' }
const openedRound: Partial<Record<CaseMove, RoundKind>> = { 'follow-up.opened': 'follow-up', 'remediation.opened': 'remediation' }

export type CaseStanding = { readonly state: CaseState; readonly round: number; readonly roundKind: RoundKind | null }

/**
 * Where a move leads.
 * @param outcome what was decided; for `case.decided` only
 * @returns the standing after it, or the refusal `case-state-forbids`
 */
export function moved(standing: CaseStanding, move: CaseMove, outcome?: CaseOutcome): Outcome<CaseStanding> {
  const step = steps[move]
  if (!step.from.includes(standing.state)) {
    return deny(refuse('case-state-forbids', `The case is in state "${standing.state}"; "${move}" is possible from ${step.from.map((state) => `"${state}"`).join(', ')} only. The case page names what comes next.`))
  }
  if (step.to === 'by-outcome' && outcome === undefined) throw new Error('case.decided needs its outcome')
  const state = step.to === 'by-outcome' ? stateOfOutcome[outcome!] : step.to
  const roundKind = openedRound[move]
  if (roundKind !== undefined) return accept({ state, round: standing.round + 1, roundKind })
  if (move === 'plan.agreed' && standing.round === 0) return accept({ state, round: 1, roundKind: 'assessment' })
  return accept({ state, round: standing.round, roundKind: standing.roundKind })
}

/** The moves possible now, in the order of the cycle. */
export const movesFrom = (state: CaseState): CaseMove[] => CaseMove.options.filter((move) => steps[move].from.includes(state))
