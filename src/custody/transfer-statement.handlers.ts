import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { transferStatementContract } from './transfer-statement.contract.ts'

export const transferStatementHandlers: Handlers<typeof transferStatementContract, Context> = {}
