// The operations of the workbook, joined: reading, writing, comments, submission and files each stand in a file of their own.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { workbookComments } from './comment.handlers.ts'
import { workbookSubmissions } from './submission.handlers.ts'
import type { workbookContract } from './workbook.contract.ts'
import { workbookFileHandlers } from './workbook-file.handlers.ts'
import { workbookReadings } from './workbook-reading.handlers.ts'
import { workbookWritings } from './workbook-writing.handlers.ts'

export const workbookHandlers: Handlers<typeof workbookContract, Context> = {
  ...workbookReadings, ...workbookWritings, ...workbookComments, ...workbookSubmissions, ...workbookFileHandlers,
}
