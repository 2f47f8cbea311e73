// What a reader is shown of a workbook: each criterion with all that one needs to answer it on one screen.
import { z } from 'zod'
import { DisclosureLayer, EvidenceKind, EvidenceState } from '#src/evidence/evidence.ts'
import { SiteId } from '#src/kernel/id.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { TextPart } from '#src/standards/licensed-text.ts'
import { Version } from '#src/standards/standard.ts'
import { CaseId } from './case.ts'
import { CaseState } from './cycle.ts'
import { ScopingLine } from './scoping.ts'
import { ChangeId, ChangeSource, type Reading } from './sheet.ts'
import { AnswerState, Progress, textIn, WorkbookField, type Answer } from './workbook.ts'
import { QualityFinding } from './workbook-quality.ts'

export const CellValue = z.object({ changeId: ChangeId, value: z.string().nullable(), author: z.string(), at: Instant, source: ChangeSource })
export type CellValue = z.infer<typeof CellValue>

export const CellView = z.object({
  value: z.string().nullable(),
  /** The changes a next one names as its parents. */
  heads: z.array(ChangeId),
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  /** The different values that stand side by side, the oldest first; empty where one holds. */
  conflict: z.array(CellValue),
})
export type CellView = z.infer<typeof CellView>

export const CellOfSheet = z.object({ standard: Slug, criterion: Slug, field: WorkbookField, cell: CellView })
export type CellOfSheet = z.infer<typeof CellOfSheet>

/** Null for a reader to whom the cell is not shown. */
const cellsOfAnswer = z.object({ rating: CellView, rationale: CellView, notApplicableReason: CellView, note: CellView.nullable(), assignee: CellView.nullable() })

/** What stood in the last cycle, or in this one before its remediation. */
export const LastAnswer = z.object({
  caseId: CaseId, cycle: z.number().int(),
  rating: z.string().nullable(), rationale: z.string().nullable(), notApplicableReason: z.string().nullable(),
  /** What the assessors found then. */
  assessed: z.object({ level: Slug.nullable(), rationale: z.string() }).nullable(),
})

export const LinkedEvidence = z.object({
  evidenceId: z.string(), title: z.string(), kind: EvidenceKind, state: EvidenceState, layer: DisclosureLayer, validUntil: Day.nullable(),
})
export type LinkedEvidence = z.infer<typeof LinkedEvidence>

export const WorkbookCriterion = z.object({
  standard: Slug, criterion: Slug, number: z.number().int(), title: z.string(), meaning: z.string(), group: Slug,
  /** Whether a site may say that it has no object there. */
  mayBeExcluded: z.boolean(),
  /** Text of the standard's owner, where it may be shown to this reader. */
  texts: z.array(z.object({ part: TextPart, key: z.string(), language: z.string(), text: z.string() })),
  answer: cellsOfAnswer,
  state: AnswerState,
  last: LastAnswer.nullable(),
  recognition: ScopingLine.pick({ standing: true, remains: true, lapsesOn: true, certificateIds: true, isApproved: true }).nullable(),
  evidence: z.array(LinkedEvidence),
  comments: z.number().int(),
  openThreads: z.number().int(),
})
export type WorkbookCriterion = z.infer<typeof WorkbookCriterion>

export const WorkbookStandard = z.object({
  standard: Slug, standardVersion: Version, title: z.string(), isGoverning: z.boolean(),
  groups: z.array(z.object({ slug: Slug, title: z.string() })),
  /** From worst to best. */
  levels: z.array(z.object({ slug: Slug, title: z.string() })),
  isTranslationReviewed: z.boolean(),
})

export const Workbook = z.object({
  caseId: CaseId, siteId: SiteId, siteName: z.string(), cycle: z.number().int(), state: CaseState, round: z.number().int(),
  standards: z.array(WorkbookStandard),
  criteria: z.array(WorkbookCriterion),
  progress: Progress,
  /** Which of the workbook's permits this account holds here, with the state of the case in mind. */
  mayWrite: z.boolean(), maySubmit: z.boolean(), mayReturn: z.boolean(), mayComment: z.boolean(),
  isOfSite: z.boolean(),
  /** By when it is to be submitted. */
  dueOn: Day.nullable(),
  /** Changes with every change of a cell: what a submission says it has seen. */
  contentHash: z.string(),
  me: z.string(),
  /** Everybody named above. Colleagues are those to whom a criterion can be assigned. */
  people: z.array(z.object({ userId: z.string(), name: z.string(), isColleague: z.boolean() })),
})
export type Workbook = z.infer<typeof Workbook>

export const QualityCheck = z.object({ isClear: z.boolean(), contentHash: z.string(), progress: Progress, findings: z.array(QualityFinding) })

/** A reading as it is shown. */
export function cellView(reading: Reading): CellView {
  const newest = reading.heads.at(-1)
  return {
    value: textIn(reading), heads: reading.heads.map(({ changeId }) => changeId), changedAt: newest?.at ?? null, changedBy: newest?.author ?? null,
    conflict: !reading.isConflict ? [] : reading.values.map((one) => ({
      changeId: one.changeId, value: typeof one.value === 'string' ? one.value : null, author: one.author, at: one.at, source: one.source,
    })),
  }
}

export const answerView = (answer: Answer, isOfSite: boolean): z.infer<typeof cellsOfAnswer> => ({
  rating: cellView(answer.rating), rationale: cellView(answer.rationale), notApplicableReason: cellView(answer['not-applicable-reason']),
  note: isOfSite ? cellView(answer.note) : null, assignee: isOfSite ? cellView(answer.assignee) : null,
})

/** Everybody whom the readings name. */
export const authorsOf = (answers: readonly Answer[], isOfSite: boolean): string[] => [...new Set(answers.flatMap((answer) =>
  WorkbookField.options.filter((field) => isOfSite || (field !== 'note' && field !== 'assignee')).flatMap((field) => [
    ...answer[field].heads.map(({ author }) => author),
    ...(field === 'assignee' && textIn(answer.assignee) !== null ? [textIn(answer.assignee)!] : []),
  ])))]
