// Running cases from the workbook of the time before: template, dry run, taking over, undoing.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { DueChoice, SwitchOver, SwitchOverReading } from './switch-over.ts'

const tag = 'Secretariat'
const read = [
  'switch-over-workbook-missing', 'switch-over-choices-unreadable', 'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'table-too-long', 'table-too-wide', 'upload-too-large', 'upload-missing',
] as const
const body = 'The body is the workbook as XLSX, or a ZIP archive with one workbook, the old files that it names, and, where differences were settled, `choices.json`: a list of `{key, clock, choice}`.'
const input = {
  otherDifferences: z.enum(['ask', ...DueChoice.options]).default('ask').describe('what holds for a due day that differs and is settled nowhere: ask, keep the workbook\'s, or the computed one'),
}

export const switchOverContract = {
  getSwitchOverTemplate: operation({
    method: 'GET', path: '/switch-overs/templates', tag, permit: 'switch-over:read', summary: 'The workbook of a switch-over, empty, in your language', stream: 'export',
    input: z.object({}), result: z.unknown(),
  }),
  previewSwitchOver: operation({
    method: 'POST', path: '/switch-overs/previews', tag, permit: 'switch-over:read', summary: 'Look a switch-over through: every problem, every due day that differs', stream: 'upload', isRead: true,
    description: `${body} Nothing is changed. Each problem has its sheet, row, column and remedy; due days are computed anew from the standard and compared.`,
    input: z.object(input), result: SwitchOverReading, refusals: read,
  }),
  applySwitchOver: operation({
    method: 'POST', path: '/switch-overs', tag, permit: 'switch-over:write', summary: 'Take running cases over, all or none', stream: 'upload', status: 201,
    description: `${body} Mail is held back in the same step, until the secretariat releases it. A row that was taken over before changes nothing.`,
    input: z.object({ ...input, note: shortText(500).default('Carried over from the workbook of the switch-over.').describe('stands with what is taken over; its award and letter show it in public') }),
    result: z.object({ switchOverId: z.string().nullable(), created: z.number().int(), known: z.number().int(), changed: z.number().int(), kept: z.number().int(), files: z.number().int(), isMailReleased: z.boolean() }),
    refusals: [...read, 'switch-over-rows-wrong', 'switch-over-differences-open', 'file-type-refused', 'virus-found', 'virus-scan-unavailable', 'cohort-absent', 'standard-absent'],
  }),
  listSwitchOvers: operation({
    method: 'GET', path: '/switch-overs', tag, permit: 'switch-over:read', summary: 'What was taken over, when and by whom',
    input: z.object({}), result: z.object({ items: z.array(SwitchOver), next: z.null() }),
  }),
  undoSwitchOver: operation({
    method: 'POST', path: '/switch-overs/{switchOverId}/withdrawal', tag, permit: 'switch-over:write', summary: 'Undo a switch-over while nothing happened since',
    input: z.object({ switchOverId: z.string().max(60), reason: shortText(1000) }), result: SwitchOver,
    refusals: ['switch-over-absent', 'switch-over-undone', 'switch-over-moved-on'],
  }),
} as const
