import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { workbookContract } from './workbook.contract.ts'

export const workbookHandlers: Handlers<typeof workbookContract, Context> = {
}
