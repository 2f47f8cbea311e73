// The law of grievances: against the scheme, a site, an assessor or a claim, without an account. Steps have time limits
// (settings; no source names them), the site is heard before anything is published, and what is published names nobody.
// The secretariat does not judge what is said of itself.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { SiteId } from '#src/kernel/id.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { addDays, Day } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { factKind } from '#src/transparency/fact.ts'
import { SourceGroup } from './intake.ts'

export const GrievanceSubject = z.enum(['scheme', 'site', 'assessor', 'claim'])
export type GrievanceSubject = z.infer<typeof GrievanceSubject>

export const GrievanceState = z.enum(['received', 'admitted', 'with-site', 'inquiry', 'decided', 'closed'])
export type GrievanceState = z.infer<typeof GrievanceState>

export const GrievanceStep = z.enum(['acknowledge', 'admit', 'site-answer', 'inquiry', 'publish'])
export type GrievanceStep = z.infer<typeof GrievanceStep>

export const GrievanceOutcome = z.enum(['inadmissible', 'upheld', 'partly-upheld', 'not-upheld', 'withdrawn'])
export type GrievanceOutcome = z.infer<typeof GrievanceOutcome>

const days = (name: string, standard: number) => schemeSetting(name, z.number().int().min(1).max(730), standard, 'inferred')
export const stepDays: Readonly<Record<GrievanceStep, ReturnType<typeof days>>> = {
  acknowledge: days('grievance.acknowledge-days', 5), admit: days('grievance.admit-days', 15), 'site-answer': days('grievance.site-answer-days', 20),
  inquiry: days('grievance.inquiry-days', 60), publish: days('grievance.publish-days', 10),
}

export const StepStanding = z.object({ step: GrievanceStep, startedOn: Day, dueOn: Day, doneOn: Day.nullable() })
export type StepStanding = z.infer<typeof StepStanding>

export const Grievance = z.object({
  grievanceId: z.string(),
  subject: GrievanceSubject,
  siteId: SiteId.nullable(),
  subjectText: shortText(300),
  state: GrievanceState,
  summaryForSite: z.string().nullable(),
  siteAnswer: z.string().nullable(),
  siteAnsweredOn: Day.nullable(),
  outcome: GrievanceOutcome.nullable(),
  /** Public once the grievance is closed; names nobody. */
  outcomeText: z.string().nullable(),
  decidedBy: z.string().nullable(),
  touchesAward: z.boolean(),
  steps: z.array(StepStanding),
  version: z.number().int(),
})
export type Grievance = z.infer<typeof Grievance>

/** As the secretariat sees it. */
export const GrievanceView = Grievance.extend({
  group: SourceGroup, language: z.string(), statement: z.string().nullable(), contact: z.string().nullable(), receivedOn: Day, erasedOn: Day.nullable(),
  messages: z.array(z.object({ direction: z.enum(['from-source', 'to-source']), text: z.string().nullable(), sentOn: Day })),
})
export type GrievanceView = z.infer<typeof GrievanceView>

/** As the site sees what it is asked to answer: nothing of the source, not even the day it spoke. */
export const GrievanceForSite = z.object({
  grievanceId: z.string(), siteId: SiteId, summary: z.string(), answerDueOn: Day, answer: z.string().nullable(), answeredOn: Day.nullable(), state: GrievanceState,
  outcome: GrievanceOutcome.nullable(), outcomeText: z.string().nullable(),
})
export type GrievanceForSite = z.infer<typeof GrievanceForSite>

/** What is published at the end; id: the grievance's number. */
export const PublishedOutcome = z.object({
  subject: GrievanceSubject, siteId: SiteId.optional(), about: shortText(300), outcome: GrievanceOutcome, text: longText(5000), publishedOn: Day, wasSiteHeard: z.boolean(),
})
export type PublishedOutcome = z.infer<typeof PublishedOutcome>
export const grievanceOutcomeFact = factKind('grievance-outcome', PublishedOutcome)

type Lengths = Readonly<Record<GrievanceStep, number>>

const opened = (grievance: Grievance, step: GrievanceStep, today: Day, lengths: Lengths): StepStanding[] =>
  grievance.steps.some((one) => one.step === step) ? grievance.steps : [...grievance.steps, { step, startedOn: today, dueOn: addDays(today, lengths[step]), doneOn: null }]
const done = (steps: readonly StepStanding[], today: Day, ...which: GrievanceStep[]): StepStanding[] =>
  steps.map((one) => which.includes(one.step) && one.doneOn === null ? { ...one, doneOn: today } : one)

