// A report that a published fact is wrong: anyone may make one, without an account. It has a clock and an outcome; its
// words and its sender are seen by the operator only.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day } from '#src/kernel/time.ts'
import { longText } from '#src/kernel/text.ts'
import { AboutFact, ReportOutcome } from './published.ts'

/** Days in which the operator answers. */
export const ANSWER_WITHIN_DAYS = 30

export const ErrorReport = z.object({
  reportId: z.string(),
  siteId: SiteId,
  about: AboutFact.nullable(),
  /** Null once erased. */
  text: z.string().nullable(),
  email: z.string().nullable(),
  receivedOn: Day,
  dueOn: Day,
  state: z.enum(['open', 'overdue', 'decided']),
  outcome: ReportOutcome.shape.outcome.nullable(),
  outcomeText: z.string().nullable(),
  decidedOn: Day.nullable(),
  erasedOn: Day.nullable(),
})
export type ErrorReport = z.infer<typeof ErrorReport>

/** What whoever holds the number of a report may see: its clock and its outcome, never its words. */
export const ReportState = ErrorReport.omit({ text: true, email: true, erasedOn: true })
export type ReportState = z.infer<typeof ReportState>

export const ReportText = longText(5000).refine((text) => text.trim().length >= 10, 'say in at least ten characters what is wrong')

/** The clock counts civil days; the day of receipt is day 0. */
export function dueAfter(day: Day, days: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}

export const reportState = (report: { readonly dueOn: Day; readonly decidedOn: Day | null }, today: Day): ErrorReport['state'] =>
  report.decidedOn !== null ? 'decided' : report.dueOn < today ? 'overdue' : 'open'

export function decide(report: ErrorReport, outcome: ReportOutcome['outcome'], text: string, today: Day): Outcome<ErrorReport> {
  if (report.state === 'decided') {
    return deny(refuse('error-report-decided',
      `The report ${report.reportId} was decided on ${report.decidedOn}: ${report.outcome}. An outcome is final; a new report can be made.`))
  }
  return accept({ ...report, state: 'decided', outcome, outcomeText: text, decidedOn: today })
}

export const withoutWords = ({ text: _text, email: _email, erasedOn: _erasedOn, ...rest }: ErrorReport): ReportState => rest

export const erase = (report: ErrorReport, today: Day): ErrorReport => ({ ...report, text: null, email: null, erasedOn: today })
