import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { ledgerContract } from './ledger.contract.ts'

export const ledgerHandlers: Handlers<typeof ledgerContract, Context> = {}
