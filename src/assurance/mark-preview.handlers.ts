import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { markPreviewContract } from './mark-preview.contract.ts'

export const markPreviewHandlers: Handlers<typeof markPreviewContract, Context> = {
}
