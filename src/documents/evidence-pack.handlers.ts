import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { evidencePackContract } from './evidence-pack.contract.ts'

export const evidencePackHandlers: Handlers<typeof evidencePackContract, Context> = {}
