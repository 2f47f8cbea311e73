// A case as its parties see it: what it is, how its clocks stand today, what comes next and which pages are open to whom.
import { z } from 'zod'
import { Role } from '#src/access/role.ts'
import { SiteId } from '#src/kernel/id.ts'
import { addMonths, Day, Instant } from '#src/kernel/time.ts'
import { Country } from '#src/parties/site.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version, type Standard } from '#src/standards/standard.ts'
import type { Wording } from '#src/standards/language-pack.ts'
import { Case, CaseId } from './case.ts'
import { CaseClock, clockOf, daysLeft, isRunning } from './clock.ts'
import { CaseMove, CaseState } from './cycle.ts'
import { acts, nextFor } from './next.ts'

export const ClockView = z.object({
  ...CaseClock.shape,
  /** As the standard names it, in the reader's language. */
  title: z.string(),
  /** Below zero where it is late; null where it no longer runs. */
  daysLeft: z.number().int().nullable(),
  isOverdue: z.boolean(),
  /** What a miss does; it is proposed or shown, never done by the clock. */
  missEffect: z.string().nullable(),
})
export type ClockView = z.infer<typeof ClockView>

export const CaseRow = z.object({
  ...Case.pick({ caseId: true, siteId: true, organisationId: true, cycle: true, state: true, round: true, siteName: true, country: true, standards: true, cohort: true, appliedOn: true, changedAt: true }).shape,
  participantName: z.string(),
  /** The nearest running clock. */
  nextDue: z.object({ clock: Slug, dueOn: Day, daysLeft: z.number().int(), ownerRole: z.string() }).nullable(),
})
export type CaseRow = z.infer<typeof CaseRow>

export const NamedStandard = z.object({
  standard: Slug, standardVersion: Version, title: z.string(), isGoverning: z.boolean(), marks: z.array(z.object({ slug: Slug, title: z.string() })),
})

/** What comes next for the one who asks: their own act, or what everybody waits for. */
export const NextAct = z.object({ act: z.enum(acts), isYours: z.boolean(), waitsFor: Role.nullable(), dueOn: Day.nullable(), link: z.string() })
export type NextAct = z.infer<typeof NextAct>

export function nextAct(one: Case, clocks: readonly CaseClock[], roles: readonly Role[], today: Day): NextAct {
  const steps = (roles.length === 0 ? ['partner' as const] : roles).map((role) => nextFor(one, clocks, role, today))
  const { act, isYours, waitsFor, dueOn, link } = steps.find((step) => step.isYours) ?? steps[0]!
  return { act, isYours, waitsFor, dueOn, link }
}

export const CaseView = z.object({
  ...Case.shape,
  participantName: z.string(),
  namedStandards: z.array(NamedStandard),
  clocks: z.array(ClockView),
  nextDue: ClockView.nullable(),
  next: NextAct,
  /** The moves that the law of the cycle knows from this state, whoever makes them. */
  moves: z.array(CaseMove),
  /** The permits that the account holds on this case. */
  permits: z.array(z.string()),
  /** The civil day of the scheme, against which days are counted. */
  today: Day,
  nextCaseId: CaseId.nullable(),
})
export type CaseView = z.infer<typeof CaseView>

/** Which side of the table moved a case; persons are named to their own side and to the operator alone. */
export const Side = z.enum(['applicant', 'site', 'assessor', 'scheme'])
export type Side = z.infer<typeof Side>

export const EventView = z.object({
  sequence: z.number().int(), event: z.string(), fromState: CaseState.nullable(), toState: CaseState, round: z.number().int(),
  happenedOn: Day, recordedAt: Instant, side: Side, actorName: z.string().nullable(), reason: z.string().nullable(),
})
export type EventView = z.infer<typeof EventView>

export const ClockRow = z.object({ caseId: CaseId, siteId: SiteId, siteName: z.string(), country: Country, ...ClockView.shape })

const sides: Readonly<Record<string, Side>> = {
  'application.received': 'applicant', 'application.accepted': 'scheme', 'application.rejected': 'scheme', 'letter.signed': 'site',
  'self-assessment.submitted': 'site', 'plan.agreed': 'scheme', 'plan.reopened': 'scheme', 'assessment.announced': 'scheme',
  'desk-review.completed': 'assessor', 'site-visit.completed': 'assessor', 'report.submitted': 'assessor', 'report.returned': 'scheme',
  'report.finalised': 'scheme', 'decision.sent-back': 'scheme', 'case.decided': 'scheme', 'follow-up.opened': 'scheme', 'remediation.opened': 'scheme',
  'case.closed': 'scheme', 'extension.granted': 'scheme', 'extension.refused': 'scheme', 'extension.requested': 'site',
}

/** @param actor as the log names it: `operator:u1`, `member:u2`, `public` */
export const sideOf = (event: string, actor: string): Side =>
  actor.startsWith('operator:') ? 'scheme' : actor === 'public' ? 'applicant' : sides[event] ?? 'site'

export function clockView(clock: CaseClock, standard: Standard, words: Wording, today: Day): ClockView {
  const declared = clockOf(standard, clock.clock)
  const runs = isRunning(clock)
  const left = daysLeft(clock, today)
  return {
    ...clock, title: words.of('clocks', clock.clock, declared?.title ?? clock.clock), daysLeft: runs ? left : null, isOverdue: runs && left < 0,
    missEffect: declared?.miss.effect ?? null,
  }
}

/** The longest a clock may run by the rule of its standard, or by the scheme's own where the standard says nothing. */
export const latestDue = (clock: CaseClock, standard: Standard, monthsWithoutRule: number): Day => {
  const upTo = clockOf(standard, clock.clock)?.extension?.upToMonths
  const by = upTo === undefined ? addMonths(clock.firstDueOn, monthsWithoutRule) : addMonths(clock.startedOn, upTo)
  return by < clock.firstDueOn ? clock.firstDueOn : by
}

/** The nearest running clock. @param clocks in order of due day */
export const nearest = <T extends CaseClock>(clocks: readonly T[]): T | null => clocks.find(isRunning) ?? null
