import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { caseContract } from './case.contract.ts'

export const caseHandlers: Handlers<typeof caseContract, Context> = {
}
