// The workbook as a file: out, looked through on its way back, and applied. What was typed offline becomes changes of the
// same sheet (`sheet.ts`), so that files and screens meet without loss.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { CaseId } from './case.ts'
import { FileReading } from './workbook-file.ts'

const tag = 'Self-assessment'
const aCase = { caseId: CaseId }
const filename = z.string().max(255).default('workbook').describe('repeated in refusals only; what the file is, is told by its bytes')
const read = [
  'case-absent', 'workbook-closed', 'file-of-another-case', 'file-not-ours', 'file-base-altered', 'change-altered', 'change-parent-unknown', 'standard-absent',
  'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'table-too-long', 'table-too-wide', 'upload-too-large',
] as const

export const workbookFileContract = {
  exportWorkbook: operation({
    method: 'GET', path: '/cases/{caseId}/workbook/export', tag, permit: 'workbook:read', summary: 'Get the workbook as a file',
    description: '`xlsx`: one sheet a standard, to be edited without a network and sent back. `json`: every change, for a program.',
    stream: 'export',
    input: z.object({ ...aCase, format: z.enum(['xlsx', 'json']).default('xlsx') }), result: z.unknown(), refusals: ['case-absent', 'workbook-not-submitted', 'standard-absent'],
  }),
  previewWorkbookFile: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/file-previews', tag, permit: 'workbook:write', summary: 'See every change that a workbook file would make',
    description: 'Old and new value of each cell, both values where another was written meanwhile, and every row that cannot be read, with its line. Nothing is changed.',
    stream: 'upload', isRead: true,
    input: z.object({ ...aCase, filename }), result: FileReading, refusals: [...read],
  }),
  applyWorkbookFile: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/files', tag, permit: 'workbook:write', summary: 'Apply what was written in a workbook file',
    description: 'Whatever differs from what the file was made with becomes a change, a cleared cell too; a row that is missing changes nothing. The same file twice changes nothing more.',
    stream: 'upload',
    input: z.object({ ...aCase, filename, leavesUnread: z.enum(['true', 'false']).default('false').describe('`true`: apply the rest though rows cannot be read') }),
    result: FileReading.extend({ added: z.number().int() }), refusals: [...read, 'file-rows-unreadable'],
  }),
} as const
