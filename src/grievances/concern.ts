// A concern: what a person near a site wants the assessors to know. It has a disposition that its source can read, and
// the record tells under which criteria it was considered; never who spoke.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day } from '#src/kernel/time.ts'
import { longText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { SourceGroup } from './intake.ts'

export const Disposition = z.enum(['considered', 'led-to-finding', 'outside-scope', 'passed-on', 'not-substantiated'])
export type Disposition = z.infer<typeof Disposition>

export const DispositionText = longText(4000).refine((text) => text.trim().length >= 10, 'say in at least ten characters how it was considered')

export const Concern = z.object({
  concernId: z.string(),
  siteId: SiteId,
  caseId: z.string().nullable(),
  round: z.number().int().nullable(),
  topics: z.array(Slug).max(40),
  isInTime: z.boolean(),
  receivedOn: Day,
  disposition: Disposition.nullable(),
  /** What the source reads. */
  dispositionText: z.string().nullable(),
  criteria: z.array(Slug).max(60),
  disposedOn: Day.nullable(),
  disposedBy: z.string().nullable(),
})
export type Concern = z.infer<typeof Concern>

/** A concern as the assessors and the secretariat see it. */
export const ConcernView = Concern.extend({
  group: z.union([SourceGroup, z.literal('too-few-to-tell')]),
  language: z.string(),
  statement: z.string().nullable(),
  contact: z.string().nullable(),
  erasedOn: Day.nullable(),
  messages: z.array(z.object({ direction: z.enum(['from-source', 'to-source']), text: z.string().nullable(), sentOn: Day })),
})
export type ConcernView = z.infer<typeof ConcernView>

/** Records how a concern was considered. What led to a finding, or was considered, names the criteria. */
export function disposed(concern: Concern, how: { disposition: Disposition; text: string; criteria: readonly string[]; on: Day; by: string }): Outcome<Concern> {
  if (concern.disposition !== null) {
    return deny(refuse('concern-disposed', `How this concern was considered was recorded on ${concern.disposedOn}. Write to its source instead of recording it again.`))
  }
  if ((how.disposition === 'considered' || how.disposition === 'led-to-finding') && how.criteria.length === 0) {
    return deny(refuse('concern-criteria-missing', 'Name the criteria under which it was considered, so that the report can show it.'))
  }
  return accept({ ...concern, disposition: how.disposition, dispositionText: how.text, criteria: [...how.criteria], disposedOn: how.on, disposedBy: how.by })
}
