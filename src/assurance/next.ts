// What each person does next in a case, by when and why (assurance process, steps 1 to 3). Every state has one act that
// moves it and the roles whose act it is; everybody else is told whom it waits for.
import type { Role } from '#src/access/role.ts'
import { daysBetween, type Day } from '#src/kernel/time.ts'
import type { Case } from './case.ts'
import { isRunning, type CaseClock } from './clock.ts'
import type { CaseState } from './cycle.ts'

/** The acts of the cycle; each has the messages `act.<act>` and `why.<act>` in `inbox.json`. */
export const acts = [
  'decide-eligibility', 'sign-letter', 'fill-workbook', 'submit-self-assessment', 'engage-assessor', 'accept-engagement', 'agree-engagement', 'confirm-engagement', 'write-plan', 'confirm-plan', 'approve-plan',
  'announce-assessment', 'review-documents', 'answer-questions', 'visit-site', 'rate-criteria', 'submit-report', 'review-report', 'answer-review', 'decide-award',
  'open-decision', 'close-gaps', 'close-plan', 'verify-plan', 'prepare-re-assessment', 'keep-award', 'nothing-follows',
] as const
export type Act = typeof acts[number]

type Turn = {
  /** Whose act moves the case on, and which act. */
  readonly acting: Readonly<Partial<Record<Role, Act>>>
  /** The act everybody else waits for, and whom. */
  readonly awaited: Act
  readonly by: Role
  /** The clock that says by when. */
  readonly clock?: string
  /** Page below the case on which it is done. */
  readonly page?: string
}

/** Days before re-assessment from which the site is asked to prepare it. */
export const PREPARE_DAYS = 365

const nothing: Turn = { acting: {}, awaited: 'nothing-follows', by: 'operator' }

export const turns: Readonly<Record<CaseState, Turn>> = {
  applied: { acting: { operator: 'decide-eligibility' }, awaited: 'decide-eligibility', by: 'operator' },
  eligible: { acting: { 'site-owner': 'sign-letter' }, awaited: 'sign-letter', by: 'site-owner', page: 'letter' },
  committed: { acting: { 'site-owner': 'submit-self-assessment', 'site-contributor': 'fill-workbook' }, awaited: 'submit-self-assessment', by: 'site-owner', clock: 'self-assessment', page: 'workbook' },
  'self-assessed': { acting: { 'site-owner': 'engage-assessor', operator: 'engage-assessor' }, awaited: 'engage-assessor', by: 'site-owner', clock: 'site-assessment', page: 'assessment' },
  planned: { acting: { operator: 'announce-assessment' }, awaited: 'announce-assessment', by: 'operator', clock: 'site-assessment', page: 'assessment' },
  announced: { acting: { 'lead-assessor': 'review-documents', assessor: 'review-documents', 'site-owner': 'answer-questions', 'site-contributor': 'answer-questions' }, awaited: 'review-documents', by: 'lead-assessor', clock: 'site-assessment', page: 'assessment' },
  'desk-reviewed': { acting: { 'lead-assessor': 'visit-site', assessor: 'visit-site' }, awaited: 'visit-site', by: 'lead-assessor', clock: 'site-assessment', page: 'assessment' },
  assessed: { acting: { 'lead-assessor': 'submit-report', assessor: 'rate-criteria' }, awaited: 'submit-report', by: 'lead-assessor', page: 'assessment' },
  'in-review': { acting: { 'technical-reviewer': 'review-report', 'lead-assessor': 'answer-review' }, awaited: 'review-report', by: 'technical-reviewer', page: 'review' },
  final: { acting: { 'decision-member': 'decide-award', operator: 'open-decision' }, awaited: 'decide-award', by: 'decision-member', page: 'decision' },
  remediation: { acting: { 'site-owner': 'close-gaps', 'site-contributor': 'close-gaps' }, awaited: 'close-gaps', by: 'site-owner', clock: 'full-conformance', page: 'improvement-plan' },
  conditional: { acting: { 'site-owner': 'close-plan', 'site-contributor': 'close-plan', 'lead-assessor': 'verify-plan', assessor: 'verify-plan' }, awaited: 'close-plan', by: 'site-owner', clock: 'improvement-plan', page: 'improvement-plan' },
  awarded: { acting: { 'site-owner': 'keep-award' }, awaited: 'keep-award', by: 'site-owner', clock: 're-assessment' },
  rejected: nothing, left: nothing, closed: nothing,
}

