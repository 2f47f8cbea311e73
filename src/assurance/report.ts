// The report of an assessment: one record, and from it one report a standard (assurance process, step 3: report with a
// rating per criterion, strengths noted too). What the assessors say besides ratings and findings stands here.
import { z } from 'zod'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'

export const GoodPractice = z.object({ standard: Slug, criterion: Slug, text: shortText(2000) })
export type GoodPractice = z.infer<typeof GoodPractice>

export const ReportContent = z.object({
  assessedFrom: Day.nullable(), assessedTo: Day.nullable(),
  /** Of the whole assessment; full report only. */
  summary: longText(20_000),
  /** In words of the assessors; part of the full report. */
  strengths: longText(8000),
  /** Made public with the summary report. */
  goodPractices: z.array(GoodPractice).max(200),
})
export type ReportContent = z.infer<typeof ReportContent>
export const emptyReport: ReportContent = { assessedFrom: null, assessedTo: null, summary: '', strengths: '', goodPractices: [] }

export const ReportState = z.enum(['draft', 'submitted', 'returned', 'final'])
export type ReportState = z.infer<typeof ReportState>

export const AssessmentReport = z.object({
  caseId: z.string(), round: z.number().int().min(1), ...ReportContent.shape,
  version: z.number().int(), submittedBy: z.string().nullable(), submittedAt: Instant.nullable(), submissions: z.number().int(),
  findingCounts: z.record(z.string(), z.number().int()), state: ReportState,
})
export type AssessmentReport = z.infer<typeof AssessmentReport>
