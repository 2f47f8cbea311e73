// What is looked through before a self-assessment is submitted (assurance process, step 2): each finding names its place
// and what to do. Whether a finding blocks is the scheme's; unanswered criteria and unsettled conflicts always do.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { keyOfLine, lineKey, mayBeLeftOut, NOT_APPLICABLE, textIn, WorkbookField, type Answer, type WorkbookLine } from './workbook.ts'

export const QualityCode = z.enum([
  'unanswered', 'conflict', 'rationale-missing', 'reason-missing', 'not-excludable', 'evidence-missing', 'evidence-lapsed',
  'excluded-with-evidence', 'excluded-but-recognised', 'reason-contradicts-rating', 'equal-criterion-differs', 'evidence-private',
])
export type QualityCode = z.infer<typeof QualityCode>

/** What always blocks; a scheme chooses among the others. */
export const alwaysBlocking: readonly QualityCode[] = ['unanswered', 'conflict']

export const blockingChecks = schemeSetting('self-assessment.blocking-checks', z.array(QualityCode).max(20), [
  'rationale-missing', 'reason-missing', 'not-excludable', 'evidence-missing', 'evidence-lapsed', 'excluded-with-evidence',
], 'inferred')

export const QualityFinding = z.object({
  code: QualityCode,
  isBlocking: z.boolean(),
  standard: Slug,
  criterion: Slug,
  field: WorkbookField,
  evidenceId: z.string().nullable(),
  /** The criterion that says otherwise, where two contradict one another. */
  other: z.object({ standard: Slug, criterion: Slug }).nullable(),
  /** What is wrong, and what to do. */
  detail: z.string(),
})
export type QualityFinding = z.infer<typeof QualityFinding>

export type LookedThrough = {
  readonly line: WorkbookLine
  readonly answer: Answer
  readonly evidence: readonly { readonly evidenceId: string; readonly isStanding: boolean; readonly validUntil: Day | null; readonly isPrivate: boolean }[]
  /** Covered by a certificate on an approved mapping. */
  readonly isRecognised: boolean
}

type Found = Pick<QualityFinding, 'code' | 'field' | 'detail'> & Partial<Pick<QualityFinding, 'evidenceId' | 'other'>>

const topLevel = ({ standard }: WorkbookLine): string => standard.ratingScale.levels.at(-1)!.slug

/** What one criterion is found to lack. */
function lacks({ line, answer, evidence, isRecognised }: LookedThrough): Found[] {
  const rating = textIn(answer.rating)
  const found: Found[] = WorkbookField.options.filter((field) => answer[field].isConflict)
    .map((field) => ({ code: 'conflict', field, detail: 'Two values stand side by side. Settle which one holds.' }))
  if (rating === null) {
    if (!answer.rating.isConflict) found.push({ code: 'unanswered', field: 'rating', detail: 'No rating is given. Rate the criterion, or say why it does not apply.' })
    return found
  }
  if (rating === NOT_APPLICABLE) return [...found, ...leftOut({ line, answer, evidence, isRecognised })]
  if (!isSaid(answer, 'rationale')) found.push({ code: 'rationale-missing', field: 'rationale', detail: 'The rating has no rationale. Say what it rests on.' })
  if (isSaid(answer, 'not-applicable-reason')) {
    found.push({ code: 'reason-contradicts-rating', field: 'not-applicable-reason', detail: 'It is rated, and there is also a reason why it does not apply. Clear one of the two.' })
  }
  if (rating === topLevel(line) && !isRecognised && evidence.length === 0) {
    found.push({ code: 'evidence-missing', field: 'rating', detail: 'The highest level needs evidence. Link what shows it, or choose another level.' })
  }
  for (const one of evidence) {
    if (!one.isStanding) {
      found.push({ code: 'evidence-lapsed', field: 'rating', evidenceId: one.evidenceId, detail: `Evidence no longer holds${one.validUntil === null ? '' : ` (valid until ${one.validUntil})`}. Renew it, replace it or take off its link.` })
    } else if (one.isPrivate) {
      found.push({ code: 'evidence-private', field: 'rating', evidenceId: one.evidenceId, detail: 'The evidence is private: assessors will not see it. Open it to assessors, or rely on something else.' })
    }
  }
  return found
}

const isSaid = (answer: Answer, field: WorkbookField): boolean => (textIn(answer[field]) ?? '').trim() !== ''

function leftOut({ line, answer, evidence, isRecognised }: LookedThrough): Found[] {
  const found: Found[] = []
  if (!isSaid(answer, 'not-applicable-reason')) found.push({ code: 'reason-missing', field: 'not-applicable-reason', detail: 'It is said not to apply, without a reason. Say why: an assessor confirms it, and it is published.' })
  if (!mayBeLeftOut(line)) found.push({ code: 'not-excludable', field: 'rating', detail: 'The standard lets no site leave this criterion out. Rate it.' })
  if (evidence.length > 0) found.push({ code: 'excluded-with-evidence', field: 'rating', evidenceId: evidence[0]!.evidenceId, detail: 'It is said not to apply, and evidence is linked to it. Take off the links, or rate it.' })
  if (isRecognised) found.push({ code: 'excluded-but-recognised', field: 'rating', detail: 'It is said not to apply, and a certificate covers it. Rate it, or tell which of the two holds.' })
  return found
}

/** Criteria that a standard calls equal or equivalent to one of another standard, both in this workbook, with different answers. */
function contradictions(all: readonly LookedThrough[]): { at: LookedThrough; found: Found }[] {
  const byKey = new Map(all.map((one) => [keyOfLine(one.line), one]))
  return all.flatMap((one) => one.line.criterion.mappings.flatMap((mapping) => {
    const other = mapping.criterion === undefined ? undefined : byKey.get(lineKey({ standard: mapping.standard, criterion: mapping.criterion }))
    if (other === undefined || !['equal-to', 'equivalent-to'].includes(mapping.relationship) || !differ(one, other)) return []
    const place = { standard: other.line.standard.standard, criterion: other.line.criterion.slug }
    return [{ at: one, found: { code: 'equal-criterion-differs' as const, field: 'rating' as const, other: place, detail: `${lineKey(place)} asks the same and is answered otherwise. Give both the same answer, or say in the rationale why not.` } }]
  }))
}

/** Scales differ between standards, so that only the ends can be compared where they do: applies or not, highest or not. */
function differ(a: LookedThrough, b: LookedThrough): boolean {
  const [one, other] = [textIn(a.answer.rating), textIn(b.answer.rating)]
  if (one === null || other === null || one === other) return false
  if (one === NOT_APPLICABLE || other === NOT_APPLICABLE) return true
  const scale = ({ line }: LookedThrough) => line.standard.ratingScale.levels.map(({ slug }) => slug).join(' ')
  return scale(a) === scale(b) || (one === topLevel(a.line)) !== (other === topLevel(b.line))
}

/** Everything found, criterion by criterion in the order of the workbook. @param blocking what the scheme lets block */
export function lookThrough(all: readonly LookedThrough[], blocking: readonly QualityCode[]): QualityFinding[] {
  const between = contradictions(all)
  return all.flatMap((one) => [...lacks(one), ...between.filter(({ at }) => at === one).map(({ found }) => found)].map((found): QualityFinding => ({
    evidenceId: null, other: null, ...found,
    isBlocking: alwaysBlocking.includes(found.code) || blocking.includes(found.code),
    standard: one.line.standard.standard, criterion: one.line.criterion.slug,
  })))
}