/** How far firm and plan are between self-assessment and plan: a handshake of firm, site and secretariat. */
export const Stage = ['engagement-proposed', 'engagement-accepted', 'engagement-agreed', 'plan-unwritten', 'plan-written', 'plan-confirmed'] as const
export type Stage = typeof Stage[number]

const ofStage = (acting: Turn['acting'], awaited: Act, by: Role): Turn => ({ acting, awaited, by, clock: 'site-assessment', page: 'assessment' })
const stages: Readonly<Record<Stage, Turn>> = {
  'engagement-proposed': ofStage({ 'firm-admin': 'accept-engagement' }, 'accept-engagement', 'firm-admin'),
  'engagement-accepted': ofStage({ 'site-owner': 'agree-engagement' }, 'agree-engagement', 'site-owner'),
  'engagement-agreed': ofStage({ operator: 'confirm-engagement' }, 'confirm-engagement', 'operator'),
  'plan-unwritten': ofStage({ 'lead-assessor': 'write-plan' }, 'write-plan', 'lead-assessor'),
  'plan-written': ofStage({ 'lead-assessor': 'write-plan', 'site-owner': 'confirm-plan' }, 'confirm-plan', 'site-owner'),
  'plan-confirmed': ofStage({ operator: 'approve-plan' }, 'approve-plan', 'operator'),
}

function turnOf(one: Pick<Case, 'state' | 'firmId'>, clocks: readonly CaseClock[], today: Day, stage: Stage | undefined): Turn {
  if (one.state === 'self-assessed') return stage !== undefined ? stages[stage] : one.firmId === null ? turns['self-assessed'] : stages['plan-unwritten']
  if (one.state === 'awarded') {
    const due = clocks.find(({ clock }) => clock === 're-assessment')
    if (due !== undefined && daysBetween(today, due.dueOn) <= PREPARE_DAYS) return { ...turns.awarded, acting: { 'site-owner': 'prepare-re-assessment' }, awaited: 'prepare-re-assessment' }
  }
  return turns[one.state]
}

export type Next = {
  readonly act: Act
  /** Whether it is this role's to do, or this role waits for it. */
  readonly isYours: boolean
  readonly waitsFor: Role | null
  readonly clock: string | null
  readonly dueOn: Day | null
  /** A path of this installation. */
  readonly link: string
}

const placeOf = (caseId: string, page: string | undefined): string => `/cases/${caseId}${page === undefined ? '' : `/${page}`}`

/** Where a clock's matter is dealt with. */
export function clockPlace(caseId: string, clock: string): string {
  const turn = Object.values(turns).find((one) => one.clock === clock)
  return placeOf(caseId, turn?.page)
}

/** What a role does next in a case. Every state and every role has an answer. */
export function nextFor(one: Pick<Case, 'caseId' | 'state' | 'firmId'>, clocks: readonly CaseClock[], role: Role, today: Day, stage?: Stage): Next {
  const turn = turnOf(one, clocks, today, stage)
  const act = turn.acting[role]
  const clock = clocks.find((running) => running.clock === turn.clock && isRunning(running))
  const isEnd = turn.awaited === 'nothing-follows'
  return {
    act: act ?? turn.awaited, isYours: act !== undefined && act !== 'keep-award', waitsFor: act !== undefined || isEnd ? null : turn.by,
    clock: clock?.clock ?? null, dueOn: clock?.dueOn ?? null, link: placeOf(one.caseId, act === undefined ? undefined : turn.page),
  }
}

/** Of several roles of one person the one with something to do speaks; else the first. */
export function nextOf(one: Pick<Case, 'caseId' | 'state' | 'firmId'>, clocks: readonly CaseClock[], roles: readonly Role[], today: Day, stage?: Stage): (Next & { readonly role: Role }) | null {
  const answers = roles.map((role) => ({ ...nextFor(one, clocks, role, today, stage), role }))
  return answers.find(({ isYours }) => isYours) ?? answers[0] ?? null
}

/** What is mine before what waits; in each the nearest day first, and what has none last. */
export function inOrder<T extends { readonly isYours: boolean; readonly dueOn: Day | null; readonly siteName: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => Number(b.isYours) - Number(a.isYours) || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.siteName.localeCompare(b.siteName))
}
