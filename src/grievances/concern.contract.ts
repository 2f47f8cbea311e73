import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { Day } from '#src/kernel/time.ts'
import { longText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { ConcernView, Disposition, DispositionText } from './concern.ts'
import { GrievanceOutcome, GrievanceState, GrievanceStep } from './grievance.ts'
import { IntakeKind, IntakeMessage, Receipt, SourceGroup, intakeInput } from './intake.ts'

const concernId = z.string().regex(/^cnc_[0-9a-z]{26}$/, 'the number of a concern looks like cnc_ and 26 characters')
const MessageText = longText(4000).refine((text) => text.trim().length > 0, 'write something')
const Counts = z.array(z.object({ group: z.union([SourceGroup, z.literal('too-few-to-tell')]), count: z.number().int() })).nullable()

/** What the source of an intake reads with its receipt. */
export const IntakeStanding = z.object({
  kind: IntakeKind,
  receivedOn: Day,
  language: z.string(),
  messages: z.array(IntakeMessage),
  concern: z.object({ disposition: Disposition.nullable(), text: z.string().nullable(), criteria: z.array(Slug) }).nullable(),
  grievance: z.object({
    state: GrievanceState, steps: z.array(z.object({ step: GrievanceStep, dueOn: Day, doneOn: Day.nullable() })),
    outcome: GrievanceOutcome.nullable(), outcomeText: z.string().nullable(),
  }).nullable(),
})
export type IntakeStanding = z.infer<typeof IntakeStanding>

export const concernContract = {
  createConcern: operation({
    method: 'POST', path: '/concerns', tag: 'Concerns', permit: 'concern:create', summary: 'Tell the assessors of a site something, without an account', status: 201,
    description: 'Name the notice of an assessment, or a site. The receipt is shown once: whoever holds it can read how the concern was considered.',
    input: z.object({ noticeId: z.string().max(60).optional(), siteId: SiteId.optional(), topics: z.array(Slug).max(20).default([]), ...intakeInput }),
    result: z.object({ receipt: z.string(), isInTime: z.boolean() }), refusals: ['notice-absent', 'site-unknown', 'concern-subject-missing'], hasSecretAnswer: true,
  }),
  lookUpIntake: operation({
    method: 'POST', path: '/intakes/lookups', tag: 'Concerns', permit: 'intake:read', summary: 'What became of a concern or grievance, by its receipt', isRead: true,
    input: z.object({ receipt: Receipt }), result: IntakeStanding, refusals: ['receipt-unknown'], hasSecretAnswer: true,
  }),
  addIntakeMessage: operation({
    method: 'POST', path: '/intakes/messages', tag: 'Concerns', permit: 'intake:write', summary: 'Add to a concern or grievance, by its receipt', status: 201,
    input: z.object({ receipt: Receipt, text: MessageText }), result: z.object({ sentOn: Day }), refusals: ['receipt-unknown', 'intake-closed', 'intake-full'], hasSecretAnswer: true,
  }),
  listConcerns: operation({
    method: 'GET', path: '/cases/{caseId}/concerns', tag: 'Concerns', permit: 'concern:read', summary: 'Concerns about the assessment of a case',
    input: z.object({ caseId: z.string() }), result: z.object({ items: z.array(ConcernView), next: z.null(), counts: Counts, minimumGroup: z.number().int() }),
    refusals: ['case-absent'],
  }),
  listSiteConcerns: operation({
    method: 'GET', path: '/concerns', tag: 'Concerns', permit: 'concern:manage', summary: 'Concerns about sites without an announced assessment',
    input: z.object({}), result: z.object({ items: z.array(ConcernView), next: z.null() }),
  }),
  disposeConcern: operation({
    method: 'POST', path: '/concerns/{concernId}/dispositions', tag: 'Concerns', permit: 'concern:answer', summary: 'Record how a concern was considered, for its source to read', status: 201,
    input: z.object({ concernId, disposition: Disposition, text: DispositionText, criteria: z.array(Slug).max(60).default([]) }),
    result: z.object({ concernId: z.string() }), refusals: ['concern-absent', 'concern-disposed', 'concern-criteria-missing', 'concern-criterion-unknown'],
  }),
  writeToSource: operation({
    method: 'POST', path: '/concerns/{concernId}/messages', tag: 'Concerns', permit: 'concern:answer', summary: 'Write to the source of a concern, without knowing who it is', status: 201,
    input: z.object({ concernId, text: MessageText }), result: z.object({ concernId: z.string() }), refusals: ['concern-absent', 'intake-full'],
  }),
  eraseConcern: operation({
    method: 'POST', path: '/concerns/{concernId}/erasures', tag: 'Concerns', permit: 'concern:erase', summary: 'Erase the words and the contact of a concern', status: 201,
    input: z.object({ concernId, reason: longText(600) }), result: z.object({ concernId: z.string() }), refusals: ['concern-absent'],
  }),
} as const
