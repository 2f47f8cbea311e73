import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { caseFileContract } from './case-file.contract.ts'

export const caseFileHandlers: Handlers<typeof caseFileContract, Context> = {
}
