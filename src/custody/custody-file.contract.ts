// Operations on tables of events: a template to fill in, and a file that is looked through before it is recorded.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { lineCodes } from './ledger.contract.ts'
import { LineAnswer } from './line-answer.ts'

export const FileAnswer = z.object({
  rows: z.array(z.number().int()).describe('the lines of the file the event stands on'), kind: z.string(), answer: LineAnswer,
  /** Who the words under `partner` are: `here` is asked and told, of `absent` and `several` only this side is recorded. */
  partner: z.object({ words: z.string(), standing: z.enum(['here', 'absent', 'several']), name: z.string().nullable() }).nullable(),
})
export type FileAnswer = z.infer<typeof FileAnswer>

const tableRefusals = ['file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'encoding-unknown', 'table-malformed', 'table-empty', 'table-too-long', 'table-too-wide', 'cell-too-long', 'table-too-large'] as const

export const custodyFileContract = {
  getCustodyTemplate: operation({
    method: 'GET', path: '/custody/templates', summary: 'Download the table of events to fill in', tag: 'Custody', permit: 'custody:read', stream: 'export',
    input: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx'), language: z.string().max(20).optional() }), result: z.unknown(),
  }),
  recordCustodyFile: operation({
    method: 'POST', path: '/custody/files', summary: 'Record the events of a table, whole or event by event', tag: 'Custody', permit: 'custody:write', stream: 'upload',
    description: 'With `Dry-Run: true` nothing is recorded and every event is answered with what it would do. Sent again, what was recorded before changes nothing.',
    input: z.object({ organisationId: z.string().min(1).max(100), filename: shortText(300), mode: z.enum(['line', 'all']).default('all') }),
    result: z.object({ items: z.array(FileAnswer), recorded: z.number().int(), alreadyRecorded: z.number().int(), refused: z.number().int() }),
    refusals: ['book-absent', 'custody-file-unreadable', 'custody-file-rows-disagree', 'custody-file-empty', 'custody-file-too-long', ...tableRefusals, ...lineCodes],
  }),
} as const
