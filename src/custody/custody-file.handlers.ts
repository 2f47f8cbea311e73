import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { custodyFileContract } from './custody-file.contract.ts'

export const custodyFileHandlers: Handlers<typeof custodyFileContract, Context> = {}