const wrongState = (grievance: Grievance, from: readonly GrievanceState[]): Outcome<never> | undefined => from.includes(grievance.state) ? undefined
  : deny(refuse('grievance-state-forbids', `The grievance is ${grievance.state}; this is possible while it is ${from.join(' or ')}.`))

/** The steps that begin when it comes in. */
export const firstSteps = (today: Day, lengths: Lengths): StepStanding[] =>
  (['acknowledge', 'admit'] as const).map((step) => ({ step, startedOn: today, dueOn: addDays(today, lengths[step]), doneOn: null }))

/** The source was told that it came in: the first word to it does that. */
export const acknowledged = (grievance: Grievance, today: Day): Grievance => ({ ...grievance, steps: done(grievance.steps, today, 'acknowledge') })

export function admitted(grievance: Grievance, today: Day, lengths: Lengths): Outcome<Grievance> {
  return wrongState(grievance, ['received']) ?? accept({ ...grievance, state: 'admitted', steps: opened({ ...grievance, steps: done(grievance.steps, today, 'acknowledge', 'admit') }, 'inquiry', today, lengths) })
}

/** @param summary what the site is told; nothing in it may tell who spoke */
export function askedSite(grievance: Grievance, summary: string, today: Day, lengths: Lengths): Outcome<Grievance> {
  const wrong = wrongState(grievance, ['admitted', 'inquiry'])
  if (wrong !== undefined) return wrong
  if (grievance.siteId === null) return deny(refuse('grievance-without-site', 'This grievance is about no site, so there is none to ask.'))
  return accept({ ...grievance, state: 'with-site', summaryForSite: summary, steps: opened(grievance, 'site-answer', today, lengths) })
}

export function answeredBySite(grievance: Grievance, answer: string, today: Day): Outcome<Grievance> {
  return wrongState(grievance, ['with-site']) ?? accept({ ...grievance, state: 'inquiry', siteAnswer: answer, siteAnsweredOn: today, steps: done(grievance.steps, today, 'site-answer') })
}

const wasHeard = (grievance: Grievance, today: Day): boolean =>
  grievance.siteAnsweredOn !== null || grievance.steps.some(({ step, dueOn }) => step === 'site-answer' && dueOn < today)

export type Judging = { readonly outcome: GrievanceOutcome; readonly text: string; readonly by: string; readonly isOperator: boolean; readonly touchesAward: boolean; readonly today: Day }

/** Decides. A site that an upheld grievance is about must have been heard, or have let its time pass. */
export function judged(grievance: Grievance, how: Judging, lengths: Lengths): Outcome<Grievance> {
  const wrong = wrongState(grievance, how.outcome === 'inadmissible' ? ['received'] : how.outcome === 'withdrawn' ? ['received', 'admitted', 'with-site', 'inquiry'] : ['admitted', 'with-site', 'inquiry'])
  if (wrong !== undefined) return wrong
  if (grievance.subject === 'scheme' && how.isOperator) {
    return deny(refuse('grievance-judges-itself', 'A grievance against the scheme is decided by a member of the decision body who does not run the scheme.'))
  }
  if (grievance.siteId !== null && (how.outcome === 'upheld' || how.outcome === 'partly-upheld') && !wasHeard(grievance, how.today)) {
    return deny(refuse('site-not-heard', 'The site has not answered yet, and its time to answer has not passed. Ask it, or wait until the day after its time ends.'))
  }
  const steps = opened({ ...grievance, steps: done(grievance.steps, how.today, 'acknowledge', 'admit', 'inquiry', 'site-answer') }, 'publish', how.today, lengths)
  return accept({ ...grievance, state: 'decided', outcome: how.outcome, outcomeText: how.text, decidedBy: how.by, touchesAward: how.touchesAward, steps })
}

/** Closes it; what was inadmissible or withdrawn is closed without a word to the public. */
export function closed(grievance: Grievance, today: Day): Outcome<{ grievance: Grievance; published: PublishedOutcome | null }> {
  const wrong = wrongState(grievance, ['decided'])
  if (wrong !== undefined) return wrong
  const isPublic = grievance.outcome !== 'inadmissible' && grievance.outcome !== 'withdrawn'
  return accept({
    grievance: { ...grievance, state: 'closed', steps: done(grievance.steps, today, 'publish') },
    published: !isPublic ? null : {
      subject: grievance.subject, ...(grievance.siteId === null ? {} : { siteId: grievance.siteId }), about: grievance.subjectText, outcome: grievance.outcome!,
      text: grievance.outcomeText!, publishedOn: today, wasSiteHeard: grievance.siteAnsweredOn !== null,
    },
  })
}
